import { closeOnEscape, openOnHover } from "./evidence";
import { turnWithArrows } from "./months";
import { pollAll } from "./polling";

closeOnEscape(document);
openOnHover(document);
turnWithArrows(document);
pollAll(document);
if (document.querySelector("figure[data-chart]")) void import("./figures/island").then(({ drawFigures }) => drawFigures(document));

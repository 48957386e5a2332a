import { closeOnEscape, openOnHover } from "./evidence";
import { turnWithArrows } from "./months";
import { pollAll } from "./polling";

closeOnEscape(document);
openOnHover(document);
turnWithArrows(document);
pollAll(document);

const explorer = document.getElementById("explorer");
if (explorer !== null) void import("./explorer/start").then(({ startExplorer }) => startExplorer(explorer));
if (document.querySelector("figure[data-chart]")) void import("./figures/island").then(({ drawFigures }) => drawFigures(document));

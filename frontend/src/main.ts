import { closeOnEscape, openOnHover } from "./evidence";
import { turnWithArrows } from "./months";

closeOnEscape(document);
openOnHover(document);
turnWithArrows(document);

// A kind's mark outside the map, for the legend and lists: the same shape, solid or hollow, in the same colour.
import { svg } from "./dom";
import type { Kind } from "./kinds";
import { pathOf } from "./shapes";

export function markOf(kind: Kind): SVGElement {
  const hollow = kind.family === "concept";
  const shape = svg("path", { d: pathOf(kind.shape, 10, 10, hollow ? 5.2 : 6) });
  return svg("svg", { class: `map-mark kind-${kind.name}${hollow ? " is-hollow" : ""}`, viewBox: "0 0 20 20", "aria-hidden": "true" }, shape);
}

// The places of the page in which the map and what belongs to it stand.
import { button, h } from "./dom";
import { INSTRUCTIONS } from "./keys";

export interface Frame {
  readonly app: HTMLElement;
  readonly stage: HTMLElement;
}

export interface Parts {
  readonly filters: HTMLElement;
  readonly strip: HTMLElement | null;
  readonly find: HTMLElement;
  readonly notices: HTMLElement;
  readonly panel: HTMLElement;
}

export interface Tools {
  readonly zoom: (factor: number) => void;
  readonly whole: () => void;
  readonly share: () => void;
  readonly png: () => void;
  readonly svg: () => void;
}

const WIDE = "(min-width: 64rem)";

/** Build the explorer around an empty stage; embedded it has the map and its legend only. */
export function frameOf(parts: Parts, tools: Tools, embedded: boolean): Frame {
  const stage = h("div", {
    class: "map-stage", role: "application", tabindex: 0, "aria-label": "The map", "aria-describedby": "map-help", "aria-roledescription": "map",
  });
  const help = h("p", { id: "map-help", class: "visually-hidden" }, INSTRUCTIONS);
  const zoom = h(
    "div",
    { class: "map-zoom", role: "group", "aria-label": "Distance" },
    button("+", () => tools.zoom(1.6), { "aria-label": "Nearer" }),
    button("−", () => tools.zoom(1 / 1.6), { "aria-label": "Farther" }),
    button("Whole", tools.whole, { "aria-label": "The whole map" }),
  );
  const wide = window.matchMedia(WIDE);
  const keys = h("details", { class: "map-fold map-keys" }, h("summary", {}, "By keyboard"), h("p", { class: "small" }, INSTRUCTIONS));
  parts.filters.append(keys);
  const side = h("details", { class: "map-side" }, h("summary", {}, embedded ? "Legend" : "Legend and filters"), parts.filters);

  const bar = h(
    "div",
    { class: "map-bar" },
    parts.find,
    h("div", { class: "map-keep", role: "group", "aria-label": "Keep this map" }, button("Share", tools.share), button("PNG", tools.png, { "aria-label": "Save as PNG" }), button("SVG", tools.svg, { "aria-label": "Save as SVG" })),
  );
  const canvas = h("div", { class: "map-canvas" }, embedded ? null : bar, stage, help, zoom, parts.notices);
  const middle = h("div", { class: "map-middle" }, canvas);
  const app = h("div", { class: `map-app${embedded ? " is-embedded" : ""}` }, side, middle, embedded ? null : parts.panel);
  // On a phone the map comes first, then the months, then what is folded away.
  const arrange = (): void => {
    side.open = wide.matches;
    if (wide.matches) middle.before(side);
    else middle.after(side);
    if (parts.strip === null || embedded) return;
    if (wide.matches) canvas.before(parts.strip);
    else canvas.after(parts.strip);
  };
  arrange();
  wide.addEventListener("change", arrange);
  return { app, stage };
}

/** What stands while the map is fetched: its layout, without its lines. */
export function skeletonOf(): HTMLElement {
  return h(
    "div",
    { class: "map-app is-loading" },
    h("div", { class: "map-side map-bones", "aria-hidden": "true" }, ...Array.from({ length: 9 }, () => h("span", { class: "map-bone" }))),
    h("div", { class: "map-middle" }, h("div", { class: "map-canvas" }, h("p", { class: "map-wait", role: "status" }, "Fetching the map…"))),
  );
}

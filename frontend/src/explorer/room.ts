// What lies over the map: the controls on it and, on a phone, the sheet that tells of what is selected. In pixels of the stage.
import type { Box } from "./names";

/** Between a control and what is framed or written beside it. */
const GAP = 4;
/** However much lies over it, this height of the stage counts as free. */
const LEAST = 120;

/** Return where no name is written: beneath the buttons, and beneath the sheet. */
export function covered(stage: HTMLElement): Box[] {
  const sheet = sheetOver(stage);
  return [...boxesOf(stage, ".map-bar > *, .map-zoom"), ...(sheet === null ? [] : [sheet])];
}

/** Return the part of the stage that lies between its controls: what is framed comes to stand in it. */
export function freePart(stage: HTMLElement): Box {
  const { width, height } = stage.getBoundingClientRect();
  const top = Math.max(0, ...boxesOf(stage, ".map-bar > *").map(({ bottom }) => bottom));
  const below = [...boxesOf(stage, ".map-zoom"), sheetOver(stage)].map((box) => box?.top ?? height);
  return { left: 0, top, right: width, bottom: Math.max(top + LEAST, Math.min(height, ...below)) };
}

/** Move the page so that as much of the stage as can be is seen, where a sheet lies over its lower part. */
export function clear(stage: HTMLElement): void {
  if (sheetOf(stage) !== null) stage.scrollIntoView({ block: "start", behavior: "instant" });
}

function sheetOver(stage: HTMLElement): Box | null {
  const sheet = sheetOf(stage);
  return sheet === null ? null : boxIn(stage, sheet);
}

function sheetOf(stage: HTMLElement): Element | null {
  const panel = stage.closest(".map-app")?.querySelector(".map-panel:not([hidden])") ?? null;
  return panel !== null && getComputedStyle(panel).position === "fixed" ? panel : null;
}

function boxesOf(stage: HTMLElement, which: string): Box[] {
  return [...(stage.parentElement?.querySelectorAll(which) ?? [])].map((one) => boxIn(stage, one));
}

function boxIn(stage: HTMLElement, one: Element): Box {
  const [{ left, top }, box] = [stage.getBoundingClientRect(), one.getBoundingClientRect()];
  return { left: box.left - left - GAP, top: box.top - top - GAP, right: box.right - left + GAP, bottom: box.bottom - top + GAP };
}

// The map by keyboard: one region with focus, in which arrows walk among what is joined with the selected node.
import type { Picture } from "./picture";
import type { Sheet } from "./sheet";

export const INSTRUCTIONS =
  "Arrow keys move among what is joined with the selected node, or move the map while nothing is selected. Enter selects. " +
  "Plus and minus zoom, 0 shows the whole map, Escape lets go. Slash finds a name, P draws a path from the selected node, " +
  "E brings its neighbours or takes them back, H hides hubs, Space plays the year.";

export interface Acts {
  readonly walk: (right: number, down: number) => void;
  readonly enter: () => void;
  readonly zoom: (factor: number) => void;
  readonly whole: () => void;
  readonly letGo: () => void;
  readonly find: () => void;
  readonly path: () => void;
  readonly expand: () => void;
  readonly hubs: () => void;
  readonly play: () => void;
}

const ZOOM = 1.6;

export function listenForKeys(stage: HTMLElement, acts: Acts): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => acts.walk(-1, 0),
    ArrowRight: () => acts.walk(1, 0),
    ArrowUp: () => acts.walk(0, -1),
    ArrowDown: () => acts.walk(0, 1),
    Enter: acts.enter,
    "+": () => acts.zoom(ZOOM),
    "=": () => acts.zoom(ZOOM),
    "-": () => acts.zoom(1 / ZOOM),
    "0": acts.whole,
    Escape: acts.letGo,
    p: acts.path,
    e: acts.expand,
    h: acts.hubs,
    " ": acts.play,
  };
  stage.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    acts.find();
  });
}

/** Return the node that lies best in a direction (y down) from another, among these; undefined where none does. */
export function towards(sheet: Sheet, from: number, among: readonly number[], right: number, down: number): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const node of among) {
    if (node === from) continue;
    const dx = (sheet.x[node] ?? 0) - (sheet.x[from] ?? 0);
    const dy = (sheet.y[from] ?? 0) - (sheet.y[node] ?? 0);
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    // Beyond 60 degrees aside it is another direction.
    if (ahead <= 0 || aside > ahead * 1.75) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}

/** Return the shown node nearest to the middle of what one sees. */
export function nearestToMiddle(picture: Picture, sheet: Sheet): number | undefined {
  const { x, y } = picture.scene.camera();
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  picture.shown.forEach((shown, node) => {
    if (shown !== 1) return;
    // Among those near, what is talked of more is met first.
    const distance = Math.hypot((sheet.x[node] ?? 0) - x, (sheet.y[node] ?? 0) - y) / (1 + Math.log1p(sheet.attention[node] ?? 0));
    if (distance < least) [best, least] = [node, distance];
  });
  return best;
}

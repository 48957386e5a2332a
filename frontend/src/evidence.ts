// Cards and menus are <details>, so they work without this: here they also close on Escape or a click elsewhere, and
// evidence opens under a resting pointer.
const FLOATING = "details.evidence, details.menu";
const REST = 350;
const LEAVE = 300;

export function closeOnEscape(root: Document): void {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of opened(root)) {
      const within = open.contains(root.activeElement);
      open.open = false;
      if (within) open.querySelector("summary")?.focus();
    }
  });
  root.addEventListener("click", (event) => {
    for (const open of opened(root)) {
      if (event.target instanceof Node && !open.contains(event.target)) open.open = false;
    }
  });
}

export function openOnHover(root: Document): void {
  if (!window.matchMedia("(hover: hover)").matches) return;
  for (const mark of root.querySelectorAll<HTMLDetailsElement>("details.evidence")) hover(mark);
}

function hover(mark: HTMLDetailsElement): void {
  let timer: number | undefined;
  let byPointer = false;
  mark.addEventListener("pointerenter", () => {
    window.clearTimeout(timer);
    if (mark.open) return;
    timer = window.setTimeout(() => {
      byPointer = true;
      mark.open = true;
    }, REST);
  });
  mark.addEventListener("pointerleave", () => {
    window.clearTimeout(timer);
    if (!byPointer) return;
    timer = window.setTimeout(() => {
      byPointer = false;
      mark.open = false;
    }, LEAVE);
  });
  // A click on what the pointer opened keeps it open instead of closing it.
  mark.querySelector("summary")?.addEventListener("click", (event) => {
    if (byPointer && mark.open) event.preventDefault();
    byPointer = false;
  });
}

function opened(root: Document): HTMLDetailsElement[] {
  return [...root.querySelectorAll<HTMLDetailsElement>(FLOATING)].filter((details) => details.open);
}

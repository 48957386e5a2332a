// The arrow keys turn months as pages, where nothing else wants them.
const BUSY = "input, textarea, select, summary, button, [contenteditable], [tabindex='0']";

export function turnWithArrows(root: Document): void {
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(BUSY)) return;
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = way === undefined ? null : root.head.querySelector<HTMLLinkElement>(`link[rel="${way}"]`);
    if (link !== null) window.location.assign(link.href);
  });
}

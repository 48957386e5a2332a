// A chart as a file of its own: colours and faces are written into it, because outside the page nobody knows the page's.
const WRITTEN = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "font-family", "font-size", "font-weight", "text-anchor"];

export function offer(figure: HTMLElement, place: HTMLElement): void {
  const button = figure.querySelector<HTMLButtonElement>("button.save-chart");
  if (button === null || !button.hidden) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const drawing = place.querySelector<SVGSVGElement>("svg.drawing");
    if (drawing !== null) save(written(drawing, figure), `${button.dataset["name"] ?? "chart"}.svg`);
  });
}

export function written(drawing: SVGSVGElement, figure: HTMLElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const shown = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const copied = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  shown.forEach((element, place) => {
    const style = getComputedStyle(element);
    for (const name of WRITTEN) copied[place]?.setAttribute(name, style.getPropertyValue(name));
    copied[place]?.removeAttribute("class");
    copied[place]?.removeAttribute("style");
  });
  const { width, height } = drawing.viewBox.baseVal;
  const paper = document.createElementNS(copy.namespaceURI, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: getComputedStyle(document.documentElement).backgroundColor })) {
    paper.setAttribute(name, `${value}`);
  }
  const title = document.createElementNS(copy.namespaceURI, "title");
  title.textContent = figure.querySelector(".chart-plot")?.getAttribute("aria-label") ?? document.title;
  copy.prepend(title, paper);
  copy.removeAttribute("aria-hidden");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// Figures are tables with a chart drawn above them when they come near. The room is kept by the page, so nothing moves;
// where a chart cannot be drawn, its table opens instead. This part is small: the library comes when a figure is near.
import type { Room } from "./charts";

const NEAR = "600px";

export function drawFigures(root: Document): void {
  const figures = [...root.querySelectorAll<HTMLElement>("figure[data-chart]")];
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    // All of them: once the library is there the others cost little, and paper is not scrolled.
    for (const figure of figures) void draw(figure);
  }, { rootMargin: NEAR });
  for (const figure of figures) near.observe(figure);
}

async function draw(figure: HTMLElement): Promise<void> {
  const table = figure.querySelector("table");
  const place = figure.querySelector<HTMLElement>(".chart-plot");
  if (table === null || place === null) return;
  try {
    const [{ CHARTS }, { offer }] = await Promise.all([import("./charts"), import("./saving")]);
    const chart = CHARTS[figure.dataset["chart"] ?? ""];
    if (chart === undefined) throw new Error(`no chart: ${figure.dataset["chart"]}`);
    let width = 0;
    const redraw = (): void => {
      const room = roomOf(place);
      if (room.width === width || room.width === 0) return;
      width = room.width;
      place.querySelector(".drawing")?.remove();
      place.append(chart(table, room));
      figure.dataset["drawn"] = "";
    };
    redraw();
    new ResizeObserver(redraw).observe(place);
    offer(figure, place);
  } catch (error) {
    figure.classList.add("undrawn");
    const beneath = figure.querySelector("details");
    if (beneath !== null) beneath.open = true;
    console.warn("The chart could not be drawn; its table has the figures.", error);
  }
}

function roomOf(place: HTMLElement): Room {
  const { width, height } = place.getBoundingClientRect();
  return { width: Math.floor(width), height: Math.floor(height) };
}

// One chart a kind of table, drawn by Observable Plot in the colours of the page: names and figures stand at what they
// are about, so there are no legends. A narrow chart has its names above its lines instead of beside them.
import { axisX, barX, cell, dot, gridX, link, plot, ruleX, text, type Markish } from "@observablehq/plot";
import { type Change, ratio, readChanges, readFirsts, readHeat, readLags } from "./tables";

export type Drawing = SVGSVGElement | HTMLElement;

export interface Room {
  width: number;
  height: number;
}

const NARROW = 560;
const NAMES = 208;
const LEAST = 3; // a share of fewer works says nothing: graph/trends.py
const LIGHTEST = 0.08;
const DARKEST = 0.56;
const LONGEST = 30;
const INK = "var(--ink)";
const SOFT = "var(--soft)";
const HUE = "var(--hue)";
const RULE = "var(--rule)";

export const CHARTS: Record<string, (table: HTMLTableElement, room: Room) => Drawing> = {
  heat: drawHeat,
  change: drawChanges,
  lag: drawLags,
  first: drawFirsts,
};

function drawHeat(table: HTMLTableElement, room: Room): Drawing {
  const { names, months, of, cells } = readHeat(table);
  const held = cells.filter((one) => one.count > 0);
  const most = Math.max(0, ...held.filter((one) => one.count >= LEAST).map(ratioOf));
  const places = months.map((_, place) => place);
  const narrow = room.width < NARROW;
  const top = narrow ? 22 : 0;
  return drawn(room, names, { top: 26, bottom: 30, right: 0 }, {
    x: { type: "band", domain: places, label: null, padding: 0.04 },
    y: { type: "band", domain: names, label: null, axis: null, padding: 0.08 },
    marks: [
      cell(cells, { x: "place", y: "name", insetTop: top, fill: "var(--tint)", fillOpacity: 0.6 }),
      cell(held, {
        x: "place",
        y: "name",
        insetTop: top,
        fill: HUE,
        fillOpacity: { value: (one) => depth(one, most), scale: null },
        title: (one) => `${one.name}: ${one.count} of ${one.of} works in ${one.month}`,
      }),
      text(held, {
        x: "place",
        y: "name",
        dy: top / 2,
        text: (one) => `${one.count}`,
        fill: { value: (one) => (one.count >= LEAST ? INK : SOFT), scale: null },
        pointerEvents: "none",
      }),
      axisX(places, {
        anchor: "top",
        tickSize: 0,
        fill: SOFT,
        tickFormat: (place: number) => (narrow ? months[place]?.short.slice(0, 1) : months[place]?.short) ?? "",
      }),
      axisX(places, {
        anchor: "bottom",
        tickSize: 0,
        fill: SOFT,
        tickFormat: (place: number) => (of[place] ? `of ${of[place]}`.slice(narrow ? 3 : 0) : "–"),
      }),
    ],
  });
}

function drawChanges(table: HTMLTableElement, room: Room): Drawing {
  const lines = readChanges(table);
  const names = lines.map((one) => one.name);
  const dy = room.width < NARROW ? 9 : 0;
  const before = (one: Change): number => ratio(one.before);
  const now = (one: Change): number => ratio(one.now);
  const label = (end: (one: Change) => number) => ({ y: "name", x: end, dy, text: (one: Change) => percent(end(one)) });
  const up = lines.filter((one) => now(one) >= before(one));
  const down = lines.filter((one) => now(one) < before(one));
  return drawn(room, names, { top: 22, bottom: 8, right: 48 }, {
    x: { domain: [0, top([...lines.map(now), ...lines.map(before)])], label: null, axis: null, insetLeft: 62 },
    y: { type: "point", domain: names, label: null, axis: null, padding: 0.6 },
    marks: [
      gridX({ ticks: 4, stroke: RULE, strokeOpacity: 1 }),
      axisX({ ticks: 4, anchor: "top", tickSize: 0, fill: SOFT, tickFormat: percent }),
      link(lines, { y: "name", x1: before, x2: now, stroke: HUE, strokeWidth: 2, strokeOpacity: 0.7, dy }),
      dot(lines, { y: "name", x: before, r: 3.5, fill: "var(--paper)", stroke: HUE, dy, title: toldOf }),
      dot(lines, { y: "name", x: now, r: 4.5, fill: HUE, dy, title: toldOf }),
      text(up, { ...label(now), dx: 9, textAnchor: "start", fill: INK, fontWeight: 600 }),
      text(up, { ...label(before), dx: -8, textAnchor: "end", fill: SOFT }),
      text(down, { ...label(now), dx: -9, textAnchor: "end", fill: INK, fontWeight: 600 }),
      text(down, { ...label(before), dx: 8, textAnchor: "start", fill: SOFT }),
    ],
  });
}

function drawLags(table: HTMLTableElement, room: Room): Drawing {
  const lines = readLags(table);
  const names = lines.map((one) => one.name);
  const dy = room.width < NARROW ? 9 : 0;
  const ranges = lines.filter((one) => one.low !== null && one.high !== null);
  const medians = lines.filter((one) => one.median !== null);
  const ends = lines.flatMap((one) => [one.low, one.high, one.median]).filter((end) => end !== null);
  return drawn(room, names, { top: 22, bottom: 8, right: 160 }, {
    x: { domain: [Math.min(0, ...ends), Math.max(1, ...ends)], nice: true, label: null, axis: null },
    y: { type: "point", domain: names, label: null, axis: null, padding: 0.6 },
    marks: [
      gridX({ ticks: 5, stroke: RULE, strokeOpacity: 1 }),
      axisX({ ticks: 5, anchor: "top", tickSize: 0, fill: SOFT, tickFormat: daysOf }),
      ruleX([0], { stroke: SOFT }),
      link(ranges, { y: "name", x1: "low", x2: "high", stroke: "var(--link-rule)", strokeWidth: 3, dy }),
      dot(medians, { y: "name", x: "median", r: 4.5, fill: INK, dy, title: (one) => `${one.name}: ${one.words}` }),
      text(lines, {
        y: "name",
        x: (one) => Math.max(one.median ?? -Infinity, one.high ?? -Infinity, one.low ?? -Infinity),
        dx: 10,
        dy,
        textAnchor: "start",
        text: "words",
        fill: INK,
      }),
    ],
  });
}

function drawFirsts(table: HTMLTableElement, room: Room): Drawing {
  const lines = readFirsts(table);
  const names = lines.map((one) => one.name);
  const narrow = room.width < NARROW;
  const band = { y: "name", insetTop: narrow ? 22 : 4, insetBottom: 4 };
  return drawn(room, names, { top: 4, bottom: 8, right: 150 }, {
    x: { domain: [0, Math.max(1, ...lines.map((one) => one.of))], label: null, axis: null },
    y: { type: "band", domain: names, label: null, axis: null, padding: 0.08 },
    marks: [
      barX(lines, { ...band, x: "of", fill: "var(--tint)", title: (one) => `${one.name}: ${one.of} shared works` }),
      barX(lines, { ...band, x1: "first", x2: (one) => one.first + one.maybe, fill: "var(--bar)" }),
      barX(lines, { ...band, x: "first", fill: INK }),
      text(lines, {
        y: "name",
        x: "of",
        dx: 8,
        dy: narrow ? 9 : 0,
        textAnchor: "start",
        fill: INK,
        text: (one) => `${one.first} of ${one.of}${one.maybe ? `, perhaps ${one.first + one.maybe}` : ""}`,
      }),
      ruleX([0], { stroke: "var(--link-rule)" }),
    ],
  });
}

interface Margins {
  top: number;
  bottom: number;
  right: number;
}

interface Scales {
  x: object;
  y: object;
  marks: Markish[];
}

/** The common frame: the page's face and no ink of its own; names beside the lines, or above them where it is narrow. */
function drawn(room: Room, names: string[], margins: Margins, { marks, ...scales }: Scales): Drawing {
  const narrow = room.width < NARROW;
  const pitch = (room.height - margins.top - margins.bottom) / Math.max(names.length, 1);
  const naming = text(names, {
    y: (name) => name,
    text: (name: string) => shortened(name, narrow ? 52 : LONGEST),
    frameAnchor: "left",
    textAnchor: "start",
    dx: narrow ? 0 : -NAMES,
    dy: narrow ? 11 - pitch / 2 : 0,
    fill: INK,
  });
  const drawing = plot({
    className: "drawing",
    width: room.width,
    height: room.height,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginLeft: narrow ? 0 : NAMES,
    marginRight: margins.right,
    style: { fontFamily: "var(--sans)", fontSize: "12px", background: "none", color: "var(--ink)" },
    ...scales,
    marks: [...marks, naming],
  });
  // The page allows no styles but its own; trends.css has what Plot would set here.
  for (const style of drawing.querySelectorAll("style")) style.remove();
  // A reader of screens is told the figure's name, and has the table.
  for (const group of drawing.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  drawing.setAttribute("aria-hidden", "true");
  return drawing;
}

function depth(one: { count: number; of: number }, most: number): number {
  if (one.count < LEAST || most <= 0) return 0;
  return LIGHTEST + (DARKEST - LIGHTEST) * Math.sqrt(ratioOf(one) / most);
}

function ratioOf({ count, of }: { count: number; of: number }): number {
  return ratio({ part: count, of });
}

function top(ratios: number[]): number {
  return Math.max(0.01, ...ratios);
}

function percent(share: number): string {
  if (share > 0 && share < 0.01) return "under 1\u202f%";
  return `${Math.round(share * 100)}\u202f%`;
}

/** Whole days from the publication; half ones are no place to look at. */
function daysOf(days: number): string {
  if (days === 0) return "published";
  return Number.isInteger(days) ? `${days > 0 ? "+" : "−"}${Math.abs(days)} d` : "";
}

function toldOf(one: Change): string {
  return `${one.name}: ${one.now.part} of ${one.now.of} works, before ${one.before.part} of ${one.before.of}`;
}

function shortened(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
}

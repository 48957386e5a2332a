// Which names stand on the map, and where: decided without a canvas. What matters more is placed first, and a name that
// would touch one already placed tries its other sides, then stays away; one that has to stand is moved aside.
export interface Wanted {
  /** What the name is of: a node's number, or a community's below zero. */
  readonly of: number;
  /** One line, or several beneath each other. */
  readonly lines: readonly string[];
  readonly font: Font;
  /** The middle of the mark (or of the name, where it has no mark), in pixels of the stage. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly style: NameStyle;
  /** Stands in any case: where its sides are taken, somewhere near. */
  readonly must: boolean;
}

/** Between lines, in em of small capitals. */
export const LEADING = 0.98;

export type NameStyle = "region" | "part" | "work" | "concept" | "chosen" | "line";

export interface Font {
  readonly family: string;
  readonly size: number;
  readonly weight: number;
  readonly italic: boolean;
  readonly caps: boolean;
  /** Between letters, in em. */
  readonly spacing: number;
}

export interface Placed extends Wanted {
  /** The left end of the line and the middle of its height. */
  readonly left: number;
  readonly middle: number;
  readonly width: number;
  /** Moved away from its mark: a line leads there, from the mark to the name. */
  readonly leader: readonly [Point, Point] | null;
}

type Point = readonly [number, number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Measure = (text: string, font: Font) => number;

const CELL = 64;
const GAP = 4;
/** Where a name may be moved to: so many rows up and down, so many steps to either side, the nearest first. */
const ROWS = 24;
const ROW = 18;
const STEPS = 8;
const STEP = 44;
const ASIDE = Array.from({ length: 2 * ROWS + 1 }, (_, row) => row - ROWS)
  .flatMap((row) => Array.from({ length: STEPS }, (_, step) => [-1, 1].map((side) => ({ side, x: 22 + step * STEP, y: row * ROW }))))
  .flat()
  .sort((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y));

/** Place names in the order given until `most` stand. */
export function placeNames(wanted: Iterable<Wanted>, stage: Box, most: number, measure: Measure, taken: Taken = new Taken()): Placed[] {
  const placed: Placed[] = [];
  for (const name of wanted) {
    if (placed.length >= most) break;
    const width = Math.max(...name.lines.map((line) => measure(line, name.font)));
    const places = spots(name, width);
    const isFree = (place: Box): boolean => inside(place, stage) && !taken.touches(place);
    const free = places.find(isFree);
    const moved = free === undefined && name.must ? aside(name, width, stage, isFree) : undefined;
    const spot = free ?? moved ?? (name.must ? (places.find((place) => inside(place, stage)) ?? places[0]) : undefined);
    if (spot === undefined) continue;
    taken.add(spot);
    const leader = moved === undefined ? null : leaderTo(moved, name);
    placed.push({ ...name, left: spot.left + GAP / 2, middle: (spot.top + spot.bottom) / 2, width, leader });
  }
  return placed;
}

// The name of what lies off the stage stays there with it.
function aside(name: Wanted, width: number, stage: Box, isFree: (place: Box) => boolean): Box | undefined {
  if (!inside({ left: name.x, right: name.x, top: name.y, bottom: name.y }, stage)) return undefined;
  const wide = width + GAP;
  const at = ({ side, x, y }: (typeof ASIDE)[number]): Box => boxOf(name, wide, name.x + side * (name.radius + x) - (side < 0 ? wide : 0), name.y + y);
  for (const offset of ASIDE) {
    const place = at(offset);
    if (isFree(place)) return place;
  }
  return undefined;
}

// From the mark to the end of the name that is nearer to it.
function leaderTo(box: Box, { x, y }: Wanted): readonly [Point, Point] {
  return [[x, y], [x < box.left ? box.left : box.right, (box.top + box.bottom) / 2]];
}

/** Say whether the name is centred on its place, as a region's is, and not set beside a mark. */
export function isCentred({ style }: Wanted): boolean {
  return style === "region" || style === "part" || style === "line";
}

/** Return the text in lines of at most `most` letters where its words allow it, no more than `lines` of them. */
export function wrapped(text: string, most: number, lines: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows.length <= lines ? rows : [...rows.slice(0, lines - 1), `${rows[lines - 1] ?? ""}…`];
}

/** The boxes that are taken, found again by the cells of a grid. */
export class Taken {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    for (const cell of cellsOf(box)) {
      const boxes = this.cells.get(cell);
      if (boxes === undefined) this.cells.set(cell, [box]);
      else boxes.push(box);
    }
  }

  touches(box: Box): boolean {
    return cellsOf(box).some((cell) => (this.cells.get(cell) ?? []).some((other) => overlap(box, other)));
  }
}

function inside(box: Box, stage: Box): boolean {
  return box.left >= stage.left && box.right <= stage.right && box.top >= stage.top && box.bottom <= stage.bottom;
}

// A region's name is set in its middle; a mark's at its right, left, below, above.
function spots(name: Wanted, width: number): Box[] {
  const half = halfOf(name);
  const wide = width + GAP;
  const box = (left: number, middle: number): Box => boxOf(name, wide, left, middle);
  if (isCentred(name)) {
    const centred = name.x - wide / 2;
    const line = 2 * half;
    return [0, line, -line].map((shift) => box(centred, name.y + (name.style === "line" ? 0 : shift)));
  }
  const off = name.radius + 3;
  return [
    box(name.x + off, name.y),
    box(name.x - off - wide, name.y),
    box(name.x - wide / 2, name.y + off + half),
    box(name.x - wide / 2, name.y - off - half),
  ];
}

function boxOf(name: Wanted, wide: number, left: number, middle: number): Box {
  const half = halfOf(name);
  return { left, right: left + wide, top: middle - half, bottom: middle + half };
}

function halfOf({ font, lines }: Wanted): number {
  return font.size * (0.62 + ((lines.length - 1) * LEADING) / 2);
}

function cellsOf(box: Box): number[] {
  const cells: number[] = [];
  for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) cells.push(row * 4096 + column);
  }
  return cells;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

// The names drawn over the map. Regions first, then what is chosen and its neighbours, then hubs, then the rest as far
// as there is room; the canvas holds nothing that the panel or the table would not tell too.
import type { Brush, Line } from "./brush";
import { placeNames, Taken, wrapped, type Box, type Font, type NameStyle, type Placed, type Wanted } from "./names";
import type { Palette } from "./palette";
import { loudness, regionsOf, sizeOfName, type Region } from "./regions";
import type { Affine, Scene } from "./scene";
import type { Sheet } from "./sheet";
import { shortened } from "./words";

const LONGEST = 44;
const LONGEST_CHOSEN = 72;
/** So many chosen names have room for several lines each; of more, each has one line, as long as lets all of them stand. */
const FEW_CHOSEN = 5;
const LONGEST_OF_MANY = 34;
const SHORTEST_OF_MANY = 11;
/** What a letter takes of the free stage, in square pixels, so that names that are moved find a place beside each other. */
const ROOM_FOR_LETTER = 300;
/** A stage narrower than this has room for short names only. */
const NARROW = 600;
/** A name needs about this much of the stage, in square pixels, so that the map stays a map. */
const ROOM_FOR_NAME = 11_000;
const ROOM_FOR_REGION = 30_000;
/** Letters in a line of a region's name. */
const LINE = 20;
const CHOSEN_LINE = 34;
/** For each name that has room so many are tried, biggest first: from afar what is small stays unnamed, even where there is room. */
const TRIES = 4;
/** Of what is lit all over the map one in so many is named that would have room. */
const FEW_OF_SCATTERED = 5;

export interface Attention {
  readonly chosen: readonly number[];
  /** Named after what is chosen and before all others; null where nothing is lit. */
  readonly lit: readonly number[] | null;
  readonly hovered: number | null;
  /** What is lit lies all over the map: only a few of it are named, and regions before them. */
  readonly scattered: boolean;
}

export class Lettering {
  placed: Placed[] = [];
  /** From marks to names that had to be moved away from them. */
  leaders: Line[] = [];
  private regions: Region[] = [];
  private order: Int32Array = new Int32Array();
  private shown: Uint8Array = new Uint8Array();
  private dimmed = false;
  /** What is shown of the works that the start is of. */
  private foremost: readonly number[] = [];
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly sheet: Sheet,
    private readonly scene: Scene,
    private readonly brush: Brush,
    private palette: Palette,
  ) {
    this.rank();
  }

  recolour(palette: Palette): void {
    this.palette = palette;
    this.widths.clear();
  }

  /** Order all nodes by how much they are talked of, works first where the start is of works; after nodes were added. */
  rank(): void {
    const first = (node: number): number => (this.isForemost(node) ? 1e9 : 0);
    const weight = Float64Array.from(this.sheet.ids, (_, node) => first(node) + (this.sheet.attention[node] ?? 0) + (this.sheet.joined[node] ?? 0) / 1000);
    this.order = Int32Array.from(this.sheet.ids.keys()).sort((one, other) => (weight[other] ?? 0) - (weight[one] ?? 0));
  }

  reveal(shown: Uint8Array): void {
    this.shown = shown;
    this.regions = regionsOf(this.sheet, shown);
    this.foremost = this.sheet.isOfWorks ? [...this.order].filter((node) => shown[node] === 1 && this.isForemost(node)) : [];
  }

  /** Write the names that find room beside the controls in `obstacles`. */
  draw(attention: Attention, more: readonly Wanted[], obstacles: readonly Box[]): void {
    const { width, height } = this.brush;
    const affine = this.scene.affine();
    const stage = { left: 4, top: 4, right: width - 4, bottom: height - 4 };
    const measure = (text: string, font: Font): number => this.measure(text, font);
    const room = width * height;
    const most = Math.round(room / ROOM_FOR_NAME);
    const few = this.foremost.length <= most ? this.foremost : [];
    const taken = new Taken();
    for (const box of [...obstacles, ...this.marksOf([...attention.chosen, ...few], affine)]) taken.add(box);
    const place = (wanted: Iterable<Wanted>, most: number): Placed[] => placeNames(wanted, stage, most, measure, taken);
    const free = room - obstacles.reduce((sum, box) => sum + (box.right - box.left) * (box.bottom - box.top), 0);
    const chosen = place([...this.chosenNames(attention, affine, free), ...more], 400);
    const regions = (): Placed[] => place(this.regionNames(affine, attention.lit !== null), Math.round(room / ROOM_FOR_REGION));
    const nodes = (): Placed[] => place(this.nodeNames(attention, affine, TRIES * most), attention.scattered ? Math.ceil(most / FEW_OF_SCATTERED) : most);
    // Neighbours of what is lit, or a few works that the start is of, are what one asked for; regions take the room that they leave.
    const asked = (attention.lit !== null && !attention.scattered) || few.length > 0;
    const [first, second] = asked ? [nodes(), regions()] : [regions(), nodes()];
    this.dimmed = attention.lit !== null;
    this.placed = [...first, ...second, ...chosen];
    this.leaders = chosen.flatMap(({ leader }) => (leader === null ? [] : [{ ...this.leaderLook(), from: leader[0], to: leader[1] }]));
    this.brush.lines(this.leaders);
    for (const name of this.placed) this.brush.write(name, this.inkOf(name, affine), this.palette.ground);
  }

  /** Return the region whose name stands at that point. */
  regionAt(x: number, y: number): Region | undefined {
    const name = this.placed.find(
      (one) => one.of < 0 && x >= one.left && x <= one.left + one.width && Math.abs(y - one.middle) <= one.font.size * 0.6 * one.lines.length,
    );
    return name === undefined ? undefined : this.regions.find(({ at }) => at === -1 - name.of);
  }

  private isForemost(node: number): boolean {
    return this.sheet.isOfWorks && this.sheet.kind(node).family === "work";
  }

  private measure(text: string, font: Font): number {
    const key = `${font.caps ? "c" : ""}${font.size} ${font.weight} ${text}`;
    const width = this.widths.get(key) ?? this.brush.measure(text, font);
    this.widths.set(key, width);
    return width;
  }

  private *regionNames(affine: Affine, dimmed: boolean): Generator<Wanted> {
    const biggest = this.regions[0]?.many ?? 1;
    const stage = Math.min(this.brush.width, this.brush.height);
    for (const region of this.regions) {
      if (loudness(region, affine.scale, stage) < 0.15 || (dimmed && !region.top)) continue;
      const { x, y } = region;
      const size = Math.round(sizeOfName(region, biggest) * (this.brush.width < NARROW ? 0.82 : 1));
      yield {
        of: -1 - region.at,
        lines: wrapped(region.community.name, LINE, 3),
        font: { family: this.palette.serif, size, weight: 400, italic: false, caps: true, spacing: region.top ? 0.09 : 0.05 },
        x: affine.x + x * affine.scale,
        y: affine.y - y * affine.scale,
        radius: 0,
        style: region.top ? "region" : "part",
        must: false,
      };
    }
  }

  // No name hides a mark that is named itself.
  private marksOf(nodes: readonly number[], affine: Affine): Box[] {
    return nodes.map((node) => {
      const { x, y } = this.scene.place(node, affine);
      const radius = this.scene.radius(node);
      return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    });
  }

  private leaderLook(): Omit<Line, "from" | "to"> {
    return { color: this.palette.soft, alpha: 0.8, width: 1, dash: [], bend: 0 };
  }

  private *chosenNames({ chosen, hovered }: Attention, affine: Affine, free: number): Generator<Wanted> {
    const named = hovered === null ? chosen : [hovered, ...chosen.filter((node) => node !== hovered)];
    const letters = Math.max(SHORTEST_OF_MANY, Math.min(LONGEST_OF_MANY, Math.floor(free / chosen.length / ROOM_FOR_LETTER)));
    for (const node of named) yield this.wanted(node, affine, "chosen", true, chosen.length > FEW_CHOSEN && node !== hovered ? letters : null);
  }

  private *nodeNames({ chosen, lit, hovered }: Attention, affine: Affine, tries: number): Generator<Wanted> {
    const { width, height } = this.brush;
    const skip = new Set([...chosen, ...(hovered === null ? [] : [hovered])]);
    const from = lit ?? this.order;
    let tried = 0;
    for (const node of from) {
      if (this.shown[node] !== 1 || skip.has(node)) continue;
      const { x, y } = this.scene.place(node, affine);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      if ((tried += 1) > tries) return;
      yield this.wanted(node, affine, this.sheet.kind(node).family, false);
    }
  }

  private wanted(node: number, affine: Affine, style: NameStyle, must: boolean, letters: number | null = null): Wanted {
    const { x, y } = this.scene.place(node, affine);
    const work = this.sheet.kind(node).family === "work";
    const chosen = style === "chosen";
    const font = work
      ? { family: this.palette.serif, size: chosen ? 15 : 13, weight: chosen ? 600 : 400, italic: false, caps: false, spacing: 0 }
      : { family: this.palette.sans, size: chosen ? 13.5 : 12, weight: chosen ? 650 : 500, italic: false, caps: false, spacing: 0 };
    const text = shortened(this.sheet.nameOf(node), letters ?? (chosen && this.brush.width >= NARROW ? LONGEST_CHOSEN : LONGEST));
    const lines = chosen && letters === null ? wrapped(text, CHOSEN_LINE, 3) : [text];
    return { of: node, lines, font, x, y, radius: this.scene.radius(node) * 1.1, style, must };
  }

  inkOf(name: Placed, affine: Affine): { color: string; alpha: number } {
    if (name.of >= 0) {
      const lit = name.style === "work" || name.style === "concept" ? 0.92 : 1;
      return { color: this.palette.ink, alpha: lit };
    }
    if (name.style === "line") return { color: this.palette.soft, alpha: 1 };
    const region = this.regions.find(({ at }) => at === -1 - name.of);
    const loud = region === undefined ? 1 : loudness(region, affine.scale, Math.min(this.brush.width, this.brush.height));
    const strength = this.dimmed ? 0.5 : 1;
    return { color: name.style === "region" ? this.palette.ink : this.palette.soft, alpha: (0.35 + 0.6 * loud) * strength };
  }
}

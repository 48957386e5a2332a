// What is seen: the scene, the lines beneath its marks and the names above them, drawn together after every change.
import { Brush, middleOf, type Line, type Ring } from "./brush";
import { Lettering } from "./lettering";
import { byLook, Lines, stretchAt, type Stretch } from "./lines";
import type { Wanted } from "./names";
import type { Palette } from "./palette";
import { covered } from "./room";
import { Scene } from "./scene";
import type { Join, Sheet } from "./sheet";

/** What is asked to be seen, in numbers of nodes. */
export interface Sight {
  readonly selected: number | null;
  /** Where the arrow keys are. */
  readonly cursor: number | null;
  readonly path: readonly number[];
  readonly bridges: boolean;
  readonly rising: readonly number[];
  /** What a step of playing brought, and how far its halo has faded: 0 fresh, 1 gone. */
  readonly fresh: readonly number[];
  readonly fade: number;
}

const SURE = 99;
const MOST_STARTS = 3;
const MOST_RISING = 12;

export const NOTHING: Sight = { selected: null, cursor: null, path: [], bridges: false, rising: [], fresh: [], fade: 1 };

export class Picture {
  readonly scene: Scene;
  readonly lettering: Lettering;
  readonly under: Brush;
  readonly over: Brush;
  /** Every line drawn now that can be asked about. */
  stretches: Stretch[] = [];
  near: Stretch[] = [];
  /** Those that stand there unasked. */
  faint: Line[] = [];
  rings: Ring[] = [];
  shown: Uint8Array = new Uint8Array();
  sight: Sight = NOTHING;
  hovered: number | null = null;
  joins: readonly Join[] = [];
  private readonly lines: Lines;

  constructor(
    stage: HTMLElement,
    private readonly sheet: Sheet,
    public palette: Palette,
    reduced: MediaQueryList,
  ) {
    this.scene = new Scene(stage, sheet, palette, reduced);
    this.under = new Brush(this.scene.sigma, "lines", "nodes");
    this.over = new Brush(this.scene.sigma, "names", "mouse");
    this.lines = new Lines(sheet, this.scene, palette);
    this.lettering = new Lettering(sheet, this.scene, this.over, palette);
    this.scene.sigma.on("afterRender", () => this.paint());

    this.listenForHover();
  }

  recolour(palette: Palette): void {
    this.palette = palette;
    this.lines.recolour(palette);
    this.lettering.recolour(palette);
    this.scene.recolour(palette);
  }

  reveal(shown: Uint8Array): void {
    this.shown = shown;
    this.lettering.reveal(shown);
    this.scene.reveal(shown);
  }

  look(sight: Sight): void {
    const before = this.sight;
    this.sight = sight;
    const isLit = ["selected", "path", "bridges", "rising"] as const;
    if (isLit.some((name) => before[name] !== sight[name])) this.light();
    else this.scene.render();
  }

  /** Light anew what is chosen; after its joins have changed. */
  light(): void {
    const { selected } = this.sight;
    this.joins = selected === null ? [] : this.sheet.joinsOf(selected);
    this.scene.light(this.lit());
  }

  /** Put what has come or gone on the map. */
  grown(): void {
    this.hovered = null;
    this.scene.add();
    this.lettering.rank();
  }

  /** Ring what a step of playing brought, without drawing the marks again. */
  glow(fresh: readonly number[], fade: number): void {
    this.sight = { ...this.sight, fresh, fade };
    this.paint();
  }

  /** Measure and write the names again, as fonts have come. */
  relabel(): void {
    this.lettering.recolour(this.palette);
    this.paint();
  }

  /** Let the pointer tell what can be pressed: a mark, a region's name, and where lines are `told` of, a line. */
  point(x: number, y: number, told: boolean): void {
    const over = this.hovered !== null || this.lettering.regionAt(x, y) !== undefined || (told && this.stretchAt(x, y) !== undefined);
    this.scene.stage.classList.toggle("is-over", over);
  }

  stretchAt(x: number, y: number): Stretch | undefined {
    return stretchAt(this.stretches, x, y);
  }

  /** Return what is lit; null where nothing is dimmed. */
  litNodes(): ReadonlySet<number> | null {
    const lit = this.lit();
    return lit === null ? null : new Set(lit);
  }

  private lit(): readonly number[] | null {
    const { selected, path, bridges, rising } = this.sight;
    if (path.length > 1) return path;
    if (selected !== null) return [selected, ...this.joins.map(({ other }) => other)];
    return bridges && this.sheet.bridges.length > 0 ? [...this.sheet.bridges.flatMap(([one, other]) => [one, other]), ...rising] : null;
  }

  private paint(): void {
    const affine = this.scene.affine();
    const { selected, path, bridges } = this.sight;
    this.under.clear();
    this.over.clear();
    const along = path.length > 1 ? this.lines.path(path, affine) : [];
    const chosen = selected !== null && path.length < 2 ? this.lines.chosen(selected, this.joins, this.shown, affine) : [];
    const scattered = bridges && selected === null;
    const spans = bridges ? this.lines.bridges(this.shown, affine, scattered) : [];
    this.near = selected === null && path.length < 2 ? this.lines.near(this.shown, affine, this.over.width, this.over.height) : [];
    this.stretches = [...along, ...chosen, ...spans, ...this.near];
    this.faint = this.lines.faint(this.shown, affine, this.lit() !== null);
    this.under.lines(this.faint);
    for (const group of byLook([...this.near, ...chosen, ...(scattered ? [] : spans), ...along])) this.under.lines(group);
    // Nothing hides the bridges where they are what one asked for.
    if (scattered) this.over.lines(spans.map(({ line }) => line));
    this.rings = this.ringsNow(scattered ? spans : []);
    for (const ring of this.rings) this.over.ring(ring);
    // Where it is as good as sure, a number tells nothing.
    const percents = spans.filter((span) => span.percent < SURE).map((span) => this.percentOf(span, span.percent));
    this.lettering.draw({ chosen: this.named(), lit: this.lit(), hovered: this.hovered ?? this.sight.cursor, scattered }, percents, covered(this.scene.stage));
  }

  private named(): readonly number[] {
    const { selected, path, rising } = this.sight;
    if (path.length > 1) return path;
    // Where nothing is selected, what was asked for is named first, and what is ringed.
    return selected === null ? [...this.sheet.start.slice(0, MOST_STARTS), ...rising.slice(0, MOST_RISING)] : [selected];
  }

  private percentOf({ line }: Stretch, percent: number): Wanted {
    const [x, y] = middleOf(line);
    const font = { family: this.palette.sans, size: 11.5, weight: 500, italic: false, caps: false, spacing: 0 };
    return { of: Number.NEGATIVE_INFINITY, lines: [`${percent} %`], font, x, y, radius: 0, style: "line", must: false };
  }

  private ringsNow(spans: readonly Stretch[]): Ring[] {
    const { selected, cursor, rising, fresh, fade } = this.sight;
    const around = (node: number, wider: number): { x: number; y: number; radius: number } => ({
      ...this.scene.place(node),
      radius: Math.max(this.scene.radius(node), 2) * 1.3 + wider,
    });
    const seen = (node: number): boolean => this.shown[node] === 1;
    const rings: Ring[] = rising.filter(seen).map((node) => ({ ...around(node, 5), width: 2, color: this.palette.kind(this.sheet.kind(node)), alpha: 0.9 }));
    for (const end of new Set(spans.flatMap(({ from, to }) => [from, to]))) rings.push({ ...around(end, 3), width: 1.6, color: this.palette.ink, alpha: 0.9 });
    for (const node of fresh.filter(seen)) {
      rings.push({ ...around(node, 2 + 6 * fade), width: 1.6, color: this.palette.ink, alpha: 0.8 * (1 - fade) });
    }
    if (cursor !== null && cursor !== selected) rings.push({ ...around(cursor, 4), width: 1.5, color: this.palette.ink, alpha: 0.7 });
    if (selected !== null) rings.push({ ...around(selected, 4), width: 2, color: this.palette.ink, alpha: 1 });
    return rings;
  }

  private listenForHover(): void {
    const { sigma } = this.scene;
    const hover = (node: number | null): void => {
      if (this.hovered === node) return;
      this.hovered = node;
      // Only the names change: the marks need not be drawn again.
      this.paint();
    };
    sigma.on("enterNode", ({ node }) => hover(this.sheet.number(node) ?? null));
    sigma.on("leaveNode", () => hover(null));
  }
}

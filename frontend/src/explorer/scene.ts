// The drawn map: sigma over a graphology graph of the sheet's nodes. It knows positions, marks and the camera; what is
// shown, lit, joined or named is told to it.
import Graph from "graphology";
import Sigma from "sigma";
import type { Camera } from "./address";
import { rgb, type Palette } from "./palette";
import type { Box } from "./names";
import { HOLLOW, LIGHT, LIT, MarkProgram, PICKED, type MarkAttributes } from "./program";
import { clear, freePart } from "./room";
import { shapeIndex } from "./shapes";
import type { Sheet } from "./sheet";

/** Half the breadth of the map, in its own units. */
const HALF = 10_000;
const DIM = 0.8;
const MOVE = 420;
/** What is looked for by its name is come nearer to than this part of the whole map. */
const FARTHEST_TO_READ = 0.5;
/** What is framed stays so far from the left and right of the free part, and half as far from its top and bottom: names are wide. */
const EDGE = 48;
/** The side of a square as big as the stage on a desk: marks are smaller on smaller ones. */
const USUAL_STAGE = 850;

type MapGraph = Graph<MarkAttributes>;

/** From the map's units to pixels of the stage, as it is drawn now. */
export interface Affine {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export class Scene {
  readonly graph: MapGraph = new Graph<MarkAttributes>({ type: "undirected" });
  readonly sigma: Sigma<MarkAttributes>;
  private readonly keys: string[] = [];
  private lit: readonly number[] = [];
  private home = 1;
  private base = 3;
  /** Where the camera is on its way to: a second step starts from there. */
  private goal: Camera | null = null;
  private still: boolean;

  constructor(
    readonly stage: HTMLElement,
    private readonly sheet: Sheet,
    private palette: Palette,
    reduced: MediaQueryList,
  ) {
    this.still = reduced.matches;
    reduced.addEventListener("change", () => (this.still = reduced.matches));
    this.sigma = new Sigma<MarkAttributes>(new Graph<MarkAttributes>(), stage, {
      allowInvalidContainer: true,
      defaultNodeType: "mark",
      nodeProgramClasses: { mark: MarkProgram },
      renderLabels: false,
      defaultDrawNodeHover: () => {},
      stagePadding: 0,
      minCameraRatio: 0.001,
      maxCameraRatio: 2.5,
      zoomDuration: this.still ? 0 : 220,
      inertiaDuration: this.still ? 0 : 200,
      zoomToSizeRatioFunction: (ratio) => (ratio / this.home) ** 0.42,
    });
    this.sigma.setCustomBBox({ x: [-HALF, HALF], y: [-HALF, HALF] });
    this.light();
    this.draw();
    this.sigma.setGraph(this.graph);
  }

  /** Draw other colours, as day turns to night. */
  recolour(palette: Palette): void {
    this.palette = palette;
    this.light();
    this.graph.updateEachNodeAttributes((key, mark) => ({ ...mark, color: this.colourOf(this.sheet.number(key) ?? 0) }), { attributes: ["color"] });
  }

  /** Put what an expansion or a decision brought on the map. */
  add(): void {
    this.sigma.setGraph(new Graph<MarkAttributes>());
    this.graph.clear();
    this.lit = [];
    this.draw();
    this.sigma.setGraph(this.graph);
  }

  /** Show these nodes and hide all others; only what changed is drawn anew. */
  reveal(shown: Uint8Array): void {
    const changed: string[] = [];
    for (let node = 0; node < this.sheet.size; node += 1) {
      const key = this.keys[node] ?? "";
      const mark = this.graph.getNodeAttributes(key);
      const hidden = shown[node] !== 1;
      if (mark.hidden === hidden) continue;
      mark.hidden = hidden;
      changed.push(key);
    }
    if (changed.length > 0) this.repaint(changed);
  }

  /** Light these nodes and dim all others; null lights the whole map. */
  light(nodes: readonly number[] | null = null): void {
    LIGHT.dim = nodes === null ? 0 : DIM;
    LIGHT.ground = rgb(this.palette.ground);
    LIGHT.mine = rgb(this.palette.mine);
    if (this.keys.length === 0) return;
    const touched = new Set([...this.lit, ...(nodes ?? [])]);
    const now = new Set(nodes ?? []);
    for (const node of touched) {
      const mark = this.graph.getNodeAttributes(this.keys[node] ?? "");
      mark.flags = now.has(node) ? mark.flags | LIT : mark.flags & ~LIT;
      mark.highlighted = now.has(node);
    }
    this.lit = nodes ?? [];
    this.stage.classList.toggle("is-dimmed", nodes !== null);
    this.repaint([...touched].map((node) => this.keys[node] ?? ""));
  }

  /** Read again what may have changed of these nodes: their state, picks and size. */
  update(nodes: readonly number[]): void {
    for (const node of nodes) Object.assign(this.graph.getNodeAttributes(this.keys[node] ?? ""), this.look(node));
    this.light(LIGHT.dim === 0 ? null : this.lit);
    this.repaint(nodes.map((node) => this.keys[node] ?? ""));
  }

  radius(node: number): number {
    return this.sigma.scaleSize(this.sizeOf(node));
  }

  affine(): Affine {
    const middle = this.sigma.graphToViewport({ x: 0, y: 0 });
    const right = this.sigma.graphToViewport({ x: HALF, y: 0 });
    return { x: middle.x, y: middle.y, scale: (right.x - middle.x) / HALF };
  }

  place(node: number, affine = this.affine()): { x: number; y: number } {
    return { x: affine.x + (this.sheet.x[node] ?? 0) * affine.scale, y: affine.y - (this.sheet.y[node] ?? 0) * affine.scale };
  }

  camera(): Camera {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return { x: (x - 0.5) * 2 * HALF, y: (y - 0.5) * 2 * HALF, ratio };
  }

  moveTo(to: Camera, still = this.still): void {
    this.sigma.resize();
    const { x, y, ratio } = to;
    const state = { x: 0.5 + x / (2 * HALF), y: 0.5 + y / (2 * HALF), ratio, angle: 0 };
    const camera = this.sigma.getCamera();
    this.goal = still ? null : to;
    if (still) camera.setState(state);
    else void camera.animate(state, { duration: MOVE, easing: "cubicInOut" }).then(() => (this.goal = this.goal === to ? null : this.goal));
  }

  zoom(factor: number): void {
    const { x, y, ratio } = this.goal ?? this.camera();
    this.moveTo({ x, y, ratio: this.sigma.getCamera().getBoundedRatio(ratio / factor) });
  }

  pan(right: number, down: number): void {
    const { scale } = this.affine();
    const { x, y, ratio } = this.goal ?? this.camera();
    this.moveTo({ x: x + right / scale, y: y - down / scale, ratio });
  }

  /** Bring these nodes into the free part of the stage, with room for their names. */
  fit(nodes: readonly number[], still = this.still): void {
    const free = this.free();
    const view = this.around(nodes, free);
    if (view !== null) this.moveTo(this.within(view, free), still);
  }

  /** Move only where the node would not be seen: off the stage, or beneath what lies over it. */
  bringIntoView(node: number): void {
    const free = this.free();
    const { x, y } = this.place(node);
    if (x > free.left + EDGE && x < free.right - EDGE && y > free.top + EDGE / 2 && y < free.bottom - EDGE / 2) return;
    const ratio = Math.min(this.camera().ratio, FARTHEST_TO_READ * this.home);
    this.moveTo(this.within({ x: this.sheet.x[node] ?? 0, y: this.sheet.y[node] ?? 0, ratio }, free));
  }

  /** Make the nodes that are shown the whole map: what "0" returns to, and the size of marks at that distance. */
  settle(nodes: readonly number[], many: number): void {
    this.home = Math.max(0.02, this.around(nodes, this.free())?.ratio ?? 1);
    const { width, height } = this.sigma.getDimensions();
    const room = Math.min(1, Math.max(0.6, Math.sqrt(width * height) / USUAL_STAGE));
    this.base = room * Math.min(4.2, Math.max(1.15, 62 / Math.sqrt(Math.max(many, 1))));
    for (const [node, key] of this.keys.entries()) this.graph.getNodeAttributes(key).size = this.sizeOf(node);
    this.repaint(this.keys);
  }

  render(): void {
    this.repaint([]);
  }

  private free(): Box {
    clear(this.stage);
    this.sigma.resize();
    return freePart(this.stage);
  }

  /** Look so that what was amid the stage is amid its free part. */
  private within({ x, y, ratio }: Camera, free: Box): Camera {
    const { width, height } = this.sigma.getDimensions();
    const scale = Math.min(width, height) / (2 * HALF * ratio);
    return { x: x + (width - free.left - free.right) / 2 / scale, y: y - (height - free.top - free.bottom) / 2 / scale, ratio };
  }

  private around(nodes: readonly number[], free: Box): Camera | null {
    const xs = nodes.map((node) => this.sheet.x[node] ?? 0).sort((one, other) => one - other);
    const ys = nodes.map((node) => this.sheet.y[node] ?? 0).sort((one, other) => one - other);
    if (xs.length === 0) return null;
    // A few strays far out must not make the rest small.
    const stray = xs.length > 500 ? Math.floor(xs.length / 400) : 0;
    const [left, right] = [xs[stray] ?? 0, xs[xs.length - 1 - stray] ?? 0];
    const [low, high] = [ys[stray] ?? 0, ys[ys.length - 1 - stray] ?? 0];
    const { width, height } = this.sigma.getDimensions();
    const least = Math.min(width, height);
    const room = (pixels: number, margin: number): number => Math.max(0.5 * pixels, pixels - margin) / least;
    const ratio = Math.max(
      (right - left) / (2 * HALF) / room(free.right - free.left, 2 * EDGE),
      (high - low) / (2 * HALF) / room(free.bottom - free.top, EDGE),
    );
    return { x: (left + right) / 2, y: (low + high) / 2, ratio: Math.max(ratio, 0.015) };
  }

  private draw(): void {
    const { sheet } = this;
    sheet.ids.forEach((key, node) => (this.keys[node] = key));
    // What is drawn later lies on top: the small first, the hubs last.
    const order = [...sheet.ids.keys()].sort((one, other) => (sheet.attention[one] ?? 0) - (sheet.attention[other] ?? 0));
    for (const node of order) {
      this.graph.addNode(sheet.idOf(node), {
        x: sheet.x[node] ?? 0,
        y: sheet.y[node] ?? 0,
        hidden: sheet.present[node] !== true,
        highlighted: false,
        zIndex: 0,
        ...this.look(node),
      });
    }
  }

  private look(node: number): Pick<MarkAttributes, "size" | "color" | "shape" | "flags"> {
    const kind = this.sheet.kind(node);
    const flags = (kind.family === "concept" ? HOLLOW : 0) | (this.sheet.picked[node] === true ? PICKED : 0);
    return { size: this.sizeOf(node), color: this.colourOf(node), shape: shapeIndex(kind.shape), flags };
  }

  private sizeOf(node: number): number {
    const talked = Math.log1p(this.sheet.attention[node] ?? 0);
    if (!this.sheet.isOfWorks) return Math.min(this.base * (1 + 0.95 * talked), 15);
    // How much the whole library talks of a name tells nothing of a start of works.
    const of = this.sheet.kind(node).family === "work" ? 1.6 + 0.95 * talked : 1 + 0.15 * talked;
    return Math.min(this.base * of, 15);
  }

  private colourOf(node: number): string {
    const kind = this.sheet.kind(node);
    return (this.sheet.attention[node] ?? 0) > 0 ? this.palette.kind(kind) : this.palette.pale(kind);
  }

  private repaint(nodes: string[]): void {
    this.sigma.refresh({ partialGraph: { nodes }, skipIndexation: true });
  }
}


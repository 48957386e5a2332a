// The joins that are asked for, over the faint ones: those of what is chosen, the path, bridges, and all between the few
// that one sees from near. A guess is drawn dashed.
import type { Line } from "./brush";
import type { Palette } from "./palette";
import type { Affine, Scene } from "./scene";
import type { Join, Sheet } from "./sheet";

/** As many joins are drawn before one asks, the strongest: more would hide the map they should explain. */
const FAINT = 2_500;
/** And no more than this for each node. */
const FAINT_EACH = 1.5;

/** From so near that at most this many nodes are seen, every join between them is drawn. */
const NEAR = 60;
const MOST_NEAR = 240;
/** The strongest joins of a chosen node stand out; those after them are drawn as faint as the rest. */
const STRONG = 48;

const DASH = [5, 4];
const SOLID: readonly number[] = [];
const SPAN: readonly number[] = [7, 4];

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly edge: number | null;
  readonly line: Line;
}

export class Lines {
  constructor(
    private readonly sheet: Sheet,
    private readonly scene: Scene,
    private palette: Palette,
  ) {}

  recolour(palette: Palette): void {
    this.palette = palette;
  }

  /** Return the few joins that are drawn before one asks; much fainter while something is lit. */
  faint(shown: Uint8Array, affine: Affine, dimmed: boolean): Line[] {
    const { from, to } = this.sheet;
    const most = Math.min(FAINT, Math.ceil(FAINT_EACH * this.sheet.size), from.length);
    const look = { color: this.palette.soft, alpha: dimmed ? 0.05 : 0.18, width: 0.6, dash: SOLID, bend: 0 };
    const lines: Line[] = [];
    for (let edge = 0; edge < most; edge += 1) {
      const [one, other] = [from[edge] ?? 0, to[edge] ?? 0];
      if (shown[one] !== 1 || shown[other] !== 1) continue;
      const [start, end] = [this.scene.place(one, affine), this.scene.place(other, affine)];
      lines.push({ ...look, from: [start.x, start.y], to: [end.x, end.y] });
    }
    return lines;
  }

  /** Return the joins of a chosen node, strongest first. */
  chosen(node: number, joins: readonly Join[], shown: Uint8Array, affine: Affine): Stretch[] {
    return joins
      .filter(({ other }) => shown[other] === 1)
      .map(({ other, edge }, rank) => {
        const strong = rank < STRONG;
        return this.stretch(node, other, edge, affine, {
          color: strong ? this.palette.ink : this.palette.soft,
          alpha: strong ? 0.45 : 0.12,
          width: strong ? 1.1 : 0.7,
          dash: this.sheet.isGuess(edge) ? DASH : SOLID,
        });
      });
  }

  path(nodes: readonly number[], affine: Affine): Stretch[] {
    return nodes.slice(1).flatMap((to, at) => {
      const from = nodes[at];
      if (from === undefined) return [];
      const edge = this.sheet.edgeBetween(from, to) ?? null;
      // Nothing joins the ends of a bridge.
      const dash = edge === null ? SPAN : this.sheet.isGuess(edge) ? [8, 5] : SOLID;
      return [this.stretch(from, to, edge, affine, { color: this.palette.mine, alpha: 0.95, width: 2.6, dash })];
    });
  }

  /** Return the bridges, `asked` where nothing else is what one looks at. */
  bridges(shown: Uint8Array, affine: Affine, asked: boolean): (Stretch & { readonly percent: number })[] {
    return this.sheet.bridges
      .filter(([one, other]) => shown[one] === 1 && shown[other] === 1)
      .map(([one, other, percent]) => {
        const look = { color: this.palette.ink, alpha: asked ? 0.9 : 0.3, width: asked ? 2.2 : 1.4, dash: SPAN };
        return { ...this.stretch(one, other, null, affine, look, 0.16), percent };
      });
  }

  /** Return every join between the nodes in view, where they are few. */
  near(shown: Uint8Array, affine: Affine, width: number, height: number): Stretch[] {
    const inView: number[] = [];
    for (let node = 0; node < shown.length; node += 1) {
      if (shown[node] !== 1) continue;
      const { x, y } = this.scene.place(node, affine);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      inView.push(node);
      if (inView.length > NEAR) return [];
    }
    const here = new Set(inView);
    const stretches: Stretch[] = [];
    for (const node of inView) {
      for (const { other, edge } of this.sheet.joinsOf(node)) {
        if (other < node || !here.has(other)) continue;
        const dash = this.sheet.isGuess(edge) ? DASH : SOLID;
        stretches.push(this.stretch(node, other, edge, affine, { color: this.palette.soft, alpha: 0.25, width: 0.8, dash }));
        if (stretches.length >= MOST_NEAR) return stretches;
      }
    }
    return stretches;
  }

  private stretch(from: number, to: number, edge: number | null, affine: Affine, look: Omit<Line, "from" | "to" | "bend">, bend = 0): Stretch {
    const one = this.scene.place(from, affine);
    const other = this.scene.place(to, affine);
    return { from, to, edge, line: { ...look, from: [one.x, one.y], to: [other.x, other.y], bend } };
  }
}

/** Group lines of one look, so that each group is one stroke. */
export function byLook(stretches: readonly Stretch[]): Line[][] {
  const groups = new Map<string, Line[]>();
  for (const { line } of stretches) {
    const look = `${line.color} ${line.alpha} ${line.width} ${line.dash.join(",")}`;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [line]);
    else group.push(line);
  }
  return [...groups.values()];
}

/** Return the stretch that passes within `most` pixels of a point. */
export function stretchAt(stretches: readonly Stretch[], x: number, y: number, most = 6): Stretch | undefined {
  let best: Stretch | undefined;
  let nearest = most;
  for (const stretch of stretches) {
    const distance = away(stretch.line, x, y);
    if (distance < nearest) [best, nearest] = [stretch, distance];
  }
  return best;
}

// A bent line is taken as twelve straight pieces.
function away({ from, to, bend }: Line, x: number, y: number): number {
  const pieces = bend === 0 ? 1 : 12;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const at = (part: number): [number, number] => {
    const push = 2 * bend * part * (1 - part);
    return [from[0] + dx * part - dy * push, from[1] + dy * part + dx * push];
  };
  let nearest = Number.POSITIVE_INFINITY;
  for (let piece = 0; piece < pieces; piece += 1) {
    nearest = Math.min(nearest, fromSegment(at(piece / pieces), at((piece + 1) / pieces), x, y));
  }
  return nearest;
}

function fromSegment(one: readonly [number, number], other: readonly [number, number], x: number, y: number): number {
  const [dx, dy] = [other[0] - one[0], other[1] - one[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - one[0]) * dx + (y - one[1]) * dy) / length));
  return Math.hypot(x - one[0] - along * dx, y - one[1] - along * dy);
}

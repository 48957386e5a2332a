// A canvas of the map's size above or beneath sigma's, sharp on any screen. What draws on it draws in pixels of the stage.
import type Sigma from "sigma";
import { isCentred, LEADING, type Font, type Placed } from "./names";
import type { MarkAttributes } from "./program";

export interface Ink {
  readonly color: string;
  readonly alpha: number;
}

export interface Line extends Ink {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly width: number;
  readonly dash: readonly number[];
  /** How far the middle of the line is pushed aside, in parts of its length: 0 is straight. */
  readonly bend: number;
}

export interface Ring extends Ink {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
}

export class Brush {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;

  constructor(
    private readonly sigma: Sigma<MarkAttributes>,
    layer: string,
    before: string,
  ) {
    this.canvas = sigma.createCanvas(layer, { beforeLayer: before, style: { pointerEvents: "none", inset: "0" } });
    this.context = this.canvas.getContext("2d");
    sigma.on("resize", () => this.resize());
    sigma.resize(true);
  }

  get width(): number {
    return this.sigma.getDimensions().width;
  }

  get height(): number {
    return this.sigma.getDimensions().height;
  }

  clear(): void {
    this.context?.clearRect(0, 0, this.width, this.height);
  }

  measure(text: string, font: Font): number {
    const { context } = this;
    if (context === null) return 0;
    lay(context, font);
    return context.measureText(text).width;
  }

  write(name: Placed, { color, alpha }: Ink, halo: string): void {
    const { context } = this;
    if (context === null) return;
    lay(context, name.font);
    context.globalAlpha = Math.min(1, alpha + 0.1);
    context.lineJoin = "round";
    context.lineWidth = name.style === "region" ? 5 : 3.5;
    context.strokeStyle = halo;
    const rows = rowsOf(name);
    context.textAlign = isCentred(name) ? "center" : "left";
    for (const { text, x, y } of rows) context.strokeText(text, x, y);
    context.globalAlpha = alpha;
    context.fillStyle = color;
    for (const { text, x, y } of rows) context.fillText(text, x, y);
    context.globalAlpha = 1;
  }

  /** Draw lines of one look in one stroke. */
  lines(lines: readonly Line[]): void {
    const { context } = this;
    const first = lines[0];
    if (context === null || first === undefined) return;
    context.globalAlpha = first.alpha;
    context.strokeStyle = first.color;
    context.lineWidth = first.width;
    context.setLineDash([...first.dash]);
    context.beginPath();
    for (const line of lines) {
      context.moveTo(...line.from);
      if (line.bend === 0) context.lineTo(...line.to);
      else context.quadraticCurveTo(...elbow(line), ...line.to);
    }
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  ring({ x, y, radius, width, color, alpha }: Ring): void {
    const { context } = this;
    if (context === null) return;
    context.globalAlpha = alpha;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    context.globalAlpha = 1;
  }

  private resize(): void {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.context?.scale(ratio, ratio);
  }
}

/** Return the lines of a name, each with the point it is set at: its middle where it is centred, else its left end. */
export function rowsOf(name: Placed): { text: string; x: number; y: number }[] {
  const x = isCentred(name) ? name.left + name.width / 2 : name.left;
  return name.lines.map((text, row) => ({ text, x, y: name.middle + (row - (name.lines.length - 1) / 2) * LEADING * name.font.size }));
}

/** Return the point that a bent line is drawn towards. */
export function elbow({ from, to, bend }: Line): [number, number] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return [(from[0] + to[0]) / 2 - dy * bend, (from[1] + to[1]) / 2 + dx * bend];
}

/** Return the middle of a line, where its words stand. */
export function middleOf(line: Line): [number, number] {
  const [x, y] = elbow(line);
  return [(line.from[0] + line.to[0]) / 4 + x / 2, (line.from[1] + line.to[1]) / 4 + y / 2];
}

function lay(context: CanvasRenderingContext2D, font: Font): void {
  context.font = `${font.italic ? "italic " : ""}${font.weight} ${font.size}px ${font.family}`;
  context.fontVariantCaps = font.caps ? "all-small-caps" : "normal";
  context.letterSpacing = `${(font.spacing * font.size).toFixed(2)}px`;
  context.textBaseline = "middle";
  context.textAlign = "left";
}

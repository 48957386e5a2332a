// Colours are read from the style, so that the map has those of the pages, by day and by night.
import type { Kind } from "./kinds";

export interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly line: string;
  readonly mine: string;
  readonly serif: string;
  readonly sans: string;
  kind(kind: Kind): string;
  /** The kind's colour, part of the way to the paper: for what nobody lists. */
  pale(kind: Kind): string;
}

type Rgb = readonly [number, number, number];

const PALE = 0.5;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const ground = token("--paper", "#ffffff");
  const soft = token("--soft", "#666666");
  const kinds = new Map<string, string>();
  const pales = new Map<string, string>();
  const kind = ({ name }: Kind): string => kept(kinds, name, () => token(`--kind-${name}`, soft));
  return {
    ground,
    soft,
    ink: token("--ink", "#000000"),
    rule: token("--rule", "#dddddd"),
    line: token("--link-rule", "#bbbbbb"),
    mine: token("--mine", "#b4432b"),
    serif: token("--serif", "serif"),
    sans: token("--sans", "sans-serif"),
    kind,
    pale: (of) => kept(pales, of.name, () => mixed(kind(of), ground, PALE)),
  };
}

export function rgb(hex: string): Rgb {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const value = Number.parseInt(long.slice(1, 7), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function mixed(one: string, other: string, part: number): string {
  const [from, to] = [rgb(one), rgb(other)];
  const channel = (at: 0 | 1 | 2): string => Math.round(255 * (from[at] + (to[at] - from[at]) * part)).toString(16).padStart(2, "0");
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

function kept(known: Map<string, string>, name: string, make: () => string): string {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}

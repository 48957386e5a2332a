// What one sees is told by the address: reading it restores the map, writing it keeps the address true.
import { monthNumber, monthText } from "./sheet";

export type Overlay = "bridges" | "rising";

/** Where the camera stands: the middle in the map's own units, and which part of the map's breadth is seen. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
}

/** What is chosen; null means that nothing narrows it. */
export interface View {
  readonly kinds: ReadonlySet<string> | null;
  readonly states: ReadonlySet<string> | null;
  readonly categories: ReadonlySet<string> | null;
  readonly sources: ReadonlySet<string> | null;
  /** What is joined with more than this many is hidden. */
  readonly joined: number | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly overlays: ReadonlySet<Overlay>;
  readonly selected: string | null;
  /** The other end of the path from what is selected. */
  readonly path: string | null;
  /** The other end of a bridge from what is selected. */
  readonly bridge: string | null;
  readonly at: Camera | null;
  /** What was expanded: the service brings it with the start. */
  readonly expanded: ReadonlySet<string>;
}

const OVERLAYS: readonly Overlay[] = ["bridges", "rising"];
const START = ["node", "expanded", "hops", "q", "month", "category", "source"] as const;
const OURS = ["kinds", "states", "categories", "sources", "joined", "since", "until", "overlay", "selected", "path", "bridge", "at", "expanded"] as const;
const NUMBER = /^\d{1,9}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const joined = query.get("joined") ?? "";
  return {
    kinds: list(query, "kinds"),
    states: list(query, "states"),
    categories: list(query, "categories"),
    sources: list(query, "sources"),
    joined: NUMBER.test(joined) ? Number(joined) : null,
    since: month(query, "since"),
    until: month(query, "until"),
    overlays: new Set(OVERLAYS.filter((overlay) => list(query, "overlay")?.has(overlay))),
    selected: query.get("selected") || null,
    path: query.get("selected") ? query.get("path") || null : null,
    bridge: query.get("selected") && !query.get("path") ? query.get("bridge") || null : null,
    at: camera(query.get("at")),
    expanded: list(query, "expanded") ?? new Set(),
  };
}

/** Return the query of that view, keeping what the address says of the start and of the page. */
export function writeView(search: string, view: View): string {
  const query = new URLSearchParams(search);
  for (const name of OURS) query.delete(name);
  const told: readonly (readonly [(typeof OURS)[number], string | null])[] = [
    ["kinds", joinedList(view.kinds)],
    ["states", joinedList(view.states)],
    ["categories", joinedList(view.categories)],
    ["sources", joinedList(view.sources)],
    ["joined", view.joined === null ? null : String(view.joined)],
    ["since", view.since === null ? null : monthText(view.since)],
    ["until", view.until === null ? null : monthText(view.until)],
    ["overlay", view.overlays.size > 0 ? joinedList(view.overlays) : null],
    ["selected", view.selected],
    ["path", view.selected === null ? null : view.path],
    ["bridge", view.selected === null ? null : view.bridge],
    ["expanded", view.expanded.size > 0 ? joinedList(view.expanded) : null],
    ["at", view.at === null ? null : `${Math.round(view.at.x)},${Math.round(view.at.y)},${Number(view.at.ratio.toPrecision(3))}`],
  ];
  for (const [name, value] of told) if (value !== null) query.set(name, value);
  const text = query.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

/** Return the query that asks the service for the start alone. */
export function startQuery(search: string): string {
  const query = new URLSearchParams(search);
  const start = new URLSearchParams();
  for (const name of START) for (const value of query.getAll(name)) if (value !== "") start.append(name, value);
  return start.toString();
}

/** Tell whether the start is so many works (of a month, a category, a source) and the names on the map only what they are joined with. */
export function isOfWorks(search: string): boolean {
  const query = new URLSearchParams(startQuery(search));
  return ["month", "category", "source"].some((name) => query.has(name)) && !query.has("node") && !query.has("q");
}

// An empty value narrows nothing, as for the service.
function list(query: URLSearchParams, name: string): ReadonlySet<string> | null {
  const values = query.getAll(name).flatMap((value) => value.split(",")).filter((value) => value !== "");
  return values.length === 0 ? null : new Set(values);
}

function joinedList(values: ReadonlySet<string> | null): string | null {
  return values === null ? null : [...values].join(",");
}

function month(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? "";
  return MONTH.test(text) ? monthNumber(text) : null;
}

function camera(text: string | null): Camera | null {
  const [x, y, ratio] = (text ?? "").split(",").map(Number);
  if (x === undefined || y === undefined || ratio === undefined || ![x, y, ratio].every(Number.isFinite) || ratio <= 0) return null;
  return { x, y, ratio };
}

// The map's sheet: every node and join that has been fetched, in columns, one number a node. Expanding adds to it,
// collapsing marks as gone what only that expansion had brought.
import type { Community, MapAnswer } from "./answers";
import { kindOf, type Kind } from "./kinds";

export interface Join {
  readonly other: number;
  readonly edge: number;
}

export const RELATED = "RELATED";

export class Sheet {
  readonly ids: string[] = [];
  readonly names: string[] = [];
  readonly kinds: Kind[] = [];
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly attention: number[] = [];
  readonly joined: number[] = [];
  /** Months since the year 0, or -1 where the month is not known. */
  readonly month: number[] = [];
  /** All months that it stands in, its own among them. */
  readonly months: (readonly number[])[] = [];
  readonly community: number[] = [];
  readonly part: number[] = [];
  readonly state: (string | null)[] = [];
  readonly picked: boolean[] = [];
  readonly categories: (readonly string[])[] = [];
  readonly sources: (readonly string[])[] = [];
  readonly present: boolean[] = [];

  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly edgeKind: string[] = [];
  readonly weight: number[] = [];

  readonly communities: Community[] = [];
  readonly categoryNames = new Map<string, string>();
  readonly sourceTitles = new Map<string, string>();
  readonly states: string[] = [];
  bridges: [number, number, number][] = [];
  start: number[] = [];
  total = 0;

  private readonly numbers = new Map<string, number>();
  private readonly edgeKeys = new Set<string>();
  private readonly brought = new Map<string, number[]>();
  private adjacency: { first: Int32Array; edges: Int32Array } | null = null;

  constructor(
    answer: MapAnswer,
    /** The start is of works: they come before the names that they are joined with. */
    readonly isOfWorks: boolean,
  ) {
    this.total = answer.total;
    this.states.push(...answer.states);
    this.communities.push(...answer.communities);
    const numbers = this.take(answer);
    this.start = numbersAt(numbers, answer.start);
  }

  get size(): number {
    return this.ids.length;
  }

  number(id: string): number | undefined {
    return this.numbers.get(id);
  }

  idOf(node: number): string {
    return this.ids[node] ?? "";
  }

  nameOf(node: number): string {
    return this.names[node] ?? "";
  }

  kind(node: number): Kind {
    return this.kinds[node] ?? kindOf("");
  }

  isGuess(edge: number): boolean {
    return this.edgeKind[edge] === RELATED;
  }

  /** Return whom the node is joined with on this sheet, strongest first, each once. */
  joinsOf(node: number): Join[] {
    const { first, edges } = (this.adjacency ??= this.index());
    const joins: Join[] = [];
    const seen = new Set<number>();
    for (let at = first[node] ?? 0; at < (first[node + 1] ?? 0); at += 1) {
      const edge = edges[at] ?? 0;
      const other = (this.from[edge] === node ? this.to[edge] : this.from[edge]) ?? node;
      if (other === node || seen.has(other) || this.present[other] !== true) continue;
      seen.add(other);
      joins.push({ other, edge });
    }
    return joins;
  }

  edgeBetween(one: number, other: number): number | undefined {
    return this.joinsOf(one).find((join) => join.other === other)?.edge;
  }

  /** Add what an expansion of `id` brought; returns the numbers of the nodes that are new on the map. */
  expand(id: string, answer: MapAnswer): number[] {
    const before = this.present.slice();
    const numbers = this.take(answer);
    const fresh = [...new Set(numbers)].filter((node) => before[node] !== true);
    for (const node of fresh) this.present[node] = true;
    this.brought.set(id, [...(this.brought.get(id) ?? []), ...fresh]);
    this.adjacency = null;
    return fresh;
  }

  /** Return the ids of the categories that these stand in, or are joined with. */
  categoriesOf(ids: readonly string[]): string[] {
    const nodes = ids.map((id) => this.numbers.get(id)).filter((node) => node !== undefined);
    const joined = nodes.flatMap((node) => this.joinsOf(node)).filter(({ other }) => this.kind(other).name === "category");
    return [...new Set([...nodes.flatMap((node) => this.categories[node] ?? []), ...joined.map(({ other }) => this.idOf(other))])];
  }

  isExpanded(id: string): boolean {
    return this.brought.has(id);
  }

  /** Return the ids that were expanded; what a path or a link brought along is none of them. */
  expansions(): string[] {
    return [...this.brought.keys()].filter((id) => !id.startsWith("with "));
  }

  /** Take away what only the expansion of `id` brought; returns the numbers of what went. */
  collapse(id: string): number[] {
    const gone = this.brought.get(id) ?? [];
    this.brought.delete(id);
    const kept = new Set([...this.brought.values()].flat());
    const leaving = gone.filter((node) => !kept.has(node) && this.ids[node] !== id);
    for (const node of leaving) this.present[node] = false;
    return leaving;
  }

  /** What a decision changed of nodes that are already here; the answer has every join among them. */
  refresh(answer: MapAnswer): number[] {
    const numbers = this.take(answer);
    this.forget(answer, numbers);
    return numbers;
  }

  /** Take a node off that the map has no more, and its joins; returns the numbers of what looks different for it. */
  leave(id: string): number[] {
    const node = this.numbers.get(id);
    if (node === undefined) return [];
    this.present[node] = false;
    this.dropEdges((from, to) => from === node || to === node);
    return [node];
  }

  private take(answer: MapAnswer): number[] {
    for (const { id, name } of answer.categories) this.categoryNames.set(id, name);
    for (const { id, name } of answer.sources) this.sourceTitles.set(id, name);
    const kinds = answer.kinds.map(kindOf);
    const months = answer.months.map(monthNumber);
    const categories = answer.categories.map(({ id }) => id);
    const sources = answer.sources.map(({ id }) => id);
    const places = placesOf(this.communities, answer.communities);
    const { nodes } = answer;
    const numbers = nodes.id.map((id, at) => {
      const number = this.numbers.get(id) ?? this.room(id);
      this.names[number] = nodes.name[at] ?? id;
      this.kinds[number] = kinds[nodes.kind[at] ?? -1] ?? kindOf("");
      this.x[number] = nodes.x[at] ?? 0;
      this.y[number] = nodes.y[at] ?? 0;
      this.attention[number] = nodes.attention[at] ?? 0;
      this.joined[number] = nodes.joined[at] ?? 0;
      const month = months[nodes.month[at] ?? -1] ?? -1;
      const standsIn = (nodes.months?.[at] ?? []).map((code) => months[code]).filter((one) => one !== undefined);
      this.month[number] = month;
      this.months[number] = standsIn.length > 0 ? standsIn : month < 0 ? [] : [month];
      this.community[number] = places[nodes.community[at] ?? -1] ?? -1;
      this.part[number] = places[nodes.part[at] ?? -1] ?? -1;
      this.state[number] = answer.states[nodes.state[at] ?? -1] ?? null;
      this.picked[number] = nodes.picked[at] === 1;
      this.categories[number] = named(nodes.categories[at], categories);
      this.sources[number] = named(nodes.sources[at], sources);
      return number;
    });
    this.takeEdges(answer, numbers);
    this.takeBridges(answer, numbers);
    return numbers;
  }

  private room(id: string): number {
    const number = this.ids.length;
    this.ids.push(id);
    this.numbers.set(id, number);
    this.present.push(true);
    return number;
  }

  private takeEdges({ edges, edge_kinds: kinds }: MapAnswer, numbers: readonly number[]): void {
    const merging = this.from.length > 0;
    for (let at = 0; at < edges.from.length; at += 1) {
      const from = numbers[edges.from[at] ?? -1];
      const to = numbers[edges.to[at] ?? -1];
      if (from === undefined || to === undefined) continue;
      const kind = kinds[edges.kind[at] ?? -1] ?? "";
      if (merging && !this.isNew(from, to, kind)) continue;
      this.from.push(from);
      this.to.push(to);
      this.edgeKind.push(kind);
      this.weight.push(edges.weight[at] ?? 0);
    }
    this.adjacency = null;
  }

  private isNew(from: number, to: number, kind: string): boolean {
    if (this.edgeKeys.size === 0) this.from.forEach((one, at) => this.edgeKeys.add(`${one} ${this.to[at]} ${this.edgeKind[at]}`));
    const key = `${from} ${to} ${kind}`;
    if (this.edgeKeys.has(key)) return false;
    this.edgeKeys.add(key);
    return true;
  }

  // What is known to join nodes of the answer and is not in it joins them no more.
  private forget({ edges, edge_kinds: kinds, bridges }: MapAnswer, numbers: readonly number[]): void {
    const among = new Set(numbers);
    const told = new Set(edges.from.map((from, at) => `${numbers[from]} ${numbers[edges.to[at] ?? -1]} ${kinds[edges.kind[at] ?? -1]}`));
    this.dropEdges((from, to, kind) => among.has(from) && among.has(to) && !told.has(`${from} ${to} ${kind}`));
    const near = new Set(bridges.map(([one, other]) => `${numbers[one]} ${numbers[other]}`));
    this.bridges = this.bridges.filter(([one, other]) => !among.has(one) || !among.has(other) || near.has(`${one} ${other}`));
  }

  private dropEdges(goes: (from: number, to: number, kind: string) => boolean): void {
    let kept = 0;
    for (let edge = 0; edge < this.from.length; edge += 1) {
      const [from, to, kind] = [this.from[edge] ?? 0, this.to[edge] ?? 0, this.edgeKind[edge] ?? ""];
      if (goes(from, to, kind)) continue;
      this.from[kept] = from;
      this.to[kept] = to;
      this.edgeKind[kept] = kind;
      this.weight[kept] = this.weight[edge] ?? 0;
      kept += 1;
    }
    if (kept === this.from.length) return;
    for (const column of [this.from, this.to, this.edgeKind, this.weight]) column.length = kept;
    this.edgeKeys.clear();
    this.adjacency = null;
  }

  private takeBridges(answer: MapAnswer, numbers: readonly number[]): void {
    const known = new Set(this.bridges.map(([one, other]) => `${one} ${other}`));
    for (const [one, other, percent] of answer.bridges) {
      const from = numbers[one];
      const to = numbers[other];
      if (from !== undefined && to !== undefined && !known.has(`${from} ${to}`)) this.bridges.push([from, to, percent]);
    }
  }

  private index(): { first: Int32Array; edges: Int32Array } {
    const first = new Int32Array(this.size + 2);
    const ends = [this.from, this.to];
    for (const column of ends) for (const node of column) first[node + 2] = (first[node + 2] ?? 0) + 1;
    for (let node = 2; node < first.length; node += 1) first[node] = (first[node] ?? 0) + (first[node - 1] ?? 0);
    const edges = new Int32Array(2 * this.from.length);
    for (let edge = 0; edge < this.from.length; edge += 1) {
      for (const column of ends) {
        const slot = (column[edge] ?? 0) + 1;
        edges[first[slot] ?? 0] = edge;
        first[slot] = (first[slot] ?? 0) + 1;
      }
    }
    return { first, edges };
  }
}

/** Return "2025-03" as months since the year 0. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

export function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function numbersAt(numbers: readonly number[], places: readonly number[]): number[] {
  return places.map((at) => numbers[at]).filter((number) => number !== undefined);
}

function named(indices: readonly number[] | undefined, names: readonly string[]): string[] {
  return (indices ?? []).map((index) => names[index]).filter((name) => name !== undefined);
}

// Communities of a later answer are looked up by their ids; one that is new is added, without a parent it might lack.
function placesOf(known: Community[], answer: readonly Community[]): number[] {
  if (known.length === answer.length && known.every((one, at) => one.id === answer[at]?.id)) return answer.map((_, at) => at);
  const places = new Map(known.map((one, at) => [one.id, at]));
  return answer.map((one) => {
    const place = places.get(one.id);
    if (place !== undefined) return place;
    const parent = one.parent === null ? undefined : places.get(answer[one.parent]?.id ?? "");
    known.push({ ...one, parent: parent ?? null });
    places.set(one.id, known.length - 1);
    return known.length - 1;
  });
}

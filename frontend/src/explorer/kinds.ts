// What is on the map: works, drawn solid, and what works are about, drawn hollow. The same table serves the map, its
// legend and what is exported.
import type { ShapeName } from "./shapes";

export type Family = "work" | "concept";

export interface Kind {
  readonly name: string;
  readonly many: string;
  readonly family: Family;
  readonly shape: ShapeName;
}

const KINDS: readonly Kind[] = [
  { name: "paper", many: "papers", family: "work", shape: "circle" },
  { name: "report", many: "reports", family: "work", shape: "square" },
  { name: "article", many: "articles", family: "work", shape: "bar" },
  { name: "video", many: "videos", family: "work", shape: "play" },
  { name: "talk", many: "talks", family: "work", shape: "drop" },
  { name: "code", many: "code", family: "work", shape: "spark" },
  { name: "dataset", many: "datasets", family: "work", shape: "lens" },
  { name: "model", many: "models", family: "concept", shape: "hexagon" },
  { name: "technique", many: "techniques", family: "concept", shape: "diamond" },
  { name: "benchmark", many: "benchmarks", family: "concept", shape: "triangle" },
  { name: "organization", many: "organizations", family: "concept", shape: "pentagon" },
  { name: "person", many: "people", family: "concept", shape: "circle" },
  { name: "product", many: "products", family: "concept", shape: "square" },
  { name: "category", many: "categories", family: "concept", shape: "star" },
  { name: "month", many: "months", family: "concept", shape: "bar" },
];

const BY_NAME = new Map(KINDS.map((kind) => [kind.name, kind]));

/** Return the kind of that name; one we do not know is drawn as a hollow circle under its own name. */
export function kindOf(name: string): Kind {
  return BY_NAME.get(name) ?? { name, many: name, family: "concept", shape: "circle" };
}

/** Return the kinds of these names, works first, each family in the order of the table. */
export function inOrder(names: Iterable<string>): Kind[] {
  const place = (kind: Kind): number => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);
  return [...names].map(kindOf).sort((one, other) => place(one) - place(other));
}

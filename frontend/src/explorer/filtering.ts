// Which nodes are shown: a pass over the columns and one over the joins, decided without the page. Months, categories, sources
// and states are said of works; a name is then shown where it is joined with a work that is. The service's table goes by the
// same rules (graph/views/map/listing.py).
import type { View } from "./address";
import type { Sheet } from "./sheet";

export interface Shown {
  /** 1 for what is shown, a number a node. */
  readonly nodes: Uint8Array;
  readonly many: number;
  /** How many of each kind are shown, by the kind's name; kinds that only the kind filter hides are counted too. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Works of each month, whatever the months chosen; one that stands in several counts in each. */
  readonly months: ReadonlyMap<number, number>;
  /** What is hidden only because its month is not known. */
  readonly undated: number;
}

export function show(sheet: Sheet, view: View): Shown {
  const nodes = new Uint8Array(sheet.size);
  const kinds = new Map<string, number>();
  const months = new Map<number, number>();
  const always = new Set([view.selected, view.path, view.bridge].map((id) => (id === null ? undefined : sheet.number(id))));
  const letBy = byWorks(sheet, view);
  let many = 0;
  let undated = 0;
  for (let node = 0; node < sheet.size; node += 1) {
    if (sheet.present[node] !== true) continue;
    const kind = sheet.kind(node);
    const standsIn = sheet.months[node] ?? [];
    const isWork = kind.family === "work";
    const isFew = view.joined === null || (sheet.joined[node] ?? 0) <= view.joined;
    const ofKind = view.kinds === null || view.kinds.has(kind.name);
    const fits = isFew && (isWork ? suits(sheet, view, node) : letBy === null || letBy[node] === 1);
    const inTime = !isWork || within(view, standsIn);
    if (fits && ofKind && isWork) for (const month of standsIn) months.set(month, (months.get(month) ?? 0) + 1);
    if (fits && inTime) kinds.set(kind.name, (kinds.get(kind.name) ?? 0) + 1);
    else if (fits && ofKind && standsIn.length === 0) undated += 1;
    // What one chose stays in sight, whatever the filters say.
    if ((fits && ofKind && inTime) || always.has(node)) (nodes[node] = 1), (many += 1);
  }
  return { nodes, many, kinds, months, undated };
}

// The names that are joined with a work that is let by; null where nothing is said of works.
function byWorks(sheet: Sheet, view: View): Uint8Array | null {
  if ([view.states, view.categories, view.sources, view.since, view.until].every((one) => one === null)) return null;
  const works = new Uint8Array(sheet.size);
  for (let node = 0; node < sheet.size; node += 1) {
    if (sheet.present[node] !== true || sheet.kind(node).family !== "work") continue;
    if (suits(sheet, view, node) && within(view, sheet.months[node] ?? [])) works[node] = 1;
  }
  const beside = new Uint8Array(sheet.size);
  for (let edge = 0; edge < sheet.from.length; edge += 1) {
    const [one, other] = [sheet.from[edge] ?? 0, sheet.to[edge] ?? 0];
    if (works[one] === 1) beside[other] = 1;
    if (works[other] === 1) beside[one] = 1;
  }
  return beside;
}

function suits(sheet: Sheet, view: View, work: number): boolean {
  if (view.states !== null && !view.states.has(sheet.state[work] ?? "")) return false;
  if (view.categories !== null && !sheet.categories[work]?.some((id) => view.categories?.has(id))) return false;
  return view.sources === null || (sheet.sources[work]?.some((id) => view.sources?.has(id)) ?? false);
}

// One of the months that a work stands in suffices.
function within({ since, until }: View, months: readonly number[]): boolean {
  if (since === null && until === null) return true;
  return months.some((month) => month >= (since ?? 0) && month <= (until ?? Number.POSITIVE_INFINITY));
}

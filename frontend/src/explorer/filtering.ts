// Which nodes are shown: one pass over the columns, decided without the page.
import type { View } from "./address";
import type { Sheet } from "./sheet";

export interface Shown {
  /** 1 for what is shown, a number a node. */
  readonly nodes: Uint8Array;
  readonly many: number;
  /** How many of each kind are shown, by the kind's name; kinds that only the kind filter hides are counted too. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Works of each month, whatever the months chosen. */
  readonly months: ReadonlyMap<number, number>;
  /** What is hidden only because its month is not known. */
  readonly undated: number;
}

export function show(sheet: Sheet, view: View): Shown {
  const nodes = new Uint8Array(sheet.size);
  const kinds = new Map<string, number>();
  const months = new Map<number, number>();
  const always = new Set([view.selected, view.path].map((id) => (id === null ? undefined : sheet.number(id))));
  let many = 0;
  let undated = 0;
  for (let node = 0; node < sheet.size; node += 1) {
    if (sheet.present[node] !== true || !passes(sheet, view, node)) {
      // What one chose stays in sight, whatever the filters say.
      if (always.has(node) && sheet.present[node] === true) (nodes[node] = 1), (many += 1);
      continue;
    }
    const kind = sheet.kind(node);
    const month = sheet.month[node] ?? -1;
    const ofKind = view.kinds === null || view.kinds.has(kind.name);
    if (ofKind && kind.family === "work" && month >= 0) months.set(month, (months.get(month) ?? 0) + 1);
    const inTime = within(view, month);
    if (inTime) kinds.set(kind.name, (kinds.get(kind.name) ?? 0) + 1);
    else if (ofKind && month < 0) undated += 1;
    if ((ofKind && inTime) || always.has(node)) (nodes[node] = 1), (many += 1);
  }
  return { nodes, many, kinds, months, undated };
}

function passes(sheet: Sheet, view: View, node: number): boolean {
  if (view.joined !== null && (sheet.joined[node] ?? 0) > view.joined) return false;
  if (view.states !== null && !view.states.has(sheet.state[node] ?? "")) return false;
  if (view.categories !== null && !sheet.categories[node]?.some((id) => view.categories?.has(id))) return false;
  return view.sources === null || (sheet.sources[node]?.some((id) => view.sources?.has(id)) ?? false);
}

function within(view: View, month: number): boolean {
  if (view.since === null && view.until === null) return true;
  return month >= 0 && month >= (view.since ?? 0) && month <= (view.until ?? Number.POSITIVE_INFINITY);
}

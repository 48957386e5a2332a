// The narrow column beside the map: the legend that is a filter at once, what else narrows the map, and what lies over it.
import type { Overlay, View } from "./address";
import { button, h } from "./dom";
import type { Shown } from "./filtering";
import { inOrder, type Kind } from "./kinds";
import { markOf } from "./marks";
import type { Sheet } from "./sheet";
import { grouped } from "./words";

type Change = (part: Partial<View>) => void;
type ListName = "states" | "categories" | "sources";

/** Hubs, before one says what that means: joined with more than this many others. */
export const HUB = 60;
const HUB_STEPS = [5, 10, 20, 40, 60, 100, 200, 400, 800, 1600];
const STATE_WORDS: Readonly<Record<string, string>> = { "to-read": "to read" };

export class Filters {
  readonly element: HTMLElement;
  private readonly count = h("p", { class: "map-count small" });
  private readonly kinds: Map<string, { box: HTMLInputElement; count: HTMLElement }> = new Map();
  private readonly lists = new Map<ListName, HTMLInputElement[]>();
  private readonly hubs = h("input", { type: "checkbox", id: "map-hubs" });
  private readonly degree = h("input", { type: "range", id: "map-degree", min: 0, max: HUB_STEPS.length - 1, "aria-label": "Hide what is joined with more than" });
  private readonly degreeWords = h("output", { class: "small", for: "map-degree" });
  private readonly overlays = new Map<Overlay, HTMLInputElement>();

  constructor(
    private readonly sheet: Sheet,
    private readonly change: Change,
    private readonly view: () => View,
    hops: HTMLElement | null,
  ) {
    this.element = h(
      "div",
      { class: "map-filters" },
      this.count,
      this.legend(),
      hops,
      this.hubChoice(),
      this.overlayChoice(),
      this.list("states", "In your reading", sheet.states.map((state) => [state, STATE_WORDS[state] ?? state])),
      this.list("categories", "Category", byName(sheet.categoryNames)),
      this.list("sources", "Source", byName(sheet.sourceTitles)),
      button("Show everything again", () => change(UNFILTERED), { class: "button quiet" }),
    );
  }

  /** Draw the choices as they are, and count what they leave. */
  update(view: View, shown: Shown): void {
    const all = this.sheet.present.filter(Boolean).length;
    const beyond = this.sheet.total > all ? ` The start has ${grouped(this.sheet.total)}; the best joined are here.` : "";
    const undated = shown.undated > 0 ? ` ${grouped(shown.undated)} without a known month are left out.` : "";
    this.count.textContent = `${shown.many === all ? grouped(all) : `${grouped(shown.many)} of ${grouped(all)}`} on the map.${undated}${beyond}`;
    for (const [name, { box, count }] of this.kinds) {
      box.checked = view.kinds === null || view.kinds.has(name);
      count.textContent = grouped(shown.kinds.get(name) ?? 0);
    }
    for (const [name, boxes] of this.lists) for (const box of boxes) box.checked = view[name]?.has(box.value) ?? false;
    this.hubs.checked = view.joined !== null;
    this.degree.disabled = view.joined === null;
    if (view.joined !== null) this.degree.value = String(nearestStep(view.joined));
    const most = view.joined ?? HUB;
    this.degreeWords.textContent = `more than ${grouped(most)} others`;
    this.degree.setAttribute("aria-valuetext", `more than ${grouped(most)} others`);
    for (const [name, box] of this.overlays) box.checked = view.overlays.has(name);
  }

  private legend(): HTMLElement {
    const kinds = inOrder(new Set(this.sheet.kinds.map(({ name }) => name)));
    const family = (name: Kind["family"], title: string): HTMLElement | null => {
      const own = kinds.filter((kind) => kind.family === name);
      if (own.length === 0) return null;
      return h("fieldset", { class: "map-family" }, h("legend", { class: "side-head" }, title), ...own.map((kind) => this.kindLine(kind)));
    };
    return h("div", { class: "map-legend" }, family("work", "Works, solid"), family("concept", "Names, hollow"));
  }

  private kindLine(kind: Kind): HTMLElement {
    const box = h("input", { type: "checkbox", value: kind.name, onchange: () => this.changeKinds() });
    const count = h("span", { class: "map-number" });
    this.kinds.set(kind.name, { box, count });
    return h("label", { class: "map-kind" }, box, markOf(kind), h("span", {}, kind.many), count);
  }

  private changeKinds(): void {
    const boxes = [...this.kinds.values()].map(({ box }) => box);
    const on = boxes.filter(({ checked }) => checked);
    this.change({ kinds: on.length === boxes.length || on.length === 0 ? null : new Set(on.map(({ value }) => value)) });
  }

  private hubChoice(): HTMLElement {
    const tell = (): void => this.change({ joined: this.hubs.checked ? (HUB_STEPS[Number(this.degree.value)] ?? HUB) : null });
    this.degree.value = String(nearestStep(HUB));
    this.hubs.addEventListener("change", tell);
    this.degree.addEventListener("input", tell);
    return h(
      "fieldset",
      { class: "map-choice" },
      h("legend", { class: "side-head" }, "Hubs"),
      h("label", { class: "map-check" }, this.hubs, h("span", {}, "Hide hubs, joined with")),
      h("div", { class: "map-degree" }, this.degree, this.degreeWords),
    );
  }

  private overlayChoice(): HTMLElement {
    const line = (name: Overlay, words: string): HTMLElement => {
      const box = h("input", { type: "checkbox", value: name, onchange: () => this.changeOverlays() });
      this.overlays.set(name, box);
      return h("label", { class: "map-check" }, box, h("span", {}, words));
    };
    return h(
      "fieldset",
      { class: "map-choice" },
      h("legend", { class: "side-head" }, "Over the map"),
      line("bridges", "Bridges: near in meaning, joined by nothing"),
      line("rising", "Rising names, ringed"),
    );
  }

  private changeOverlays(): void {
    this.change({ overlays: new Set([...this.overlays].filter(([, box]) => box.checked).map(([name]) => name)) });
  }

  private list(name: ListName, title: string, choices: readonly (readonly [string, string])[]): HTMLElement | null {
    if (choices.length === 0) return null;
    const boxes = choices.map(([value]) => h("input", { type: "checkbox", value, onchange: () => this.changeList(name) }));
    this.lists.set(name, boxes);
    const lines = choices.map(([, words], at) => h("label", { class: "map-check" }, boxes[at] ?? null, h("span", {}, words)));
    return h(
      "details",
      { class: "map-fold", open: this.view()[name] !== null },
      h("summary", {}, title),
      h("fieldset", { class: "map-list" }, h("legend", { class: "visually-hidden" }, title), ...lines),
    );
  }

  // Nothing chosen narrows nothing.
  private changeList(name: ListName): void {
    const boxes = this.lists.get(name) ?? [];
    const on = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    this.change({ [name]: on.length === 0 ? null : new Set(on) });
  }
}

export const UNFILTERED: Partial<View> = { kinds: null, states: null, categories: null, sources: null, joined: null, since: null, until: null };

function nearestStep(joined: number): number {
  const at = HUB_STEPS.findIndex((step) => step >= joined);
  return at === -1 ? HUB_STEPS.length - 1 : at;
}

function byName(names: ReadonlyMap<string, string>): [string, string][] {
  return [...names].sort(([, one], [, other]) => one.localeCompare(other));
}

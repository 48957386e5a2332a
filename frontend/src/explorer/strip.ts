// The year as twelve bars: how many works of each month are shown; a click chooses a month, a drag or the two handles a
// range. The year turns by its arrows.
import type { View } from "./address";
import { button, h, svg } from "./dom";
import type { Shown } from "./filtering";
import { counted, monthName, short, monthWord } from "./words";

type Range = Pick<View, "since" | "until">;
type Change = (range: Range) => void;

const BAR = 48;
const EVERYTHING: Range = { since: null, until: null };

export class Strip {
  readonly element: HTMLElement;
  year: number;
  private readonly months = h("ol", { class: "strip-months" });
  private readonly bars: { button: HTMLButtonElement; rect: SVGElement; count: HTMLElement; words: HTMLElement }[] = [];
  private readonly yearWord = h("span", { class: "strip-now" });
  private readonly handles: Record<keyof Range, HTMLElement>;
  private readonly told = h("p", { class: "map-range small" });
  private readonly all = button("All months", () => this.change(EVERYTHING), { class: "button quiet" });
  private range: Range = EVERYTHING;
  private counts: ReadonlyMap<number, number> = new Map();
  private dragged: { from: number; moved: boolean } | null = null;

  constructor(
    readonly first: number,
    readonly last: number,
    year: number,
    private readonly change: Change,
    private readonly turned: () => void,
    ...more: HTMLElement[]
  ) {
    this.year = year;
    for (let at = 0; at < 12; at += 1) this.months.append(this.monthBar(at));
    this.handles = { since: this.handle("since", "From"), until: this.handle("until", "Until") };
    const track = h("div", { class: "map-track" }, this.months, this.handles.since, this.handles.until);
    const turn = (by: number, sign: string): HTMLElement =>
      button(sign, () => this.turnTo(this.year + by), { class: "strip-arrow", "aria-label": by < 0 ? "The year before" : "The year after" });
    this.element = h(
      "section",
      { class: "map-strip", "aria-label": "Months" },
      h(
        "div",
        { class: "map-strip-year" },
        h("p", { class: "strip-year" }, turn(-1, "←"), this.yearWord, turn(1, "→")),
        h("div", { class: "map-play" }, ...more),
        h("div", { class: "map-strip-told" }, this.told, this.all),
      ),
      track,
    );
    this.listenForDrag();
  }

  update(range: Range, shown: Shown): void {
    this.range = range;
    this.counts = shown.months;
    const seen = range.until ?? range.since;
    if (seen !== null && Math.floor(seen / 12) !== this.year && this.dragged === null) this.year = Math.floor(seen / 12);
    this.draw();
  }

  turnTo(year: number): void {
    this.year = Math.min(Math.max(year, Math.floor(this.first / 12)), Math.floor(this.last / 12));
    this.draw();
    this.turned();
  }

  private draw(): void {
    this.yearWord.textContent = String(this.year);
    const most = Math.max(1, ...this.bars.map((_, at) => this.counts.get(this.year * 12 + at) ?? 0));
    for (const [at, bar] of this.bars.entries()) {
      const month = this.year * 12 + at;
      const many = this.counts.get(month) ?? 0;
      const height = many === 0 ? 0 : Math.max(2, (BAR * many) / most);
      const inside = this.chosen() && month >= (this.range.since ?? 0) && month <= (this.range.until ?? Number.POSITIVE_INFINITY);
      bar.rect.setAttribute("y", String(BAR - height));
      bar.rect.setAttribute("height", String(height));
      bar.count.textContent = many === 0 ? "–" : short(many);
      bar.words.textContent = `${monthName(month)}: ${counted(many, "work")}`;
      bar.button.setAttribute("aria-pressed", String(inside));
      bar.button.classList.toggle("is-in", inside || !this.chosen());
    }
    for (const end of ["since", "until"] as const) this.drawHandle(end);
    const { since, until } = this.range;
    if (since !== null && since === until) this.told.textContent = `${monthName(since)} alone`;
    else if (since !== null && until !== null) this.told.textContent = `${monthName(since)} to ${monthName(until)}`;
    else if (until !== null) this.told.textContent = `Up to ${monthName(until)}`;
    else this.told.textContent = since === null ? "All months" : `From ${monthName(since)}`;
    this.all.hidden = !this.chosen();
  }

  private chosen(): boolean {
    return this.range.since !== null || this.range.until !== null;
  }

  private monthBar(at: number): HTMLElement {
    const rect = svg("rect", { x: 0, y: BAR, width: 10, height: 0 });
    const word = monthWord(at);
    const count = h("span", { class: "strip-count", "aria-hidden": "true" });
    const words = h("span", { class: "visually-hidden" });
    const name = h(
      "span",
      { class: "strip-name", "aria-hidden": "true" },
      h("span", { class: "strip-first" }, word.slice(0, 1)),
      h("span", { class: "strip-rest" }, word.slice(1, 3)),
    );
    const bar = svg("svg", { class: "strip-bar", viewBox: `0 0 10 ${BAR}`, preserveAspectRatio: "none", "aria-hidden": "true" }, rect);
    const press = h("button", { type: "button", class: "strip-month", onclick: (event) => this.press(at, event) }, bar, name, count, words);
    this.bars.push({ button: press, rect, count, words });
    return h("li", {}, press);
  }

  // A pointer has chosen already while it moved; what comes here otherwise is a key, or a click that moved nothing.
  private press(at: number, event: Event): void {
    const month = this.year * 12 + at;
    const { since, until } = this.range;
    if (event instanceof MouseEvent && event.shiftKey && since !== null) {
      this.change({ since: Math.min(since, month), until: Math.max(until ?? since, month) });
    } else this.change(since === month && until === month ? EVERYTHING : { since: month, until: month });
  }

  private listenForDrag(): void {
    const at = (event: PointerEvent): number => this.year * 12 + this.slotAt(event.clientX);
    this.months.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && !event.shiftKey) this.dragged = { from: at(event), moved: false };
    });
    this.months.addEventListener("pointermove", (event) => {
      if (this.dragged === null || (!this.dragged.moved && at(event) === this.dragged.from)) return;
      this.dragged.moved = true;
      this.change({ since: Math.min(this.dragged.from, at(event)), until: Math.max(this.dragged.from, at(event)) });
    });
    const end = (): void => void (this.dragged = null);
    window.addEventListener("pointerup", () => window.setTimeout(end));
    window.addEventListener("pointercancel", end);
    // The click that ends a drag must not choose its last month alone.
    this.months.addEventListener("click", (event) => this.dragged?.moved === true && event.stopPropagation(), true);
  }

  private handle(end: keyof Range, label: string): HTMLElement {
    const element = h("div", { class: `map-handle is-${end}`, role: "slider", tabindex: 0, "aria-label": label });
    element.addEventListener("keydown", (event) => this.moveByKey(end, event));
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      element.focus();
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.moveTo(end, this.year * 12 + this.slotAt(event.clientX));
    });
    return element;
  }

  private drawHandle(end: keyof Range): void {
    const handle = this.handles[end];
    const month = this.range[end];
    const edge = end === "since" ? 0 : 12;
    const place = month === null ? edge : month - this.year * 12 + (end === "since" ? 0 : 1);
    handle.style.insetInlineStart = `${(Math.min(12, Math.max(0, place)) / 12) * 100}%`;
    handle.hidden = month !== null && Math.floor(month / 12) !== this.year;
    handle.setAttribute("aria-valuemin", String(this.first));
    handle.setAttribute("aria-valuemax", String(this.last));
    handle.setAttribute("aria-valuenow", String(month ?? (end === "since" ? this.first : this.last)));
    handle.setAttribute("aria-valuetext", month === null ? (end === "since" ? "the beginning" : "today") : monthName(month));
    handle.classList.toggle("is-set", month !== null);
  }

  private moveByKey(end: keyof Range, event: KeyboardEvent): void {
    const now = this.range[end] ?? (end === "since" ? Math.max(this.first, this.year * 12) : Math.min(this.last, this.year * 12 + 11));
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };
    const step = steps[event.key];
    if (step === undefined && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    this.moveTo(end, step === undefined ? (event.key === "Home" ? this.first : this.last) : now + step);
  }

  private moveTo(end: keyof Range, month: number): void {
    const bounded = Math.min(Math.max(month, this.first), this.last);
    const { since, until } = this.range;
    if (end === "since") this.change({ since: Math.min(bounded, until ?? this.last), until });
    else this.change({ since, until: Math.max(bounded, since ?? this.first) });
  }

  private slotAt(x: number): number {
    const { left, width } = this.months.getBoundingClientRect();
    return Math.min(11, Math.max(0, Math.floor(((x - left) / width) * 12)));
  }
}

/** Return the newest year that has at least a tenth of what the busiest has. */
export function busyYear(months: readonly number[]): number {
  const years = new Map<number, number>();
  for (const month of months) years.set(Math.floor(month / 12), (years.get(Math.floor(month / 12)) ?? 0) + 1);
  const most = Math.max(...years.values());
  return Math.max(...[...years].filter(([, many]) => many * 10 >= most).map(([year]) => year));
}

// Finding a name among those on the map: a combobox, as ARIA's authoring practices describe it.
import { h } from "./dom";
import { markOf } from "./marks";
import type { Sheet } from "./sheet";
import { shortened } from "./words";

const MOST = 8;
const LIST = "map-found";

export class Find {
  readonly element: HTMLElement;
  readonly input = h("input", {
    type: "search", id: "map-find", class: "map-find-box", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": LIST, placeholder: "Find on the map",
  });
  private readonly list = h("ul", { id: LIST, class: "map-found", role: "listbox", "aria-label": "Names on the map", hidden: true });
  private found: number[] = [];
  private active = -1;

  constructor(
    private readonly sheet: Sheet,
    private readonly choose: (node: number) => void,
  ) {
    this.element = h("div", { class: "map-find" }, h("label", { class: "visually-hidden", for: "map-find" }, "Find a name on the map"), this.input, this.list);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
  }

  /** Ask for a name for another purpose than selecting; the box says for what. */
  askFor(purpose: string | null): void {
    this.input.placeholder = purpose ?? "Find on the map";
    if (purpose !== null) this.input.focus();
  }

  private search(): void {
    this.found = search(this.sheet, this.input.value);
    this.active = this.found.length > 0 ? 0 : -1;
    this.draw();
  }

  private draw(): void {
    const options = this.found.map((node, at) => {
      const option = h(
        "li",
        { role: "option", id: `${LIST}-${at}`, "aria-selected": String(at === this.active), onpointerdown: (event) => (event.preventDefault(), this.take(at)) },
        markOf(this.sheet.kind(node)),
        h("span", {}, shortened(this.sheet.nameOf(node), 80)),
      );
      return option;
    });
    const asked = this.input.value.trim() !== "";
    if (asked && options.length === 0) options.push(h("li", { class: "soft", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing on this map is called so."));
    this.list.replaceChildren(...options);
    this.list.hidden = !asked;
    this.input.setAttribute("aria-expanded", String(asked));
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${LIST}-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  private press(event: KeyboardEvent): void {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.found.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
      this.input.blur();
    }
  }

  private take(at: number): void {
    const node = this.found[at];
    if (node === undefined) return;
    this.input.value = "";
    this.close();
    this.choose(node);
  }

  private close(): void {
    this.found = [];
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** Return those whose names begin with the words, then those with a word that does, then those that have them anywhere. */
export function search(sheet: Sheet, asked: string): number[] {
  const wanted = folded(asked);
  if (wanted === "") return [];
  const ranked: [number, number][] = [];
  for (let node = 0; node < sheet.size; node += 1) {
    if (sheet.present[node] !== true) continue;
    const at = folded(sheet.nameOf(node)).indexOf(wanted);
    if (at === -1) continue;
    const starts = at === 0 ? 0 : /\W/.test(folded(sheet.nameOf(node)).charAt(at - 1)) ? 1 : 2;
    ranked.push([node, starts * 1e6 - (sheet.attention[node] ?? 0) * 10 + sheet.nameOf(node).length / 1000]);
  }
  return ranked.sort(([, one], [, other]) => one - other).slice(0, MOST).map(([node]) => node);
}

function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

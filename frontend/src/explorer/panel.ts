// The side panel holds what the service tells of a node, of why two are joined, or of a path: the same components as on
// the pages. Forms in it are sent from here, and the panel is fetched anew; links to nodes lead over the map.
import { askFragment, type Failure } from "./answers";
import { button, h } from "./dom";
import { asFailure, failureBox } from "./notices";

export interface Doors {
  select(id: string): void;
  why(one: string, other: string): void;
  bridge(one: string, other: string): void;
  /** A decision on these was taken: they may look different, and be joined otherwise. */
  decided(ids: readonly string[]): void;
  /** A decision was not saved, and the panel has gone on to something else. */
  unsaved(failure: Failure, again: () => void): void;
  closed(): void;
}

export class Panel {
  readonly element: HTMLElement;
  private readonly head = h("div", { class: "map-panel-head" });
  private readonly body = h("div", { class: "map-panel-body", tabindex: "-1" });
  // Beneath what is scrolled, so that it is seen wherever one acted.
  private readonly said = h("div", { class: "map-panel-said small", role: "status" });
  private readonly foot = h("div", { class: "map-panel-foot" }, this.said);
  private address: string | null = null;
  private asked = 0;

  constructor(private readonly doors: Doors) {
    const close = button("Close", () => doors.closed(), { class: "button quiet map-panel-close" });
    this.element = h("aside", { class: "map-panel", "aria-label": "About what is selected", hidden: true }, h("div", { class: "map-panel-top" }, this.head, close), this.body, this.foot);
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("submit", (event) => this.submit(event));
  }

  /** Show a fragment, under the acts that belong to it. */
  open(address: string, what: string, ...acts: HTMLElement[]): void {
    this.element.hidden = false;
    this.head.replaceChildren(...acts);
    if (address === this.address) return;
    this.address = address;
    this.hush();
    this.put(skeleton());
    this.body.scrollTop = 0;
    void this.load(address, what);
  }

  close(): void {
    this.address = null;
    this.asked += 1;
    this.element.hidden = true;
    this.hush();
    this.body.replaceChildren();
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  focus(): void {
    this.body.focus();
  }

  private async load(address: string, what: string): Promise<void> {
    const asked = (this.asked += 1);
    try {
      const { html } = await askFragment(address, what);
      if (asked === this.asked) this.fill(html);
    } catch (error) {
      if (asked !== this.asked) return;
      this.put(failureBox(asFailure(error), () => void this.reload(address, what), null));
    }
  }

  private async reload(address: string, what: string): Promise<void> {
    this.put(skeleton());
    await this.load(address, what);
  }

  // The fragment is our own page's: its words were escaped where it was drawn, and the policy lets no script in it run.
  private fill(html: string): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    this.put(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
    this.body.setAttribute("aria-busy", "false");
  }

  // Whoever was in the panel stays in it: on the same button or field where there is one again, else on the whole.
  private put(...nodes: Node[]): void {
    const held = document.activeElement;
    const inside = held !== null && this.body.contains(held);
    const same = inside ? sameAs(held) : null;
    this.body.replaceChildren(...nodes);
    if (inside) (same?.(this.body) ?? this.body).focus({ preventScroll: true });
  }

  private click(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const to = link === null ? null : overTheMap(link);
    if (link === null || to === null) return;
    event.preventDefault();
    if (to.length === 2 && link.dataset["bridge"] !== undefined) this.doors.bridge(...to);
    else if (to.length === 2) this.doors.why(...to);
    else this.doors.select(...to);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    event.preventDefault();
    if (this.address !== null && form.getAttribute("aria-busy") !== "true") void this.send(this.address, form, event.submitter);
  }

  private async send(address: string, form: HTMLFormElement, by: HTMLElement | null): Promise<void> {
    const what = "It was not saved.";
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, by)) if (typeof value === "string") fields.append(name, value);
    form.setAttribute("aria-busy", "true");
    this.hush();
    try {
      const answer = await askFragment(form.action, what, { method: "POST", body: fields });
      this.doors.decided(decidedOn(address, form));
      // Somebody may have gone on to another node: that one's panel is not this answer's.
      if (this.address === address) await this.load(address, "What is selected could not be read again.");
      if (this.address === address) this.tell(saidIn(answer.html) ?? "Saved.");
    } catch (error) {
      const again = (): void => void this.send(address, form, by);
      if (this.address === address) this.failed(asFailure(error), again);
      else this.doors.unsaved(asFailure(error), again);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  private failed(failure: Failure, again: () => void): void {
    this.hush();
    this.foot.append(failureBox(failure, again, () => this.hush()));
  }

  private tell(text: string): void {
    this.said.replaceChildren(h("p", { class: "map-said" }, text));
  }

  private hush(): void {
    this.said.replaceChildren();
    this.foot.replaceChildren(this.said);
  }
}

/** Return the node, or the two nodes, that a link of our pages is about and the map can show; null where it just leads away. */
function overTheMap(link: HTMLAnchorElement): [string] | [string, string] | null {
  const { node, why } = link.dataset;
  const [first, second] = (why ?? "").split(" ");
  if (first && second) return [first, second];
  if (node) return [node];
  const url = new URL(link.href, window.location.href);
  if (url.origin !== window.location.origin || url.hash !== "") return null;
  const [one, other] = [url.searchParams.get("one"), url.searchParams.get("other")];
  if (url.pathname === "/explore/why" && one && other) return [one, other];
  const id = /^\/nodes\/([^/]+)$/.exec(url.pathname)?.[1];
  // The title leads to the page of what is open already.
  return id === undefined || url.search !== "" || link.closest(".panel-title") !== null ? null : [decodeURIComponent(id)];
}

/** Return the nodes that a form of the panel at that address decides on, so far as one can tell: those it is about, and its other end. */
function decidedOn(address: string, form: HTMLFormElement): string[] {
  const url = new URL(address, window.location.href);
  const about = /^\/explore\/about\/([^/]+)$/.exec(url.pathname)?.[1];
  const acted = /^\/nodes\/([^/]+)\//.exec(new URL(form.action).pathname)?.[1];
  const named = [about, acted].map((id) => id && decodeURIComponent(id));
  const ends = ["one", "other"].map((name) => url.searchParams.get(name));
  const ids = [...named, ...ends, fieldsOf(form).get("other")];
  return [...new Set(ids.flatMap((id) => (id ? [id] : [])))];
}

/** Return how to find again, in the panel read anew, the button or field that an element of it was; null where nobody could. */
function sameAs(held: Element): ((body: HTMLElement) => HTMLElement | null) | null {
  if (!isControl(held) || held.form === null) return null;
  const { name, textContent: words } = held;
  const value = held instanceof HTMLButtonElement ? held.value : null;
  const form = markOf(held.form);
  return (body) => {
    const forms = [...body.querySelectorAll("form")].filter((one) => markOf(one) === form);
    const alike = forms.flatMap((one) => [...one.elements]).filter((one) => isControl(one)).filter((one) => one.tagName === held.tagName && one.name === name);
    return alike.find((one) => value === null || one.value === value) ?? alike.find((one) => one.textContent === words) ?? null;
  };
}

type Control = HTMLButtonElement | HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isControl(element: Element): element is Control {
  return [HTMLButtonElement, HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((one) => element instanceof one);
}

// Many forms act on one node, each on another end or tag: what they hold unseen tells them apart.
function markOf(form: HTMLFormElement): string {
  return `${form.getAttribute("action") ?? ""} ${fieldsOf(form).toString()}`;
}

function fieldsOf(form: HTMLFormElement): URLSearchParams {
  const hidden = [...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")];
  return new URLSearchParams(hidden.filter(({ name }) => !PASSING.has(name)).map(({ name, value }) => [name, value]));
}

/** Fields that say nothing of what a form does. */
const PASSING: ReadonlySet<string> = new Set(["csrf_token", "back", "decision"]);

/** Return what the page said of a decision, in the words of the page. */
function saidIn(html: string): string | null {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector(".flash")?.textContent?.trim() || null;
}

function skeleton(): HTMLElement {
  const bar = (width: string): HTMLElement => {
    const line = h("span", { class: "map-bone" });
    line.style.inlineSize = width;
    return line;
  };
  return h("div", { class: "map-skeleton", role: "status" }, h("span", { class: "visually-hidden" }, "Reading…"), ...["80%", "55%", "95%", "90%", "70%"].map(bar));
}

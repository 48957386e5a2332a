// The side panel holds what the service tells of a node, of why two are joined, or of a path: the same components as on
// the pages. Forms in it are sent from here, and the panel is fetched anew; links to nodes lead over the map.
import { askFragment, type Failure } from "./answers";
import { button, h } from "./dom";
import { asFailure, failureBox } from "./notices";

export interface Doors {
  select(id: string): void;
  why(one: string, other: string): void;
  /** A decision was taken: what it was about may look different. */
  decided(): void;
  closed(): void;
}

export class Panel {
  readonly element: HTMLElement;
  private readonly head = h("div", { class: "map-panel-head" });
  private readonly body = h("div", { class: "map-panel-body", tabindex: "-1" });
  private address: string | null = null;
  private asked = 0;

  constructor(private readonly doors: Doors) {
    const close = button("Close", () => doors.closed(), { class: "button quiet map-panel-close" });
    this.element = h("aside", { class: "map-panel", "aria-label": "About what is selected", hidden: true }, h("div", { class: "map-panel-top" }, this.head, close), this.body);
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("submit", (event) => this.submit(event));
  }

  /** Show a fragment, under the acts that belong to it. */
  open(address: string, what: string, ...acts: HTMLElement[]): void {
    this.element.hidden = false;
    this.head.replaceChildren(...acts);
    if (address === this.address) return;
    this.address = address;
    this.body.replaceChildren(skeleton());
    this.body.scrollTop = 0;
    void this.load(address, what);
  }

  close(): void {
    this.address = null;
    this.asked += 1;
    this.element.hidden = true;
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
      this.body.replaceChildren(failureBox(asFailure(error), () => void this.reload(address, what), null));
    }
  }

  private async reload(address: string, what: string): Promise<void> {
    this.body.replaceChildren(skeleton());
    await this.load(address, what);
  }

  // The fragment is our own page's: its words were escaped where it was drawn, and the policy lets no script in it run.
  private fill(html: string): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    this.body.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
    this.body.setAttribute("aria-busy", "false");
  }

  private click(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const to = link === null ? null : overTheMap(link);
    if (to === null) return;
    event.preventDefault();
    if (to.length === 2) this.doors.why(...to);
    else this.doors.select(...to);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    event.preventDefault();
    void this.send(form, event.submitter);
  }

  private async send(form: HTMLFormElement, by: HTMLElement | null): Promise<void> {
    const { address } = this;
    if (address === null) return;
    const what = "It was not saved.";
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, by)) if (typeof value === "string") fields.append(name, value);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await askFragment(form.action, what, { method: "POST", body: fields });
      const said = saidIn(answer.html);
      await this.load(address, "What is selected could not be read again.");
      this.tell(said ?? "Saved.");
      this.doors.decided();
    } catch (error) {
      this.failed(asFailure(error), () => void this.send(form, by));
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  private failed(failure: Failure, again: () => void): void {
    this.body.querySelector(":scope > [role=alert]")?.remove();
    this.body.prepend(failureBox(failure, again, () => this.body.querySelector(":scope > [role=alert]")?.remove()));
    this.body.scrollTop = 0;
  }

  private tell(text: string): void {
    this.body.prepend(h("p", { class: "map-said small", role: "status" }, text));
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

// What went wrong is told where one looks, with what one can do; what went well is said quietly.
import { Failure } from "./answers";
import { button, h } from "./dom";

export class Notices {
  readonly element = h("div", { class: "map-notices" });
  private readonly status = h("p", { class: "map-status small", role: "status" });
  private readonly live = h("p", { class: "visually-hidden", "aria-live": "polite", "aria-atomic": "true" });
  private timer = 0;

  constructor() {
    this.element.append(this.status, this.live);
  }

  /** Tell of a failure until it is put away or tried again. */
  fail(error: unknown, again: (() => void) | null): void {
    if (error instanceof DOMException && error.name === "AbortError") return;
    const failure = asFailure(error);
    this.clear();
    const retry = (): void => {
      this.clear();
      again?.();
    };
    this.element.append(failureBox(failure, again === null ? null : retry, () => this.clear()));
  }

  clear(): void {
    this.element.querySelector("[role=alert]")?.remove();
  }

  /** Say something in passing. */
  say(text: string, ...more: Node[]): void {
    window.clearTimeout(this.timer);
    this.status.replaceChildren(text, ...more);
    if (text !== "") this.timer = window.setTimeout(() => this.status.replaceChildren(), 12_000);
  }

  /** Tell those who listen what has just been selected or changed. */
  announce(text: string): void {
    this.live.textContent = text;
  }
}

export function failureBox(failure: Failure, again: (() => void) | null, close: (() => void) | null): HTMLElement {
  return h(
    "div",
    { class: "map-failure", role: "alert" },
    h("p", { class: "map-failure-what" }, failure.what),
    h("p", {}, `${failure.why} ${failure.advice}`),
    h(
      "p",
      { class: "map-failure-acts" },
      again === null ? null : button("Try again", again),
      close === null ? null : button("Close", close, { class: "button quiet" }),
    ),
  );
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("Something went wrong on this page.", error instanceof Error ? `${error.message}.` : "", "Reload it; the table and the text below hold the same.");
}

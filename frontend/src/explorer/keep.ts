// What keeps the map's address useful: sharing it, the same as a table and a text, another distance from the start.
import { writeView, type View } from "./address";
import { h } from "./dom";
import type { Notices } from "./notices";

const HOPS = 2;

const TOGETHER = 3000;

/** How the address is written: "step" is a way back for the first of several changes that follow close on each other. */
export type Way = "replace" | "push" | "step" | "none";

export class Trail {
  private stepped = Number.NEGATIVE_INFINITY;

  write(view: View, way: Way): void {
    const now = performance.now();
    const follows = way === "step" && now - this.stepped < TOGETHER;
    if (way !== "replace") this.stepped = way === "step" ? now : Number.NEGATIVE_INFINITY;
    const address = `${window.location.pathname}${writeView(window.location.search, view)}`;
    if (way === "push" || (way === "step" && !follows)) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
    keepAlike(view);
  }

  /** What is changed next is no part of what was changed before. */
  rest(): void {
    this.stepped = Number.NEGATIVE_INFINITY;
  }
}

export async function share(notices: Notices): Promise<void> {
  const address = window.location.href;
  try {
    await navigator.clipboard.writeText(address);
    notices.say("The address of this map is copied.");
  } catch {
    const field = h("input", { type: "text", readonly: true, value: address, "aria-label": "The address of this map" });
    notices.say("Copy the address of this map: ", field);
    field.select();
  }
}

/** Let the links to the table and the text lead to what the map shows. */
export function keepAlike(view: View): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-as]")) {
    const query = new URLSearchParams(writeView(window.location.search, { ...view, at: null }));
    const as = link.dataset["as"];
    if (as && as !== "map") query.set("view", as);
    link.href = `/explore?${query.toString().replaceAll("%2C", ",")}`;
  }
}

/** Return a choice of how many joins around its nodes the map goes, where it starts from nodes; null elsewhere. */
export function hopsChoice(search: string): HTMLElement | null {
  const query = new URLSearchParams(search);
  if (!query.has("node")) return null;
  const now = Number(query.get("hops") ?? "1");
  const go = (hops: number): void => {
    query.set("hops", String(hops));
    query.delete("at");
    window.location.search = query.toString();
  };
  const choices = Array.from({ length: HOPS + 1 }, (_, hops) =>
    h("label", { class: "map-hop" }, h("input", { type: "radio", name: "map-hops", value: hops, checked: hops === now, onchange: () => go(hops) }), h("span", {}, String(hops))),
  );
  return h("fieldset", { class: "map-choice" }, h("legend", { class: "side-head" }, "Steps around the start"), h("div", { class: "map-hops" }, ...choices));
}

// The explorer: what is chosen (a View), and what follows from each change of it. The address is the view's other form.
import { isOfWorks, readView, type View } from "./address";
import { Failure, type MapAnswer } from "./answers";
import { button, h } from "./dom";
import { savePng, saveSvg } from "./export";
import { show, type Shown } from "./filtering";
import { Filters, HUB } from "./filters";
import { Find } from "./find";
import { frameOf } from "./frame";
import { hopsChoice, keepAlike, share, Trail, type Way } from "./keep";
import { listenForKeys, nearestToMiddle, towards } from "./keys";
import { Notices } from "./notices";
import { Overlays } from "./overlays";
import { readPalette } from "./palette";
import { Panel } from "./panel";
import { Picture } from "./picture";
import { Sheet } from "./sheet";
import { Timeline } from "./timeline";
import { Trips } from "./trips";
import { counted } from "./words";

const FILTERS: readonly (keyof View)[] = ["kinds", "states", "categories", "sources", "joined", "since", "until", "selected", "path", "bridge"];
const CHOSEN = ["selected", "path", "bridge"] as const;
const SETTLED = 300;

export class Explorer {
  readonly sheet: Sheet;
  readonly picture: Picture;
  view: View;
  shown: Shown;
  private readonly notices = new Notices();
  private readonly filters: Filters;
  private readonly find: Find;
  private readonly timeline: Timeline;
  private readonly overlays: Overlays;
  private readonly panel: Panel;
  private readonly trips: Trips;
  private readonly reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  private choosingEnd = false;
  private writing = 0;
  private readonly trail = new Trail();
  private rereading: Promise<void> = Promise.resolve();

  constructor(
    root: HTMLElement,
    answer: MapAnswer,
    private readonly embedded: boolean,
  ) {
    this.sheet = new Sheet(answer, isOfWorks(window.location.search));
    this.trips = new Trips(this.sheet);
    this.view = readView(window.location.search);
    this.filters = new Filters(this.sheet, (part) => this.change(part, "step"), () => this.view, hopsChoice(window.location.search));
    this.find = new Find(this.sheet, (node) => {
      this.picture.scene.stage.focus({ preventScroll: true });
      this.choose(this.sheet.idOf(node));
    });
    this.timeline = new Timeline(this.sheet, {
      now: () => this.view,
      choose: (range) => this.change(range, "step"),
      glow: (nodes, fade) => this.picture.glow(nodes, fade),
      shown: () => this.nodesShown(),
      still: () => this.reduced.matches,
    });
    this.panel = new Panel({
      select: (id) => this.choose(id),
      why: (one, other) => this.why(one, other),
      bridge: (one, other) => this.change({ selected: one, path: null, bridge: other }, "push"),
      decided: (ids) => void this.reread(ids),
      unsaved: (failure, again) => this.notices.fail(failure, again),
      closed: () => this.letGo(),
    });
    const frame = frameOf(
      { filters: this.filters.element, strip: this.timeline.strip?.element ?? null, find: this.find.element, notices: this.notices.element, panel: this.panel.element },
      {
        zoom: (factor) => this.picture.scene.zoom(factor),
        whole: () => this.whole(),
        share: () => {
          this.write("replace");
          void share(this.notices);
        },
        png: () => void savePng(this.picture).catch((error: unknown) => this.notices.fail(error, null)),
        svg: () => saveSvg(this.picture, this.sheet),
      },
      embedded,
    );
    root.replaceChildren(frame.app);
    this.picture = new Picture(frame.stage, this.sheet, readPalette(), this.reduced);
    this.shown = show(this.sheet, this.view);
    this.overlays = new Overlays(this.sheet, this.picture, embedded ? null : this.panel, this.notices, {
      view: () => this.view,
      change: (part) => this.change(part),
      whole: () => this.whole(),
    });
    this.open();
    this.listen(frame.stage);
  }

  /** Choose something else; what does not follow from it stays as it is. */
  change(part: Partial<View>, way: Way = "replace"): void {
    const before = this.view;
    this.view = { ...before, ...part };
    if (FILTERS.some((name) => before[name] !== this.view[name])) this.filter();
    if (CHOSEN.some((name) => before[name] !== this.view[name])) void this.see(way !== "none");
    if (before.overlays !== this.view.overlays || (before.until !== this.view.until && this.view.overlays.has("rising"))) void this.overlays.update();
    if (way !== "none") this.write(way);
  }

  private open(): void {
    const present = [...this.sheet.ids.keys()];
    this.picture.scene.settle(present, present.length);
    this.filter();
    if (this.view.at !== null) this.picture.scene.moveTo(this.view.at, true);
    else this.picture.scene.fit(this.nodesShown(), true);
    void this.seeFirst(this.view.at === null);
    void this.overlays.update();
    keepAlike(this.view);
  }

  private filter(): void {
    const begun = performance.now();
    this.shown = show(this.sheet, this.view);
    this.picture.reveal(this.shown.nodes);
    this.filters.update(this.view, this.shown);
    this.timeline.update(this.view, this.shown);
    performance.measure("explorer:filter", { start: begun, end: performance.now() });
  }

  // The panel takes some of the stage: what was framed before is framed in the rest of it.
  private async seeFirst(move: boolean): Promise<void> {
    await this.see(move);
    if (move && this.view.selected !== null && this.picture.sight.path.length < 2) this.whole();
  }

  // What is selected, or the way from it (a path, or a bridge): lit on the map, told in the panel.
  private async see(move: boolean): Promise<void> {
    const { selected } = this.view;
    if (this.choosingEnd) this.notices.say("");
    this.choosingEnd = false;
    this.find.askFor(null);
    if (selected === null) {
      this.picture.look({ ...this.picture.sight, selected: null, cursor: null, path: [] });
      return this.overlays.tell();
    }
    const asked = this.view;
    try {
      const way = await this.lead(selected, asked);
      if (CHOSEN.some((name) => this.view[name] !== asked[name])) return;
      const [one, other] = [way[0], way.at(-1)];
      if (one === undefined || other === undefined) return this.missing();
      // What was merged goes by another id now.
      if (one !== selected || other !== endOf(asked)) return this.change({ selected: one, path: asked.path && other, bridge: asked.bridge && other });
      const nodes = way.length < 2 ? [] : way.map((id) => this.sheet.number(id)).filter((node) => node !== undefined);
      this.picture.look({ ...this.picture.sight, selected: this.sheet.number(selected) ?? null, cursor: null, path: nodes });
      this.notices.clear();
    } catch (error) {
      return this.notices.fail(error, () => void this.see(move));
    }
    this.tell(selected);
    if (move) this.bringIntoView();
  }

  // Return the ids of the way, or of what is selected alone, as they are now; none where the map has one of its ends not.
  private async lead(selected: string, { path, bridge }: View): Promise<string[]> {
    const before = this.sheet.size;
    const ends = bridge === null ? [selected] : [selected, bridge];
    const now = path === null ? await Promise.all(ends.map((id) => this.trips.now(id))) : await this.trips.path(selected, path);
    const ids = now.filter((id) => id !== null);
    // What it leads over may not be on the map yet.
    const fresh = await this.trips.bring(ids);
    if (fresh.length > 0 || this.sheet.size > before) this.grown();
    return ids.length === now.length ? ids : [];
  }

  private missing(): void {
    this.picture.look({ ...this.picture.sight, selected: null, cursor: null, path: [] });
    this.panel.close();
    this.notices.fail(new Failure("What is selected is not on the map.", "It may be gone from the library, or nothing lists or names it.", "Look for it by its name."), null);
  }

  private tell(selected: string): void {
    if (this.embedded) return;
    const node = this.sheet.number(selected);
    if (node === undefined) return;
    const { path, bridge } = this.view;
    if (bridge !== null) {
      this.openWhy(selected, bridge, button("Leave the bridge", () => this.letGo()));
      this.notices.announce(`A bridge from ${this.sheet.nameOf(node)} to ${this.sheet.nameOf(this.sheet.number(bridge) ?? node)}.`);
    } else if (path === null) {
      this.panel.open(`/explore/about/${encodeURIComponent(selected)}`, "What is selected could not be read.", ...this.actsOn(selected));
      this.announce(node);
    } else {
      const query = new URLSearchParams({ one: selected, other: path });
      const back = button("Leave the path", () => this.change({ path: null }, "push"));
      this.panel.open(`/explore/path?${query.toString()}`, "The path could not be read.", back);
      this.notices.announce(`A path of ${counted(this.picture.sight.path.length - 1, "step")}.`);
    }
  }

  private actsOn(id: string): HTMLElement[] {
    const expanded = this.sheet.isExpanded(id);
    return [
      button(expanded ? "Collapse" : "Expand", () => void this.expand(), { title: expanded ? "Take back what this brought" : "Bring what this is joined with" }),
      button("Path from here…", () => this.askForEnd()),
      h("a", { class: "button", href: `/explore?node=${encodeURIComponent(id)}`, title: "A map of this and what is around it" }, "Start here"),
    ];
  }

  private why(one: string, other: string): void {
    if (this.embedded) return;
    const { selected } = this.view;
    this.openWhy(one, other, selected === null ? button("Close", () => this.overlays.tell()) : button("Back", () => this.tell(selected)));
  }

  private openWhy(one: string, other: string, back: HTMLElement): void {
    this.panel.open(`/explore/why?${new URLSearchParams({ one, other }).toString()}`, "Why they are joined could not be read.", back);
  }

  private choose(id: string): void {
    if (this.choosingEnd && this.view.selected !== null && id !== this.view.selected) this.change({ path: id, bridge: null }, "push");
    else if (id !== endOf(this.view) || id !== this.view.selected) this.change({ selected: id, path: null, bridge: null }, "push");
    else this.tell(id);
  }

  private letGo(): void {
    if (this.choosingEnd) {
      this.choosingEnd = false;
      this.find.askFor(null);
      this.notices.say("");
    } else if (this.view.selected !== null) {
      this.change({ selected: null, path: null, bridge: null }, "push");
      this.notices.announce("Nothing is selected.");
    } else this.panel.close();
  }

  private askForEnd(): void {
    if (this.view.selected === null) return this.notices.say("Select where the path begins first.");
    this.choosingEnd = true;
    this.notices.say("Where does the path lead? Click a node, or find it by its name.");
    this.find.askFor("Path to…");
  }

  private async expand(): Promise<void> {
    const { selected } = this.view;
    if (selected === null) return;
    const held = this.panel.element.contains(document.activeElement);
    if (this.sheet.isExpanded(selected)) {
      const gone = this.sheet.collapse(selected);
      this.grown();
      this.notices.say(`${counted(gone.length, "node")} taken back.`);
    } else {
      this.notices.say("Fetching what it is joined with…");
      try {
        const fresh = await this.trips.expand(selected);
        this.grown();
        this.notices.say(fresh.length === 0 ? "All it is joined with was here already." : `${counted(fresh.length, "node")} brought.`);
      } catch (error) {
        this.notices.say("");
        return this.notices.fail(error, () => void this.expand());
      }
    }
    const before = [...this.view.expanded].filter((id) => id !== selected);
    this.change({ expanded: new Set([...before, ...this.sheet.expansions()]) });
    this.tell(selected);
    if (held) this.panel.focus();
  }

  /** Draw what has come or gone. */
  private grown(): void {
    this.picture.grown();
    this.filter();
    this.picture.light();
  }

  // One after the other: what an earlier decision left must not come in after what a later one did.
  private reread(ids: readonly string[]): Promise<void> {
    return (this.rereading = this.rereading.then(() => this.rereadNow(ids)));
  }

  private async rereadNow(ids: readonly string[]): Promise<void> {
    const known = ids.filter((id) => this.sheet.number(id) !== undefined);
    if (known.length === 0) return;
    try {
      const before = this.sheet.size;
      const nodes = await this.trips.reread(known);
      if (this.sheet.size > before) return this.grown();
      this.picture.scene.update(nodes);
      this.filter();
      this.picture.light();
    } catch (error) {
      this.notices.fail(error, () => void this.reread(ids));
    }
  }

  private nodesShown(): number[] {
    const nodes: number[] = [];
    this.shown.nodes.forEach((shown, node) => shown === 1 && nodes.push(node));
    return nodes;
  }

  private whole(): void {
    this.picture.scene.fit(this.nodesShown());
  }

  private bringIntoView(): void {
    const { selected, path } = this.picture.sight;
    const { scene } = this.picture;
    if (path.length > 1) return scene.fit(path);
    if (selected === null) return;
    scene.bringIntoView(selected);
  }

  private walk(right: number, down: number): void {
    const { selected, cursor } = this.picture.sight;
    if (selected === null) return this.picture.scene.pan(right * 80, down * 80);
    const among = this.picture.joins.map(({ other }) => other).filter((node) => this.shown.nodes[node] === 1);
    const next = towards(this.sheet, cursor ?? selected, [selected, ...among], right, down);
    if (next === undefined) return this.notices.announce("Nothing joined lies that way.");
    this.picture.look({ ...this.picture.sight, cursor: next });
    const place = among.indexOf(next);
    this.announce(next, place === -1 ? "selected" : `${place + 1} of ${among.length}`);
  }

  private enter(): void {
    const { selected, cursor } = this.picture.sight;
    const node = cursor ?? selected ?? nearestToMiddle(this.picture, this.sheet);
    if (node === undefined) return;
    if (node === selected && !this.choosingEnd) this.panel.focus();
    else this.choose(this.sheet.idOf(node));
  }

  private announce(node: number, place = ""): void {
    const joined = `joined with ${counted(this.sheet.joined[node] ?? 0, "other")}`;
    this.notices.announce(`${this.sheet.nameOf(node)}, ${this.sheet.kind(node).name}, ${joined}${place === "" ? "" : `; ${place}`}.`);
  }

  private write(way: Way): void {
    window.clearTimeout(this.writing);
    this.trail.write(this.view, way);
  }

  private listen(stage: HTMLElement): void {
    this.listenToPointer();
    listenForKeys(stage, {
      walk: (right, down) => this.walk(right, down),
      enter: () => this.enter(),
      zoom: (factor) => this.picture.scene.zoom(factor),
      whole: () => this.whole(),
      letGo: () => this.letGo(),
      find: () => this.find.input.focus(),
      path: () => this.askForEnd(),
      expand: () => void this.expand(),
      hubs: () => this.change({ joined: this.view.joined === null ? HUB : null }, "step"),
      play: () => this.timeline.play(),
    });
    this.picture.scene.sigma.getCamera().on("updated", () => {
      window.clearTimeout(this.writing);
      this.writing = window.setTimeout(() => this.change({ at: this.picture.scene.camera() }), SETTLED);
    });
    window.addEventListener("popstate", () => {
      this.trail.rest();
      this.change(readView(window.location.search), "none");
      if (this.view.at !== null) this.picture.scene.moveTo(this.view.at);
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.picture.recolour(readPalette()));
    new ResizeObserver(() => this.picture.scene.sigma.scheduleRender()).observe(stage);
    void document.fonts.ready.then(() => this.picture.relabel());
  }

  private listenToPointer(): void {
    const { sigma } = this.picture.scene;
    sigma.on("clickNode", ({ node }) => this.choose(node));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      // Two quick clicks on two nodes are two clicks.
      if (this.view.selected === node) void this.expand();
      else this.choose(node);
    });
    sigma.on("moveBody", ({ event: { x, y } }) => this.picture.point(x, y, !this.embedded));
    sigma.on("clickStage", ({ event }) => {
      const region = this.picture.lettering.regionAt(event.x, event.y);
      const stretch = this.picture.stretchAt(event.x, event.y);
      if (region !== undefined) this.picture.scene.fit(this.nodesShown().filter((node) => this.sheet.community[node] === region.at || this.sheet.part[node] === region.at));
      else if (stretch !== undefined && !this.embedded) this.why(this.sheet.idOf(stretch.from), this.sheet.idOf(stretch.to));
      else if (this.view.selected !== null || this.panel.isOpen) this.letGo();
    });
  }
}

/** Return where the way from what is selected leads: to itself, where only that is selected. */
function endOf({ selected, path, bridge }: View): string | null {
  return path ?? bridge ?? selected;
}

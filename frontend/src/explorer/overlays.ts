// What lies over the map: bridges, and the names that rise up to a month. While nothing is selected the panel lists them.
import { startQuery, type Overlay, type View } from "./address";
import { askRising } from "./answers";
import { button } from "./dom";
import type { Notices } from "./notices";
import type { Panel } from "./panel";
import type { Picture } from "./picture";
import { monthText, type Sheet } from "./sheet";

const WITHOUT: Readonly<Record<Overlay, string>> = { bridges: "Without bridges", rising: "Without rising names" };

export interface Below {
  readonly view: () => View;
  readonly change: (part: Partial<View>) => void;
  readonly whole: () => void;
}

export class Overlays {
  private month: string | null = null;
  private before: ReadonlySet<Overlay> = new Set();
  /** What the panel lists: of several what was asked for last. */
  private told: Overlay | null = null;

  constructor(
    private readonly sheet: Sheet,
    private readonly picture: Picture,
    private readonly panel: Panel | null,
    private readonly notices: Notices,
    private readonly below: Below,
  ) {}

  /** Draw what lies over the map now, and list it. */
  async update(): Promise<void> {
    const { overlays, until, selected } = this.below.view();
    this.told = [...overlays].find((one) => !this.before.has(one)) ?? (this.told !== null && overlays.has(this.told) ? this.told : ([...overlays][0] ?? null));
    this.before = overlays;
    this.picture.look({ ...this.picture.sight, bridges: overlays.has("bridges"), rising: overlays.has("rising") ? this.picture.sight.rising : [] });
    if (overlays.has("rising")) await this.askForRising(overlays, until);
    if (selected !== null || this.below.view().overlays !== overlays) return;
    // The list takes some of the stage: who has not moved the map yet sees the whole of it still.
    const opens = this.told !== null && this.panel?.isOpen === false;
    this.tell();
    if (opens && this.below.view().at === null) this.below.whole();
  }

  /** List what lies over the map, if anything does; else nothing is told. */
  tell(): void {
    if (this.panel === null) return;
    const { told } = this;
    if (told === null) return this.panel.close();
    const others = [...this.before].filter((one) => one !== told);
    const acts = [...others.map((one) => button(one === "bridges" ? "Bridges" : "Rising names", () => this.turnTo(one))), button(WITHOUT[told], () => this.leave(told))];
    if (told === "bridges") this.panel.open(`/explore/bridges?${startQuery(window.location.search)}`, "The bridges could not be read.", ...acts);
    else if (this.month !== null) this.panel.open(`/explore/rising?month=${this.month}`, "What rises could not be read.", ...acts);
  }

  private turnTo(one: Overlay): void {
    this.told = one;
    this.tell();
  }

  private leave(one: Overlay): void {
    this.below.change({ overlays: new Set([...this.before].filter((name) => name !== one)) });
  }

  private async askForRising(overlays: ReadonlySet<Overlay>, until: number | null): Promise<void> {
    try {
      const { month, nodes } = await askRising(`/api/v1/rising${until === null ? "" : `?month=${monthText(until)}`}`);
      const now = this.below.view();
      if (now.overlays !== overlays || now.until !== until) return;
      this.month = month;
      this.picture.look({ ...this.picture.sight, rising: nodes.map((id) => this.sheet.number(id)).filter((node) => node !== undefined) });
    } catch (error) {
      this.notices.fail(error, () => void this.update());
    }
  }
}

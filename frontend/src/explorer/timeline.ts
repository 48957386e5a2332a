// The map in time: the strip of months above it, and the year played over it.
import type { View } from "./address";
import type { Shown } from "./filtering";
import { Player } from "./play";
import type { Sheet } from "./sheet";
import { busyYear, Strip } from "./strip";

type Range = Pick<View, "since" | "until">;

export interface Clock {
  readonly now: () => Range;
  readonly choose: (range: Range) => void;
  /** Put a halo around these: 0 fresh, 1 gone. */
  readonly glow: (nodes: readonly number[], fade: number) => void;
  readonly shown: () => readonly number[];
  readonly still: () => boolean;
}

export class Timeline {
  readonly strip: Strip | null;
  private readonly player: Player;

  constructor(
    private readonly sheet: Sheet,
    private readonly clock: Clock,
  ) {
    this.player = new Player({
      months: () => this.monthsToPlay(),
      now: clock.now,
      show: clock.choose,
      halo: (fade) => this.halo(fade),
      still: clock.still,
    });
    this.strip = this.stripOf();
  }

  update(view: View, shown: Shown): void {
    this.strip?.update(view, shown);
    this.player.update();
  }

  play(): void {
    this.player.toggle();
  }

  private halo(fade: number): void {
    const { until } = this.clock.now();
    const isFresh = (node: number): boolean => Math.min(...(this.sheet.months[node] ?? [])) === until;
    this.clock.glow(fade >= 1 || until === null ? [] : this.clock.shown().filter(isFresh), fade);
  }

  private monthsToPlay(): readonly [number, number] {
    if (this.strip === null) return [0, 0];
    const { year, first, last } = this.strip;
    return [Math.max(first, year * 12), Math.min(last, year * 12 + 11)];
  }

  private stripOf(): Strip | null {
    // Names are shown where works are, whenever they came up first.
    const months = this.sheet.months.filter((_, node) => this.sheet.kind(node).family === "work").flat();
    if (months.length === 0) return null;
    const first = months.reduce((one, other) => Math.min(one, other));
    const last = months.reduce((one, other) => Math.max(one, other));
    const choose = (range: Range): void => {
      this.player.pause();
      this.clock.choose(range);
    };
    return new Strip(first, last, busyYear(months), choose, () => this.player.update(), this.player.button);
  }
}

// Playing a year: month after month appears and stays; the newest wear a halo for a moment. At its end the months are again
// those that were chosen before.
import type { View } from "./address";
import { button } from "./dom";

/** How long a month stands before the next comes, and how long its halo takes to fade. */
const MONTH = 1_100;
const HALO = 800;

type Range = Pick<View, "since" | "until">;

export interface Stage {
  /** The months to play, first and last. */
  readonly months: () => readonly [number, number];
  readonly now: () => Range;
  readonly show: (range: Range) => void;
  /** Draw the halo of what the last month brought: 0 fresh, 1 gone. */
  readonly halo: (fade: number) => void;
  readonly still: () => boolean;
}

export class Player {
  readonly button: HTMLButtonElement;
  private timer = 0;
  private frame = 0;
  /** What was chosen before it was played. */
  private before: Range = { since: null, until: null };
  private last: number | null = null;

  constructor(private readonly stage: Stage) {
    this.button = button("Play the year", () => this.toggle(), { class: "button map-play-button" });
  }

  get playing(): boolean {
    return this.timer !== 0;
  }

  /** Offer to play where there is more than a month. */
  update(): void {
    const [first, last] = this.stage.months();
    this.button.hidden = first >= last;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else if (!this.button.hidden) this.play();
  }

  pause(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.button.textContent = "Play the year";
    this.button.classList.remove("is-playing");
  }

  private play(): void {
    const [first, last] = this.stage.months();
    const now = this.stage.now();
    const goesOn = this.last !== null && now.since === null && now.until === this.last && this.last >= first && this.last < last;
    if (!goesOn) this.before = now;
    this.button.textContent = "Pause";
    this.button.classList.add("is-playing");
    this.step(goesOn && this.last !== null ? this.last + 1 : first);
  }

  private step(month: number): void {
    this.last = month;
    this.stage.show({ since: null, until: month });
    this.fade();
    const [, last] = this.stage.months();
    this.timer = window.setTimeout(() => (month >= last ? this.end() : this.step(month + 1)), MONTH);
  }

  private end(): void {
    this.pause();
    this.last = null;
    window.cancelAnimationFrame(this.frame);
    this.stage.halo(1);
    this.stage.show(this.before);
  }

  private fade(): void {
    window.cancelAnimationFrame(this.frame);
    if (this.stage.still()) return this.stage.halo(0.25);
    const start = performance.now();
    const draw = (): void => {
      const fade = Math.min(1, (performance.now() - start) / HALO);
      this.stage.halo(fade);
      if (fade < 1) this.frame = window.requestAnimationFrame(draw);
    };
    draw();
  }
}

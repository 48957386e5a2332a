// Playing a year: month after month appears and stays; the newest wear a halo for a moment.
import { button } from "./dom";

/** How long a month stands before the next comes, and how long its halo takes to fade. */
const MONTH = 1_100;
const HALO = 800;

export interface Stage {
  /** The months to play, first and last. */
  readonly months: () => readonly [number, number];
  readonly now: () => number | null;
  readonly show: (month: number) => void;
  /** Draw the halo of what the last month brought: 0 fresh, 1 gone. */
  readonly halo: (fade: number) => void;
  readonly still: () => boolean;
}

export class Player {
  readonly button: HTMLButtonElement;
  private timer = 0;
  private frame = 0;

  constructor(private readonly stage: Stage) {
    this.button = button("Play the year", () => this.toggle(), { class: "button map-play-button" });
  }

  get playing(): boolean {
    return this.timer !== 0;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
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
    const next = now === null || now < first || now >= last ? first : now + 1;
    this.button.textContent = "Pause";
    this.button.classList.add("is-playing");
    this.step(next);
  }

  private step(month: number): void {
    this.stage.show(month);
    this.fade();
    const [, last] = this.stage.months();
    this.timer = window.setTimeout(() => (month >= last ? this.pause() : this.step(month + 1)), MONTH);
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

/** Seconds of training, pauses and reports left out. */
export class TrainingClock {
  private before: number;
  private since: number | null;

  /** Runs from now on; `seconds`: spent before, in an earlier part of the same run. */
  constructor(
    seconds = 0,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.before = seconds * 1000;
    this.since = now();
  }

  seconds(): number {
    return (this.before + (this.since === null ? 0 : this.now() - this.since)) / 1000;
  }

  stop(): void {
    this.before = this.seconds() * 1000;
    this.since = null;
  }

  go(): void {
    this.since = this.now();
  }
}

/** The rhythm of a run: how often it lets messages of the page in, and how often it reports. */
import { breathe } from './breathe';

/** Milliseconds between reports at least; a report may also take no more than this share of the time. */
const REPORT_EVERY = 100;
const REPORT_SHARE = 0.15;
/** Milliseconds of work after which messages of the page are let in. */
const YIELD_EVERY = 24;

export class Pace {
  private breathed: number;
  private nextReport = 0;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.breathed = now();
  }

  /** Lets messages in where it has been a while. */
  async breathe(): Promise<void> {
    if (this.now() - this.breathed <= YIELD_EVERY) return;
    await breathe();
    this.breathed = this.now();
  }

  /** Whether a report is due at `time`, in milliseconds. */
  isDue(time: number): boolean {
    return time >= this.nextReport;
  }

  /** After a report that took all the time since `began`. */
  reported(began: number): void {
    const now = this.now();
    this.nextReport = now + Math.max(REPORT_EVERY, (now - began) / REPORT_SHARE);
  }
}

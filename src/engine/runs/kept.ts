/** Tasks of finished runs, by run, kept within bounds for what is done after training; disposed when forgotten, though not under the hands of someone who uses them. */
import { InputError } from '../errors';
import type { RunSpec } from '../records/run';
import type { Task } from './task';

/** Runs kept at most, and numbers that they keep in all: beside their inputs, which they share. */
const MOST_RUNS = 16;
const MOST_NUMBERS = 64 * 1024 * 1024;

interface Kept<T> {
  readonly item: T;
  readonly spec: RunSpec;
  users: number;
  forgotten: boolean;
}

export class KeptRuns<T extends Pick<Task, 'size' | 'dispose'> = Task> {
  /** Oldest first. */
  private readonly kept = new Map<string, Kept<T>>();

  constructor(
    private readonly mostRuns = MOST_RUNS,
    private readonly mostNumbers = MOST_NUMBERS,
  ) {}

  /** Takes over what a run trained; the oldest go where they are too many, the newest is kept all the same. */
  keep(spec: RunSpec, item: T): void {
    this.forget(spec.runId);
    this.kept.set(spec.runId, { item, spec, users: 0, forgotten: false });
    for (const oldest of [...this.kept.keys()].slice(0, -1)) if (this.tooMany()) this.forget(oldest);
  }

  /** Undefined where the run is no longer kept. */
  get(runId: string): T | undefined {
    return this.kept.get(runId)?.item;
  }

  /** Works with what a run trained, `takeUp`n where it is no longer kept; forgotten meanwhile, it is disposed afterwards. @throws InputError where it is gone. */
  async use<R>(spec: RunSpec, work: (item: T) => Promise<R>, takeUp?: () => Promise<T>): Promise<R> {
    if (!this.kept.has(spec.runId) && takeUp) this.keep(spec, await takeUp());
    const kept = this.kept.get(spec.runId);
    if (!kept) throw new InputError('The trained model of this run is no longer in memory: the page was reloaded, the engine was started anew, or later runs took its place.', 'Run the cell again.');
    kept.users++;
    try {
      return await work(kept.item);
    } finally {
      kept.users--;
      this.disposeUnused(kept);
    }
  }

  forget(runId: string): void {
    const kept = this.kept.get(runId);
    if (!kept) return;
    this.kept.delete(runId);
    kept.forgotten = true;
    this.disposeUnused(kept);
  }

  /** Forgets the earlier runs of a run's cell: a run's id is its cell's, a dot and a number. */
  forgetBefore(runId: string): void {
    for (const earlier of [...this.kept.keys()]) if (earlier !== runId && cellOf(earlier) === cellOf(runId)) this.forget(earlier);
  }

  /** Forgets those that read these data, which are given up. */
  forgetReaders(dataId: string): void {
    for (const [runId, { spec }] of [...this.kept]) if (Object.values(spec.inputs).includes(dataId)) this.forget(runId);
  }

  /** Forgets all: their tensors lie on a device that is gone. */
  clear(): void {
    for (const runId of [...this.kept.keys()]) this.forget(runId);
  }

  private tooMany(): boolean {
    const numbers = [...this.kept.values()].reduce((sum, { item }) => sum + item.size, 0);
    return this.kept.size > this.mostRuns || numbers > this.mostNumbers;
  }

  private disposeUnused(kept: Kept<T>): void {
    if (kept.forgotten && kept.users === 0) kept.item.dispose();
  }
}

function cellOf(runId: string): string {
  const dot = runId.lastIndexOf('.');
  return dot < 0 ? runId : runId.slice(0, dot);
}

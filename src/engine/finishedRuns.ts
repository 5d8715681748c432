/** Quantizers of finished runs, kept for what is done after training (repair of collisions, IDs for new items), within bounds. */
import { InputError } from './errors';
import type { Quantizer } from './quantizers/quantizer';
import type { Vectors } from './quantizers/vectors';
import type { RunSpec } from './records';

/** Runs kept at most, and numbers of their rows in all (each method keeps about as many again); the newest is kept whatever its size. */
const MOST_RUNS = 8;
const MOST_NUMBERS = 64 * 1024 * 1024;

export interface FinishedRun {
  readonly spec: RunSpec;
  readonly quantizer: Quantizer;
  /** The dataset's, shared with other runs: never disposed by a run. */
  readonly rows: Vectors;
  /** int32 [rows, levels], row-major, as the page got them; written by nobody. */
  readonly codes: Int32Array;
}

interface Kept {
  readonly run: FinishedRun;
  users: number;
  forgotten: boolean;
}

/** The quantizers are the holder's: it disposes them when they are forgotten, though not under the hands of someone who uses them. */
export class FinishedRuns {
  /** Oldest first. */
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly mostRuns = MOST_RUNS,
    private readonly mostNumbers = MOST_NUMBERS,
  ) {}

  /** Takes a run's quantizer over; the oldest go where there are too many. */
  keep(run: FinishedRun): void {
    this.forget(run.spec.runId);
    this.kept.set(run.spec.runId, { run, users: 0, forgotten: false });
    for (const oldest of [...this.kept.keys()].slice(0, -1)) if (this.tooMuch()) this.forget(oldest);
  }

  /** @throws InputError where the run is no longer kept. */
  get(runId: string): FinishedRun {
    const kept = this.kept.get(runId);
    if (!kept) throw new InputError('The trained model of this run is no longer in memory: the page was reloaded, the engine was started anew, or later runs took its place.', 'Run the cell again.');
    return kept.run;
  }

  /** Works with a run; a run forgotten meanwhile is disposed afterwards. @throws InputError where it is no longer kept. */
  async use<T>(runId: string, work: (run: FinishedRun) => Promise<T>): Promise<T> {
    const run = this.get(runId);
    const kept = this.kept.get(runId)!;
    kept.users++;
    try {
      return await work(run);
    } finally {
      kept.users--;
      disposeUnused(kept);
    }
  }

  forget(runId: string): void {
    const kept = this.kept.get(runId);
    if (!kept) return;
    this.kept.delete(runId);
    kept.forgotten = true;
    disposeUnused(kept);
  }

  /** Forgets the earlier runs of a run's cell: a run's id is its cell's, a dot and a number. */
  forgetBefore(runId: string): void {
    for (const earlier of [...this.kept.keys()]) if (earlier !== runId && cellOf(earlier) === cellOf(runId)) this.forget(earlier);
  }

  /** Forgets the runs on a dataset that is given up. */
  forgetDataset(datasetId: string): void {
    for (const [runId, { run }] of [...this.kept]) if (run.spec.datasetId === datasetId) this.forget(runId);
  }

  /** Forgets all: their tensors lie on a device that is gone. */
  clear(): void {
    for (const runId of [...this.kept.keys()]) this.forget(runId);
  }

  private tooMuch(): boolean {
    // Runs on the same rows share them; what each adds is what its method keeps, which is of their size.
    const numbers = [...this.kept.values()].reduce((sum, { run }) => sum + run.rows.rows * run.rows.dim, 0);
    return this.kept.size > this.mostRuns || numbers > this.mostNumbers;
  }
}

function cellOf(runId: string): string {
  const dot = runId.lastIndexOf('.');
  return dot < 0 ? runId : runId.slice(0, dot);
}

function disposeUnused(kept: Kept): void {
  if (kept.forgotten && kept.users === 0) kept.run.quantizer.dispose();
}

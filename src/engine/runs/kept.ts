/** Trained models of finished runs, by run, kept within bounds for what is done after training; disposed when forgotten, though not under the hands of someone who uses them. */
import { InputError } from '../errors';

interface Kept<T> {
  readonly item: T;
  users: number;
  forgotten: boolean;
}

export class KeptRuns<T> {
  /** Oldest first. */
  private readonly kept = new Map<string, Kept<T>>();

  /** `tooMany`: true where the oldest must go; the newest is kept all the same. */
  constructor(
    private readonly dispose: (item: T) => void,
    private readonly tooMany: (items: readonly T[]) => boolean,
  ) {}

  /** Takes a run's model over. */
  keep(runId: string, item: T): void {
    this.forget(runId);
    this.kept.set(runId, { item, users: 0, forgotten: false });
    for (const oldest of [...this.kept.keys()].slice(0, -1)) if (this.tooMany([...this.kept.values()].map(({ item }) => item))) this.forget(oldest);
  }

  /** Undefined where the run is no longer kept. */
  get(runId: string): T | undefined {
    return this.kept.get(runId)?.item;
  }

  /** Works with a run's model, `takeUp`n where it is no longer kept; forgotten meanwhile, it is disposed afterwards. @throws InputError where it is gone. */
  async use<R>(runId: string, work: (item: T) => Promise<R>, takeUp?: () => Promise<T>): Promise<R> {
    if (!this.kept.has(runId) && takeUp) this.keep(runId, await takeUp());
    const kept = this.kept.get(runId);
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

  /** Forgets those on data that is given up. */
  forgetWhere(given: (item: T) => boolean): void {
    for (const [runId, { item }] of [...this.kept]) if (given(item)) this.forget(runId);
  }

  /** Forgets all: their tensors lie on a device that is gone. */
  clear(): void {
    this.forgetWhere(() => true);
  }

  private disposeUnused(kept: Kept<T>): void {
    if (kept.forgotten && kept.users === 0) this.dispose(kept.item);
  }
}

function cellOf(runId: string): string {
  const dot = runId.lastIndexOf('.');
  return dot < 0 ? runId : runId.slice(0, dot);
}

/** A bounded number of a run's snapshots, spread evenly over its training: when there are too many, every second one goes. */
import type { QuantizerSnapshot } from '../../engine/records/quantize';

export interface KeptSnapshot {
  /** Which snapshot of the run it was, from 0. */
  readonly at: number;
  readonly snapshot: QuantizerSnapshot;
}

export interface SnapshotHistory {
  /** Whose snapshots they are: of another run nothing is kept. */
  readonly runId: string | null;
  /** Snapshots seen so far, and every how many one is kept; the latest always is. */
  readonly seen: number;
  readonly every: number;
  readonly kept: readonly KeptSnapshot[];
}

export const NO_HISTORY: SnapshotHistory = { runId: null, seen: 0, every: 1, kept: [] };

/** The same history where the snapshot is the latest already. */
export function withSnapshot(history: SnapshotHistory, runId: string | null, snapshot: QuantizerSnapshot, most: number): SnapshotHistory {
  const before = history.runId === runId ? history : { ...NO_HISTORY, runId };
  const latest = before.kept.at(-1);
  if (latest?.snapshot === snapshot) return history;
  // A run that goes on from a checkpoint steps back: what lies beyond is of a time that did not come.
  const past = before.kept.filter(({ snapshot: { step } }) => step <= snapshot.step);
  let { every } = before;
  let kept = past.filter(({ at, snapshot: { step } }) => at % every === 0 && step < snapshot.step);
  while (kept.length + 1 > most) {
    every *= 2;
    kept = kept.filter(({ at }) => at % every === 0);
  }
  return { runId, seen: before.seen + 1, every, kept: [...kept, { at: before.seen, snapshot }] };
}

/** The latest snapshot at a share of `steps` in all, from 0 to 1; the first one where none is so early. */
export function snapshotAt({ kept }: SnapshotHistory, place: number, steps: number): QuantizerSnapshot | null {
  // Half a step of slack: a share is a quotient.
  return (kept.findLast(({ snapshot }) => snapshot.step <= place * steps + 0.5) ?? kept[0])?.snapshot ?? null;
}

/** Bytes of the arrays that are kept. */
export function bytesOf({ kept }: SnapshotHistory): number {
  return kept.reduce((sum, { snapshot }) => sum + bytes(snapshot), 0);
}

function bytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'number') return 8;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, entry) => sum + bytes(entry), 0);
}

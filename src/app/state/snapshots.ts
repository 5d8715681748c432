/** Snapshots of training that figures can go back to, by run, and the time that they show. Nothing of it is stored. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { NO_HISTORY, withSnapshot } from '../runs/snapshotHistory';
import type { SnapshotHistory } from '../runs/snapshotHistory';
import type { RunStore } from './runStore';

export interface SnapshotsState {
  readonly runs: Readonly<Record<string, SnapshotHistory>>;
  /** What figures show: the share of each run's steps, from 0 to 1; null: the latest. */
  readonly place: number | null;
}
export type SnapshotStore = StoreApi<SnapshotsState>;

/** Snapshots kept of a run. */
export const MOST_SNAPSHOTS = 48;

/** Follows the runs: what is gone there, or has begun anew, is gone here. */
export function createSnapshots(runs: RunStore): SnapshotStore {
  const store = createStore<SnapshotsState>(() => ({ runs: {}, place: null }));
  const look = () => {
    const before = store.getState().runs;
    const next: Record<string, SnapshotHistory> = {};
    for (const [id, { runId, snapshot }] of Object.entries(runs.getState().runs)) {
      const history = before[id] ?? NO_HISTORY;
      if (snapshot?.family === 'quantizer') next[id] = withSnapshot(history, runId, snapshot, MOST_SNAPSHOTS);
      else if (history.runId === runId && history.kept.length > 0) next[id] = history;
    }
    const same = Object.keys(next).length === Object.keys(before).length && Object.entries(next).every(([id, history]) => before[id] === history);
    if (!same) store.setState({ runs: next });
  };
  look();
  runs.subscribe(look);
  return store;
}

export function showPlace(store: SnapshotStore, place: number | null): void {
  store.setState({ place });
}

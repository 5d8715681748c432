/** What has been run: data held by the engine, and each cell's progress and result. Changes are gathered and published once a frame. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunEvent } from '../../engine/records/event';
import { type CellRun, NO_RUN, reduceRun } from '../runs/cellRun';
import { type CodesState, type DataState, type LogState, NO_CODES, NO_DATA, NO_LOG, NO_SEQUENCES, NO_TABLE, type RunState, type SequencesState, type TableState } from '../runs/runState';

export type RunStore = StoreApi<RunState>;

export function createRunStore(): RunStore {
  return createStore<RunState>(() => ({ files: {}, data: {}, tables: {}, logs: {}, sequences: {}, codes: {}, runs: {}, queue: [], queued: 0, paused: false }));
}

export function patchRun(store: RunStore, id: string, patch: Partial<CellRun>): void {
  store.setState((state) => ({ runs: { ...state.runs, [id]: { ...(state.runs[id] ?? NO_RUN), ...patch } } }));
}

export function patchData(store: RunStore, id: string, patch: Partial<DataState>): void {
  store.setState((state) => ({ data: { ...state.data, [id]: { ...(state.data[id] ?? NO_DATA), ...patch } } }));
}

export function patchTable(store: RunStore, id: string, patch: Partial<TableState>): void {
  store.setState((state) => ({ tables: { ...state.tables, [id]: { ...(state.tables[id] ?? NO_TABLE), ...patch } } }));
}

export function patchLog(store: RunStore, id: string, patch: Partial<LogState>): void {
  store.setState((state) => ({ logs: { ...state.logs, [id]: { ...(state.logs[id] ?? NO_LOG), ...patch } } }));
}

export function patchSequences(store: RunStore, id: string, patch: Partial<SequencesState>): void {
  store.setState((state) => ({ sequences: { ...state.sequences, [id]: { ...(state.sequences[id] ?? NO_SEQUENCES), ...patch } } }));
}

export function patchCodes(store: RunStore, id: string, patch: Partial<CodesState>): void {
  store.setState((state) => ({ codes: { ...state.codes, [id]: { ...(state.codes[id] ?? NO_CODES), ...patch } } }));
}

/** Gathers events and publishes them together once a frame; `flush` publishes at once. */
export function createEventGate(store: RunStore, nextFrame: (publish: () => void) => void) {
  let pending = new Map<string, RunEvent[]>();
  const flush = () => {
    if (pending.size === 0) return;
    const events = pending;
    pending = new Map();
    store.setState((state) => {
      const runs = { ...state.runs };
      for (const [id, list] of events) runs[id] = list.reduce(reduceRun, runs[id] ?? NO_RUN);
      return { runs };
    });
  };
  return {
    flush,
    push(id: string, event: RunEvent) {
      if (pending.size === 0) nextFrame(flush);
      pending.set(id, [...(pending.get(id) ?? []), event]);
    },
  };
}

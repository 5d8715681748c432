/** Logs and what the engine holds of them: binding a file, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { LoadedLog } from '../../engine/records/click';
import type { Reading } from '../../engine/records/data';
import type { LogChoices } from '../../engine/records/log';
import { fingerprint, logKeyOf } from '../notebook/hash';
import { logCell } from '../notebook/spec';
import type { LogCell } from '../notebook/spec';
import { NO_LOG, prints } from '../runs/runState';
import type { BoundFile } from '../runs/runState';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { patchLog } from './runStore';
import type { RunStore } from './runStore';

export interface LogActions {
  /** Loads a file with these choices and only then, after `beforeSwap`, binds it; rejects with a Problem and changes nothing. */
  use(cellId: string, file: File, choices: LogChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** The file bound to this cell; null while there is none. */
  file(cellId: string): BoundFile | null;
  /** The engine's log for this cell, loading it if what is held is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedLog>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

export function createLogs(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: LogCell['spec']) => void): LogActions {
  const cellOf = (cellId: string) => logCell(notebook.getState().notebook, cellId);

  function settle(cellId: string, key: string | null, loaded: LoadedLog) {
    const before = runs.getState().logs[cellId]?.loaded;
    patchLog(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  function file(cellId: string): BoundFile | null {
    const cell = cellOf(cellId);
    return (cell && runs.getState().files[cell.spec.data]) ?? null;
  }

  const once = loadOnce<LoadedLog>({ held: (cellId) => runs.getState().logs[cellId] ?? NO_LOG, patch: (cellId, state) => patchLog(runs, cellId, state), settle });

  return {
    file,
    async use(cellId, file, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      const { data } = cell.spec;
      const spec = { data, choices, ...(sample !== null && { sample }) };
      const loaded = await client().loadLog(file, choices, reading);
      const print = await fingerprint(file);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      runs.setState((state) => ({ files: { ...state.files, [data]: { file, print, sample } } }));
      settle(cellId, logKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const bound = file(cellId);
      const key = logKeyOf(cell, prints(runs.getState()));
      if (!cell || !bound || key === null) {
        throw Object.assign(new Error(`No file is bound to "${cell?.spec.data ?? cellId}".`), { name: 'input', hint: 'Drop a log of events anywhere on the page, or choose a sample.' });
      }
      return once(cellId, key, (reading) => client().loadLog(bound.file, cell.spec.choices, reading));
    },
    forget: () => runs.setState((state) => ({ logs: Object.fromEntries(Object.keys(state.logs).map((id) => [id, NO_LOG])) })),
  };
}

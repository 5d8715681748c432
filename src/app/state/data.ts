/** Files and what the engine holds of them: binding, looking into, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { DatasetChoices, LoadedDataset, Reading } from '../../engine/records/data';
import { dataKey, fingerprint } from '../notebook/hash';
import { datasetCell } from '../notebook/spec';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { patchData } from './runStore';
import { NO_DATA } from '../runs/runState';
import type { RunStore } from './runStore';
import type { BoundFile } from '../runs/runState';

export interface DataActions {
  /** Loads a file with these choices and only then, after `beforeSwap`, binds it; rejects with a Problem and changes nothing. */
  use(cellId: string, file: File, choices: DatasetChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** Binds a file without loading it (restored from storage). */
  bind(name: string, bound: BoundFile): void;
  /** The engine's data for this cell, loading it if what is held is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedDataset>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

export function createData(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editChoices: (cellId: string, choices: DatasetChoices, sample: string | null) => void): DataActions {
  function settle(cellId: string, key: string, loaded: LoadedDataset) {
    const before = runs.getState().data[cellId]?.loaded;
    patchData(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  const once = loadOnce<LoadedDataset>({ held: (cellId) => runs.getState().data[cellId] ?? NO_DATA, patch: (cellId, state) => patchData(runs, cellId, state), settle });

  return {
    async use(cellId, file, choices, sample, beforeSwap, reading) {
      const cell = datasetCell(notebook.getState().notebook, cellId);
      if (!cell) return;
      const loaded = await client().load(file, choices, reading);
      const bound = { file, print: await fingerprint(file), sample };
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      runs.setState((state) => ({ files: { ...state.files, [cell.spec.data]: bound } }));
      settle(cellId, dataKey(bound.print, choices), loaded);
      editChoices(cellId, choices, sample);
    },
    bind: (name, bound) => runs.setState((state) => ({ files: { ...state.files, [name]: bound } })),
    async ensure(cellId) {
      const cell = datasetCell(notebook.getState().notebook, cellId);
      const bound = cell && runs.getState().files[cell.spec.data];
      if (!cell || !bound) {
        throw Object.assign(new Error(`No file is bound to "${cell?.spec.data ?? cellId}".`), { name: 'input', hint: 'Drop a file anywhere on the page, or choose a sample.' });
      }
      const key = dataKey(bound.print, cell.spec.choices);
      return once(cellId, key, (reading) => client().load(bound.file, cell.spec.choices, reading));
    },
    forget: () => runs.setState((state) => ({ data: Object.fromEntries(Object.keys(state.data).map((id) => [id, NO_DATA])) })),
  };
}

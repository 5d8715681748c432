/** Codes made elsewhere and what the engine holds of them: binding a file, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { CodesChoices, LoadedCodes } from '../../engine/records/codes';
import type { Reading } from '../../engine/records/data';
import { codesKeyOf, fingerprint } from '../notebook/hash';
import { codesCell } from '../notebook/spec';
import type { CodesCell } from '../notebook/spec';
import { NO_CODES, prints } from '../runs/runState';
import type { BoundFile } from '../runs/runState';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { patchCodes } from './runStore';
import type { RunStore } from './runStore';

export interface CodesActions {
  /** Loads a file with these choices and only then, after `beforeSwap`, binds it; rejects with a Problem and changes nothing. */
  use(cellId: string, file: File, choices: CodesChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** The file bound to this cell; null while there is none. */
  file(cellId: string): BoundFile | null;
  /** The engine's codes for this cell, loading it if what is held is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedCodes>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

export function createCodes(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: CodesCell['spec']) => void): CodesActions {
  const cellOf = (cellId: string) => codesCell(notebook.getState().notebook, cellId);

  function settle(cellId: string, key: string | null, loaded: LoadedCodes) {
    const before = runs.getState().codes[cellId]?.loaded;
    patchCodes(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  function file(cellId: string): BoundFile | null {
    const cell = cellOf(cellId);
    return (cell && runs.getState().files[cell.spec.data]) ?? null;
  }

  const once = loadOnce<LoadedCodes>({ held: (cellId) => runs.getState().codes[cellId] ?? NO_CODES, patch: (cellId, state) => patchCodes(runs, cellId, state), settle });

  return {
    file,
    async use(cellId, file, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      const { data } = cell.spec;
      const { sample: _, ...before } = cell.spec;
      const spec = { ...before, choices, ...(sample !== null && { sample }) };
      const loaded = await client().loadCodes(file, choices, reading);
      const print = await fingerprint(file);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      runs.setState((state) => ({ files: { ...state.files, [data]: { file, print, sample } } }));
      settle(cellId, codesKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const bound = file(cellId);
      const key = codesKeyOf(cell, prints(runs.getState()));
      if (!cell || !bound || key === null) {
        throw Object.assign(new Error(`No file is bound to "${cell?.spec.data ?? cellId}".`), { name: 'input', hint: 'Drop a file of semantic IDs anywhere on the page, such as index.json.' });
      }
      return once(cellId, key, (reading) => client().loadCodes(bound.file, cell.spec.choices, reading));
    },
    forget: () => runs.setState((state) => ({ codes: Object.fromEntries(Object.keys(state.codes).map((id) => [id, NO_CODES])) })),
  };
}

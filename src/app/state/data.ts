/** Files and what the engine holds of them: binding, joining a second one for ids and metadata, looking into, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { DatasetChoices, LoadedDataset, Reading } from '../../engine/records/data';
import { dataKeyOf, fingerprint } from '../notebook/hash';
import { datasetCell } from '../notebook/spec';
import type { DatasetCell } from '../notebook/spec';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { patchData } from './runStore';
import { NO_DATA, prints } from '../runs/runState';
import type { RunStore } from './runStore';
import type { BoundFile } from '../runs/runState';
import type { TableFiles } from './tables';

export interface DataActions {
  /** Loads files with these choices and only then, after `beforeSwap`, binds them; rejects with a Problem and changes nothing. */
  use(cellId: string, files: TableFiles, choices: DatasetChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** Binds a file without loading it (restored from storage). */
  bind(name: string, bound: BoundFile): void;
  /** The files bound to this cell; null while one is missing. */
  files(cellId: string): TableFiles | null;
  /** The engine's data for this cell, loading it if what is held is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedDataset>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

export function createData(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: DatasetCell['spec']) => void): DataActions {
  const cellOf = (cellId: string) => datasetCell(notebook.getState().notebook, cellId);
  const bind: DataActions['bind'] = (name, bound) => runs.setState((state) => ({ files: { ...state.files, [name]: bound } }));

  function settle(cellId: string, key: string | null, loaded: LoadedDataset) {
    const before = runs.getState().data[cellId]?.loaded;
    patchData(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  function files(cellId: string): TableFiles | null {
    const spec = cellOf(cellId)?.spec;
    const bound = runs.getState().files;
    const file = spec && bound[spec.data]?.file;
    const joined = spec?.joinData === undefined ? undefined : bound[spec.joinData]?.file;
    return !file || (spec.joinData !== undefined && !joined) ? null : { file, ...(joined && { joined }) };
  }

  const once = loadOnce<LoadedDataset>({ held: (cellId) => runs.getState().data[cellId] ?? NO_DATA, patch: (cellId, state) => patchData(runs, cellId, state), settle });

  return {
    bind,
    files,
    async use(cellId, { file, joined }, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      const { data, joinData = `${data}-joined` } = cell.spec;
      const spec = { data, ...(joined && { joinData }), choices, ...(sample !== null && { sample }) };
      const loaded = await client().load(file, choices, reading, joined);
      const [print, joinedPrint] = await Promise.all([fingerprint(file), joined && fingerprint(joined)]);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      bind(data, { file, print, sample });
      if (joined && joinedPrint !== undefined) bind(joinData, { file: joined, print: joinedPrint, sample: null });
      settle(cellId, dataKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const found = files(cellId);
      const key = dataKeyOf(cell, prints(runs.getState()));
      if (!cell || !found || key === null) throw unbound(cell, cellId, runs.getState().files);
      return once(cellId, key, (reading) => client().load(found.file, cell.spec.choices, reading, found.joined));
    },
    forget: () => runs.setState((state) => ({ data: Object.fromEntries(Object.keys(state.data).map((id) => [id, NO_DATA])) })),
  };
}

function unbound(cell: DatasetCell | undefined, cellId: string, files: Readonly<Record<string, BoundFile>>): Error {
  const { data = cellId, joinData } = cell?.spec ?? {};
  const name = joinData !== undefined && files[data] ? joinData : data;
  const hint = name === joinData ? `Choose the file that is joined to "${data}", or choose to join none.` : 'Drop a file anywhere on the page, or choose a sample.';
  return Object.assign(new Error(`No file is bound to "${name}".`), { name: 'input', hint });
}

/** Tables and what the engine holds of them: binding files, joining a second one, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { Reading } from '../../engine/records/data';
import type { LoadedTable, TableChoices } from '../../engine/records/table';
import { fingerprint, tableKeyOf } from '../notebook/hash';
import { tableCell } from '../notebook/spec';
import type { TableCell } from '../notebook/spec';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { prints } from '../runs/runState';
import { patchTable } from './runStore';
import { NO_TABLE } from '../runs/runState';
import type { RunStore } from './runStore';
import type { BoundFile } from '../runs/runState';

/** A table's file, and the one joined to it where there is one. */
export interface TableFiles {
  readonly file: File;
  readonly joined?: File;
}

export interface TableActions {
  /** Loads files with these choices and only then, after `beforeSwap`, binds them; rejects with a Problem and changes nothing. */
  use(cellId: string, files: TableFiles, choices: TableChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** Binds a file without loading it. */
  bind(name: string, bound: BoundFile): void;
  /** The files bound to this cell; null while one is missing. */
  files(cellId: string): TableFiles | null;
  /** The engine's table for this cell, loading it if what is held is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedTable>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

export function createTables(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: TableCell['spec']) => void): TableActions {
  const cellOf = (cellId: string) => tableCell(notebook.getState().notebook, cellId);
  const bind: TableActions['bind'] = (name, bound) => runs.setState((state) => ({ files: { ...state.files, [name]: bound } }));

  function settle(cellId: string, key: string | null, loaded: LoadedTable) {
    const before = runs.getState().tables[cellId]?.loaded;
    patchTable(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  function files(cellId: string): TableFiles | null {
    const spec = cellOf(cellId)?.spec;
    const bound = runs.getState().files;
    const file = spec && bound[spec.data]?.file;
    const joined = spec?.joinData === undefined ? undefined : bound[spec.joinData]?.file;
    return !file || (spec.joinData !== undefined && !joined) ? null : { file, ...(joined && { joined }) };
  }

  const once = loadOnce<LoadedTable>({ held: (cellId) => runs.getState().tables[cellId] ?? NO_TABLE, patch: (cellId, state) => patchTable(runs, cellId, state), settle });

  return {
    bind,
    files,
    async use(cellId, { file, joined }, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      const { data, joinData = `${data}-joined` } = cell.spec;
      const spec = { data, ...(joined && { joinData }), choices, ...(sample !== null && { sample }) };
      const now = files(cellId);
      const held = runs.getState().tables[cellId] ?? NO_TABLE;
      // The same rows read alike (another unit, say): what was fitted on them stays good, and in the engine's memory.
      if (now?.file === file && now.joined === joined && held.loaded && held.key === tableKeyOf({ spec }, prints(runs.getState()))) return editSpec(cellId, spec);
      const loaded = await client().loadTable(file, choices, joined, reading);
      const [print, joinedPrint] = await Promise.all([fingerprint(file), joined && fingerprint(joined)]);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      bind(data, { file, print, sample });
      if (joined && joinedPrint !== undefined) bind(joinData, { file: joined, print: joinedPrint, sample: null });
      settle(cellId, tableKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const found = files(cellId);
      const key = tableKeyOf(cell, prints(runs.getState()));
      if (!cell || !found || key === null) throw unbound(cell, cellId, runs.getState().files);
      return once(cellId, key, (reading) => client().loadTable(found.file, cell.spec.choices, found.joined, reading));
    },
    forget: () => runs.setState((state) => ({ tables: Object.fromEntries(Object.keys(state.tables).map((id) => [id, NO_TABLE])) })),
  };
}

function unbound(cell: TableCell | undefined, cellId: string, files: Readonly<Record<string, BoundFile>>): Error {
  const { data = cellId, joinData } = cell?.spec ?? {};
  const name = joinData !== undefined && files[data] ? joinData : data;
  const hint = name === joinData ? `Choose the file that is joined to "${data}", or choose to join none.` : 'Drop a table anywhere on the page, or choose a sample.';
  return Object.assign(new Error(`No file is bound to "${name}".`), { name: 'input', hint });
}

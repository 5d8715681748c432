/** Semantic IDs after training: repairs previewed and applied, IDs for the rows of another file. Codes of the run itself are never changed. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../engine/client';
import type { Problem } from '../../engine/records/basics';
import type { ReadProgress } from '../../engine/records/data';
import type { Appended, Repair, RepairMethod, RepairOptions } from '../../engine/records/repair';
import { quantizerCell } from '../notebook/spec';
import { editCell } from './notebookStore';
import type { JobInputs } from './jobInputs';
import { shownOrder } from './shownOrder';
import type { NotebookStore } from './notebookStore';
import { toProblem } from './problem';
import type { RunStore } from './runStore';
import { quantized } from '../runs/cellRun';
import { codesInUse, repairInUse, repairsOf, storedRepair } from '../runs/idsInUse';

/** What is known of one cell's IDs; gone with the next run of the cell. */
export interface CellIdentifiers {
  readonly runId: string;
  readonly previews: Partial<Readonly<Record<RepairMethod, Repair>>>;
  readonly appended: { readonly file: string; readonly result: Appended } | null;
  readonly busy: RepairMethod | 'append' | null;
  /** How far the file of new items is read. */
  readonly progress?: ReadProgress | null;
  readonly problem: Problem | null;
}
export interface IdentifiersState {
  /** The cell whose dialog is open. */
  readonly open: string | null;
  readonly cells: Readonly<Record<string, CellIdentifiers>>;
}

export interface Identifiers {
  readonly store: StoreApi<IdentifiersState>;
  /** Opens the dialog and previews all repairs, one after another; codes made elsewhere are not repaired. */
  open(cellId: string): Promise<void>;
  close(): void;
  /** Writes the repair (null: none) into the cell; every run of it is repaired so from now on. */
  apply(cellId: string, options: RepairOptions | null): void;
  /** What a repair would do, computed where it is not yet; null where the cell has no result. Rejects with a Problem. */
  preview(cellId: string, options: RepairOptions): Promise<Repair | null>;
  /** The cell's applied repair, computed where it is not yet; null where none is applied. Rejects with a Problem. */
  applied(cellId: string): Promise<Repair | null>;
  append(cellId: string, file: File): Promise<void>;
  /** Reads the new items no further. */
  cancelAppend(): void;
}

export function createIdentifiers(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, inputs: JobInputs): Identifiers {
  const store = createStore<IdentifiersState>(() => ({ open: null, cells: {} }));
  let reading = new AbortController();
  const specOf = (cellId: string) => quantizerCell(notebook.getState().notebook, cellId)?.spec;
  const inUse = (cellId: string) => repairInUse(specOf(cellId), quantized(runs.getState().runs[cellId]));

  /** What is held of the cell's present run; a new run begins with nothing. */
  function held(cellId: string): CellIdentifiers | null {
    const runId = runs.getState().runs[cellId]?.runId;
    if (!runId) return null;
    const cell = store.getState().cells[cellId];
    return cell?.runId === runId ? cell : { runId, previews: {}, appended: null, busy: null, problem: null };
  }

  const orderOf = (cellId: string) => shownOrder(notebook, runs, inputs, cellId);

  function patch(cellId: string, change: Partial<CellIdentifiers>): void {
    const cell = held(cellId);
    if (cell) store.setState((state) => ({ cells: { ...state.cells, [cellId]: { ...cell, ...change } } }));
  }

  async function preview(cellId: string, options: RepairOptions): Promise<Repair | null> {
    const cell = held(cellId);
    if (!cell) return null;
    const known = cell.previews[options.method];
    if (known && (known.options.capacity ?? 1) === (options.capacity ?? 1)) return known;
    patch(cellId, { busy: options.method });
    try {
      const repair = await client().repair(await orderOf(cellId), options);
      if (held(cellId)?.runId === cell.runId) patch(cellId, { previews: { ...held(cellId)!.previews, [options.method]: repair }, problem: null });
      return repair;
    } finally {
      patch(cellId, { busy: null });
    }
  }

  async function telling(cellId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      patch(cellId, { problem: toProblem(thrown) });
    }
  }

  async function applied(cellId: string): Promise<Repair | null> {
    const repair = inUse(cellId);
    const result = quantized(runs.getState().runs[cellId]);
    return (repair?.method === 'stored' && result && storedRepair(result)) || (repair ? preview(cellId, repair) : null);
  }

  return {
    store,
    open: (cellId) =>
      telling(cellId, async () => {
        store.setState({ open: cellId });
        const spec = specOf(cellId);
        const result = quantized(runs.getState().runs[cellId]);
        if (!result) return;
        const chosen = inUse(cellId);
        for (const method of spec ? repairsOf(spec, result) : []) {
          if (store.getState().open !== cellId) return;
          await preview(cellId, chosen?.method === method ? chosen : { method });
        }
      }),
    close: () => {
      reading.abort();
      store.setState({ open: null });
    },
    apply: (cellId, options) =>
      editCell(notebook, cellId, 'quantizer', (cell) => ({ ...cell, spec: { ...cell.spec, repair: options } })),
    preview,
    applied,
    append: (cellId, file) =>
      telling(cellId, async () => {
        const result = quantized(runs.getState().runs[cellId]);
        const cell = held(cellId);
        if (!result || !cell) return;
        const repair = await applied(cellId);
        const { signal } = (reading = new AbortController());
        patch(cellId, { busy: 'append', progress: null, appended: null, problem: null });
        try {
          const { codes, levels } = codesInUse(result, repair);
          const answer = await client().append({ run: await orderOf(cellId), file, choices: {}, codes, levels, options: inUse(cellId) }, { signal, progress: (progress) => patch(cellId, { progress }) });
          patch(cellId, { appended: { file: file.name, result: answer } });
        } catch (thrown) {
          if (!signal.aborted) throw thrown;
        } finally {
          patch(cellId, { busy: null, progress: null });
        }
      }),
    cancelAppend: () => reading.abort(),
  };
}

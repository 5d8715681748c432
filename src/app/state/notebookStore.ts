/** The document being worked on, with every edit undoable. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Params } from '../../engine/records/params';
import { freeId, withoutCell } from '../notebook/graph';
import { inputsOf } from '../notebook/inputs';
import { familyOf } from '../notebook/spec';
import type { Cell, CellMode, Notebook, PredictorCell } from '../notebook/spec';

const DEPTH = 100;
/** Where the first cell of a mode goes: the modes whose last cell it stands behind, the nearest first. */
const AFTER: Partial<Record<CellMode, readonly CellMode[]>> = { sequences: ['log', 'dataset'], compare: ['quantizer'], sweep: ['compare', 'quantizer'], codes: ['dataset'], predictor: ['table'], scores: ['predictor'] };

export interface NotebookState {
  readonly notebook: Notebook;
  readonly past: readonly Notebook[];
  readonly future: readonly Notebook[];
}
export type NotebookStore = StoreApi<NotebookState>;

export function createNotebookStore(notebook: Notebook): NotebookStore {
  return createStore<NotebookState>(() => ({ notebook, past: [], future: [] }));
}

/** One undoable edit; an edit that changes nothing leaves no trace. */
export function edit(store: NotebookStore, change: (notebook: Notebook) => Notebook): void {
  store.setState((state) => {
    const notebook = change(state.notebook);
    if (notebook === state.notebook) return state;
    return { notebook, past: [...state.past, state.notebook].slice(-DEPTH), future: [] };
  });
}

export function undo(store: NotebookStore): void {
  store.setState((state) => {
    const notebook = state.past.at(-1);
    return notebook ? { notebook: selected(notebook, state.notebook), past: state.past.slice(0, -1), future: [state.notebook, ...state.future] } : state;
  });
}

export function redo(store: NotebookStore): void {
  store.setState((state) => {
    const [notebook, ...future] = state.future;
    return notebook ? { notebook: selected(notebook, state.notebook), past: [...state.past, state.notebook], future } : state;
  });
}

/** The selection has a history of its own: an edit taken back leaves it. */
function selected({ selection: _, ...rest }: Notebook, { selection }: Notebook): Notebook {
  return selection ? { ...rest, selection } : rest;
}

/** Replaces one cell by what `change` makes of it. */
export function editCell<Kind extends Cell['mode']>(
  store: NotebookStore, id: string, mode: Kind, change: (cell: Extract<Cell, { mode: Kind }>) => Extract<Cell, { mode: Kind }>,
): void {
  edit(store, (notebook) => ({
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id && cell.mode === mode ? change(cell as Extract<Cell, { mode: Kind }>) : cell)),
  }));
}

/** Sets some parameters of a quantizer or predictor cell. */
export function editParams(store: NotebookStore, id: string, params: Params): void {
  edit(store, (notebook) => ({
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id && (cell.mode === 'quantizer' || cell.mode === 'predictor') ? ({ ...cell, spec: { ...cell.spec, params: { ...cell.spec.params, ...params } } } as Cell) : cell)),
  }));
}

/** Puts a cell after the last of its mode, or of the modes it comes after, or at the end; a quantizer, codes made elsewhere or a predictor is joined to every table and view that shows all of its siblings. */
export function addCell(store: NotebookStore, cell: Cell): string {
  const { notebook } = store.getState();
  const id = freeId(notebook, cell.id);
  const kin = (other: Cell) => other.mode === cell.mode && (cell.mode !== 'predictor' || familyOf(other as PredictorCell) === familyOf(cell));
  const siblings = notebook.cells.filter((other) => kin(other) || (cell.mode === 'codes' && other.mode === 'quantizer')).map((other) => other.id);
  const after = [notebook.cells.findLastIndex(kin), ...(AFTER[cell.mode] ?? []).map((mode) => notebook.cells.findLastIndex((other) => other.mode === mode))].find((index) => index >= 0) ?? -1;
  edit(store, (current) => {
    const cells = current.cells.map((other): Cell => {
      const showsAll = siblings.length > 0 && siblings.every((sibling) => inputsOf(other, 'runs').includes(sibling));
      return (cell.mode === 'quantizer' || cell.mode === 'codes' || cell.mode === 'predictor') && showsAll ? { ...other, inputs: { ...other.inputs, runs: [...inputsOf(other, 'runs'), id] } } : other;
    });
    cells.splice(after < 0 ? cells.length : after + 1, 0, { ...cell, id });
    return { ...current, cells };
  });
  return id;
}

export function removeCell(store: NotebookStore, id: string): void {
  edit(store, (notebook) => withoutCell(notebook, id));
}

export function renameNotebook(store: NotebookStore, name: string): void {
  edit(store, (notebook) => (name.trim() && name !== notebook.name ? { ...notebook, name: name.trim() } : notebook));
}

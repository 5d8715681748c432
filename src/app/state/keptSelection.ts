/** The selection as a part of the notebook: written into the document a moment after it changes, taken out when a document is opened. It is no edit to be undone. */
import { packed, unpacked } from '../runs/rowSet';
import type { Selection } from '../runs/selection';
import type { Notebook, StoredSelection } from '../notebook/spec';
import type { NotebookStore } from './notebookStore';
import type { SelectionStore } from './selection';

/** Milliseconds without a change after which it is written: not at every step of a drag. */
const RESTED = 400;

/** Follows the selection until the session ends. */
export function keepSelection(notebook: NotebookStore, selection: SelectionStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  selection.subscribe((now, before) => {
    if (now.selection === before.selection) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const kept = selection.getState().selection;
      notebook.setState((state) => ({ notebook: withSelection(state.notebook, kept && stored(kept)) }));
    }, RESTED);
  });
}

/** The document's selection, into the store. */
export function takeSelection({ selection }: Pick<Notebook, 'selection'>, store: SelectionStore): void {
  const rows = selection && unpacked(selection.rows, selection.bits);
  store.setState({ ...store.getInitialState(), selection: rows && rows.count > 0 ? { data: selection.data, rows, chosen: selection.chosen } : null });
}

function stored({ data, rows, chosen }: Selection): StoredSelection {
  return { data, rows: rows.bits.length, bits: packed(rows), chosen };
}

function withSelection({ selection: _, ...rest }: Notebook, selection: StoredSelection | null): Notebook {
  return selection ? { ...rest, selection } : rest;
}

/** The one selection of a notebook: rows of one cell's data, how they were chosen, and the code or item that the inspector shows. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { inverse, sameSet, union } from '../runs/rowSet';
import type { Selection } from '../runs/selection';

export type { Chosen, Selection } from '../runs/selection';

/** What the inspector shows. */
export type Inspected =
  | { readonly what: 'code'; readonly run: string; readonly level: number; readonly code: number }
  | { readonly what: 'item'; readonly data: string; readonly row: number };

export interface SelectionState {
  readonly selection: Selection | null;
  /** Only the selected rows are drawn. */
  readonly isolated: boolean;
  readonly inspected: Inspected | null;
  readonly past: readonly (Selection | null)[];
  readonly future: readonly (Selection | null)[];
}
export type SelectionStore = StoreApi<SelectionState>;

const DEPTH = 50;

export function createSelection(): SelectionStore {
  return createStore<SelectionState>(() => ({ selection: null, isolated: false, inspected: null, past: [], future: [] }));
}

/** An empty choice clears. The same rows chosen again change nothing. */
export function select(store: SelectionStore, selection: Selection | null): void {
  store.setState((state) => {
    const next = selection && selection.rows.count > 0 ? selection : null;
    if (same(state.selection, next)) return state;
    return { selection: next, isolated: state.isolated && next !== null, past: [...state.past, state.selection].slice(-DEPTH), future: [] };
  });
}

/** Adds to the rows selected of the same data; of other data it selects anew. */
export function addTo(store: SelectionStore, added: Selection): void {
  const { selection } = store.getState();
  if (selection?.data !== added.data) return select(store, added);
  select(store, { data: added.data, rows: union(selection.rows, added.rows), chosen: { by: 'several' } });
}

export function invert(store: SelectionStore): void {
  const { selection } = store.getState();
  if (selection) select(store, { data: selection.data, rows: inverse(selection.rows), chosen: { by: 'inverse' } });
}

export function clear(store: SelectionStore): void {
  select(store, null);
}

export function isolate(store: SelectionStore, isolated: boolean): void {
  store.setState(({ selection }) => ({ isolated: isolated && selection !== null }));
}

export function inspect(store: SelectionStore, inspected: Inspected | null): void {
  store.setState({ inspected });
}

export function undoSelection(store: SelectionStore): void {
  store.setState((state) => (state.past.length === 0 ? state : { selection: state.past.at(-1)!, isolated: false, past: state.past.slice(0, -1), future: [state.selection, ...state.future] }));
}

export function redoSelection(store: SelectionStore): void {
  store.setState((state) => (state.future.length === 0 ? state : { selection: state.future[0]!, isolated: false, past: [...state.past, state.selection], future: state.future.slice(1) }));
}

function same(a: Selection | null, b: Selection | null): boolean {
  if (a === null || b === null) return a === b;
  return a.data === b.data && sameSet(a.rows, b.rows) && JSON.stringify(a.chosen) === JSON.stringify(b.chosen);
}

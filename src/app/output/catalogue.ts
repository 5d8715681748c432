/** The items that a recommender may return, by their numbers: names, titles, and rows of the vectors or codes that they are joined to. */
import { inputOf } from '../notebook/inputs';
import { familyOf } from '../notebook/spec';
import type { Notebook, PredictorCell } from '../notebook/spec';
import type { LoadedSequences, RunState } from '../runs/runState';
import { joinItems, numberedRows } from './itemJoin';
import type { ItemRows } from './itemJoin';

export interface Catalogue {
  /** [items of the sequences, then further ones] */
  readonly names: readonly string[];
  /** '' where an item has none; null: none has one. */
  readonly titles: readonly string[] | null;
  /** int32 [items]: the row of each among the vectors or codes, -1 where it has none; null: none are joined, and an item is known by its number. */
  readonly rows: Int32Array | null;
}

/** What may hold titles beside ids. */
type TitledRows = ItemRows & { readonly metadata?: readonly { readonly name: string; readonly values: readonly string[] }[] };

/** The cell with the rows that a recommender's items are joined to: of vectors, or of codes made elsewhere; codes of a quantizer are known by the rows of its vectors. Empty: it reads the sequences alone. */
export function rowsCellOf({ cells }: Notebook, cell: PredictorCell): string {
  const codes = cells.find(({ id }) => id === inputOf(cell, 'codes'));
  if (!codes) return inputOf(cell, 'items');
  return codes.mode === 'codes' ? codes.id : inputOf(codes, 'rows');
}

/** Cells with rows that recommenders of these sequences read, each once. */
export function rowsBeside(notebook: Notebook, sequencesId: string): readonly string[] {
  const readers = notebook.cells.filter((cell): cell is PredictorCell => cell.mode === 'predictor' && familyOf(cell) === 'retrieval' && inputOf(cell, 'sequences') === sequencesId);
  return [...new Set(readers.map((cell) => rowsCellOf(notebook, cell)).filter((id) => id !== ''))];
}

/** Rows of a data or codes cell as they are joined; null while they are not read. */
export function rowsOfCell({ data, codes }: Pick<RunState, 'data' | 'codes'>, id: string): TitledRows | null {
  const published = codes[id]?.loaded;
  return data[id]?.loaded ?? (published?.inspection.summary ? numberedRows(published.ids, published.inspection.summary.items) : null);
}

export function catalogueOf({ itemNames, itemTitles }: Pick<LoadedSequences, 'itemNames' | 'itemTitles'>, joined: TitledRows | null): Catalogue {
  if (!joined) return { names: itemNames, titles: itemTitles, rows: null };
  const { rows } = joinItems(itemNames, joined);
  const nameOf = (row: number) => joined.ids?.[row] ?? String(joined.rowIndex[row]);
  const column = joined.metadata?.find(({ name }) => /title|name/i.test(name));
  const titleOf = (item: number): string => itemTitles?.[item] || (rows[item]! >= 0 ? (column?.values[rows[item]!] ?? '') : '');
  return {
    names: Array.from(rows, (row, item) => itemNames[item] ?? nameOf(row)), rows,
    titles: itemTitles || column ? Array.from(rows, (_, item) => titleOf(item)) : null,
  };
}

/** Of a recommender: its own rows, or where it reads none those that others of the same sequences read, so that all name rows alike. Null while the sequences are not read. */
export function catalogueOfCell(notebook: Notebook, state: Pick<RunState, 'data' | 'codes' | 'sequences'>, cell: PredictorCell): Catalogue | null {
  const id = inputOf(cell, 'sequences');
  const loaded = state.sequences[id]?.loaded;
  if (!loaded) return null;
  const own = rowsCellOf(notebook, cell);
  return catalogueOf(loaded, rowsOfCell(state, own === '' ? (rowsBeside(notebook, id)[0] ?? '') : own));
}

/** Items in the words of their file: what a cell's rows are called, and which cell's rows the codes of a run are of. */
import type { LoadedCodes } from '../../engine/records/codes';
import type { LoadedDataset } from '../../engine/records/data';
import { inputOf } from '../notebook/inputs';
import { joinIds } from './idJoin';
import { codesCell, quantizerCell } from '../notebook/spec';
import type { Notebook } from '../notebook/spec';

/** Rows with their names. */
export interface ItemRows {
  /** The cell they are of. */
  readonly data: string;
  readonly rows: number;
  readonly ids: readonly string[] | null;
  /** [rows] 0-based numbers in the file; null: their place. */
  readonly rowIndex: Uint32Array | null;
  readonly metadata: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** The column that is read as titles; null: none looks like one. */
  readonly titles: readonly string[] | null;
}

const TITLE_NAMES = ['title', 'name', 'product_title', 'item_title', 'label', 'text', 'description', 'word'];

/** The cell whose rows the codes of this quantizer, or this cell of codes made elsewhere, are of. */
export function rowsCellOf(notebook: Notebook, cellId: string): string {
  if (codesCell(notebook, cellId)) return cellId;
  const quantizer = quantizerCell(notebook, cellId);
  return quantizer ? inputOf(quantizer, 'rows') : cellId;
}

/** Some of the rows, in the order of `of`. */
export function itemsAmong({ data, ids, rowIndex, metadata, titles }: ItemRows, of: Uint32Array): ItemRows {
  const picked = (values: readonly string[]) => Array.from(of, (row) => values[row] ?? '');
  const columns = metadata.map(({ name, values }) => ({ name, values: picked(values), own: values }));
  return { data, rows: of.length, ids: ids && picked(ids), rowIndex: of.map((row) => rowIndex?.[row] ?? row), metadata: columns.map(({ name, values }) => ({ name, values })), titles: columns.find(({ own }) => own === titles)?.values ?? null };
}

export function itemsOfDataset(data: string, { summary, ids, rowIndex, metadata }: LoadedDataset): ItemRows {
  return { data, rows: summary.rows, ids, rowIndex, metadata, titles: titlesOf(metadata) };
}

/** `joined`: the rows of vectors that the codes are joined to, whose metadata they take by id. */
export function itemsOfCodes(data: string, { ids, inspection }: LoadedCodes, joined: LoadedDataset | null): ItemRows {
  const rows = inspection.summary?.items ?? ids?.length ?? 0;
  const places = joined && joinIds(ids, rows, joined).rows;
  const metadata = places ? joined.metadata.map(({ name, values }) => ({ name, values: Array.from(places, (row) => values[row] ?? '') })) : [];
  return { data, rows, ids, rowIndex: null, metadata, titles: titlesOf(metadata) };
}

/** int32 [rows of `to`]: the row of `from` that is the same item, by id; -1: it has none. */
export function matchRows(from: ItemRows, to: ItemRows): Int32Array {
  return joinIds(to.ids ?? (to.rowIndex && Array.from(to.rowIndex, String)), to.rows, { ids: from.ids, rowIndex: from.rowIndex ?? Uint32Array.from({ length: from.rows }, (_, row) => row) }).rows;
}

/** By its title where there is one, else by its id, else by its number in the file. */
export function itemName(items: ItemRows, row: number): string {
  const title = items.titles?.[row]?.trim();
  return title !== undefined && title !== '' ? title : itemId(items, row);
}

/** "row 12" where there are no ids. */
export function itemId({ ids, rowIndex }: ItemRows, row: number): string {
  const id = ids?.[row];
  return id !== undefined && id !== '' ? id : `row ${rowIndex?.[row] ?? row}`;
}

/** A column called like a title; else the one with the most different values, where they are words and mostly differ. */
function titlesOf(metadata: ItemRows['metadata']): readonly string[] | null {
  for (const wanted of TITLE_NAMES) {
    const found = metadata.find(({ name }) => name.toLowerCase() === wanted);
    if (found) return found.values;
  }
  const wordy = metadata.find(({ values }) => {
    const some = values.slice(0, 500);
    return some.length > 0 && new Set(some).size > some.length / 2 && some.filter((value) => /\p{L}{3}/u.test(value)).length > some.length / 2;
  });
  return wordy?.values ?? null;
}

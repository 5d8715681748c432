/** Items of sequences and rows of vectors or codes joined: by id, or by the number of the row. */
import type { LoadedDataset } from '../../engine/records/data';

/** Rows that items are joined to; without ids they are known by their numbers in their file. */
export type ItemRows = Pick<LoadedDataset, 'ids' | 'rowIndex'>;

export interface ItemJoin {
  /** int32 [items of the sequences, then further ones]: the row of each; -1: it has none. */
  readonly rows: Int32Array;
  readonly by: 'id' | 'row number';
  /** Items of the sequences without a row, by number. */
  readonly without: readonly number[];
  /** Rows that no item of the sequences has: they follow as further items, in the order of the rows. */
  readonly further: number;
}

/** Names are compared as they are written. Where no id fits, names that are numbers of rows do. */
export function joinItems(itemNames: readonly string[], { ids, rowIndex }: ItemRows): ItemJoin {
  const byId = ids && joined(itemNames, ids, 'id');
  if (byId && byId.without.length < itemNames.length) return byId;
  const byNumber = joined(itemNames, Array.from(rowIndex, String), 'row number');
  return byId && byNumber.without.length === itemNames.length ? byId : byNumber;
}

function joined(itemNames: readonly string[], rowNames: readonly string[], by: ItemJoin['by']): ItemJoin {
  const places = new Map(rowNames.map((name, row) => [name, row]));
  const own = itemNames.map((name) => places.get(name) ?? -1);
  const taken = new Set(own);
  const further = rowNames.flatMap((_, row) => (taken.has(row) ? [] : [row]));
  return { rows: Int32Array.from([...own, ...further]), by, without: own.flatMap((row, item) => (row < 0 ? [item] : [])), further: further.length };
}

/** Rows numbered from 0. */
export function numberedRows(ids: readonly string[] | null, count: number): ItemRows {
  return { ids, rowIndex: Uint32Array.from({ length: count }, (_, row) => row) };
}

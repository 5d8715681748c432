/** Codes made elsewhere and rows of vectors joined: by id, or by the number of the row. */
import type { LoadedDataset } from '../../engine/records/data';

/** What of a dataset, or of other vectors, joins. */
export type JoinedVectors = Pick<LoadedDataset, 'ids' | 'rowIndex'>;

export interface IdJoin {
  /** int32 [items]: the row of each item's vector; -1: it has none. */
  readonly rows: Int32Array;
  readonly by: 'id' | 'row number';
  /** Items without a vector, and vectors without an ID. */
  readonly without: number;
  readonly unused: number;
}

/** `ids`: of the items; null: they are numbered from 0. Rows are numbered as in their file, whatever was drawn of it. */
export function joinIds(ids: readonly string[] | null, items: number, { ids: rowIds, rowIndex }: JoinedVectors): IdJoin {
  const names = ids ?? Array.from({ length: items }, (_, item) => String(item));
  const byId = rowIds && joined(names, rowIds, 'id');
  if (byId && (byId.without < items || items !== rowIndex.length)) return byId;
  // Vectors may have ids where the codes have numbers: where there are as many of both, they are taken for the same items.
  return joined(names, Array.from(rowIndex, String), 'row number');
}

function joined(names: readonly string[], rowNames: readonly string[], by: IdJoin['by']): IdJoin {
  const places = new Map(rowNames.map((name, row) => [name, row]));
  const rows = Int32Array.from(names, (name) => places.get(name) ?? -1);
  const found = new Set(rows);
  found.delete(-1);
  return { rows, by, without: rows.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0), unused: rowNames.length - found.size };
}

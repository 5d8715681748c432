/** Selected rows as a file: id, row in the file, metadata, and the codes of every method over them. */
import type { QuantizerResult } from '../../engine/records/quantize';
import { csv } from '../../viz/format';
import { rowsIn } from '../runs/rowSet';
import type { RowSet } from '../runs/rowSet';
import type { ItemRows } from './itemRows';

export interface CodedMethod {
  readonly name: string;
  readonly result: Pick<QuantizerResult, 'codes' | 'levels'>;
}

/** One row a selected item; `NAME code 1`, ... for each method. */
export function selectionCsv(items: ItemRows, selected: RowSet, methods: readonly CodedMethod[]): string {
  const header = [...(items.ids ? ['id'] : []), 'row', ...items.metadata.map(({ name }) => name), ...methods.flatMap(({ name, result }) => Array.from({ length: result.levels }, (_, level) => `${name} code ${level + 1}`))];
  const lines = Array.from(rowsIn(selected), (row) => [
    ...(items.ids ? [items.ids[row] ?? ''] : []),
    items.rowIndex?.[row] ?? row,
    ...items.metadata.map(({ values }) => values[row] ?? ''),
    ...methods.flatMap(({ result: { codes, levels } }) => [...codes.subarray(row * levels, (row + 1) * levels)]),
  ]);
  return csv(header, lines);
}

/** Semantic IDs as Parquet. Only the worker writes it, so that the page does not load the writer. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { codesOf, idOf, itemsOf, type WrittenIds } from './identifiers';

/** Columns `id` (text), or `row` (int32) where rows have no ids, and code_1 ... code_L (int32). */
export function identifiersParquet(written: WrittenIds): Uint8Array<ArrayBuffer> {
  const items = Array.from({ length: itemsOf(written) }, (_, item) => item);
  const rows = items.map((item) => codesOf(written, item));
  const id = written.ids ? { name: 'id', data: items.map((item) => idOf(written, item)), type: 'STRING' as const } : { name: 'row', data: items.map((item) => Number(idOf(written, item))), type: 'INT32' as const };
  const codes = Array.from({ length: written.levels }, (_, level) => ({ name: `code_${level + 1}`, data: rows.map((row) => row[level]!), type: 'INT32' as const }));
  return new Uint8Array(parquetWriteBuffer({ columnData: [{ ...id, nullable: false }, ...codes.map((column) => ({ ...column, nullable: false }))], createdBy: 'residua' }));
}

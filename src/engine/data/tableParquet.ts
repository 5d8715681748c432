/** Tables from Parquet: every column at the top level, row group by row group. */
import { parquetMetadataAsync, parquetScan, parquetSchema, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../errors';
import { readable } from './parquetErrors';
import { drawRows, lowerBound } from './rowSample';
import { ColumnBuilder } from './tableBuilder';
import { checkTable } from './tableLimits';
import type { TableReader } from './tableReaders';

/** Files of any common compression. Structs and maps become labels (their JSON); bytes without a text form are left out. */
export const parquetTable: TableReader = {
  format: 'parquet',
  extensions: ['parquet', 'pq'],

  async read(file, choices) {
    const edges = [await ascii(file, 0), await ascii(file, Math.max(0, file.size - 4))];
    if (edges[0] !== 'PAR1' || edges[1] !== 'PAR1' || file.size < 12)
      throw new InputError(
        `${file.name} starts with ${JSON.stringify(edges[0])} and ends with ${JSON.stringify(edges[1])}; a whole, unencrypted Parquet file has "PAR1" at both ends.`,
        'Copy or download the file again, or give it the ending of what it is.',
      );
    return readable(file, async () => {
      const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() };
      const metadata = await parquetMetadataAsync(buffer);
      const elements = parquetSchema(metadata).children.map(({ element }) => element);
      const names = elements.filter((element) => element.type !== 'FIXED_LEN_BYTE_ARRAY' || element.converted_type || element.logical_type).map(({ name }) => name);
      const scan = await parquetScan({ file: buffer, metadata, compressors, columns: names });
      const fileRows = Number(metadata.num_rows);
      const rowIndex = drawRows(fileRows, choices);
      checkTable(file.name, rowIndex.length, names.length);
      const builders = names.map((name) => new ColumnBuilder(name));
      for (const { rowStart, rowEnd } of scan.ranges) {
        const rows = rowIndex.subarray(lowerBound(rowIndex, rowStart), lowerBound(rowIndex, rowEnd));
        if (rows.length === 0) continue;
        for (const builder of builders) {
          const cells: ArrayLike<unknown> = await scan.readColumn({ column: builder.name, rowStart, rowEnd });
          for (const row of rows) builder.addValue(cells[row - rowStart]);
        }
      }
      return { fileRows, rowIndex, columns: builders.flatMap((builder) => builder.columns()), notes: builders.flatMap((builder) => builder.notes()) };
    });
  },
};

async function ascii(file: File, start: number): Promise<string> {
  return new TextDecoder('latin1').decode(await file.slice(start, start + 4).arrayBuffer());
}

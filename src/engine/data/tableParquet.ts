/** Tables from Parquet: every column at the top level, one after the other. */
import { eachCell } from './parquetCells';
import { readable } from './parquetErrors';
import { openParquet } from './parquetFooter';
import { drawRows } from './rowSample';
import { ColumnBuilder } from './tableBuilder';
import { checkTable } from './tableLimits';
import type { TableReader } from './tableReader';

/** Files of any common compression. Structs and maps become labels (their JSON); bytes without a text form are left out. */
export const parquetTable: TableReader = {
  format: 'parquet',
  extensions: ['parquet', 'pq'],

  async read(file, choices) {
    return readable(file, async () => {
      const parquet = await openParquet(file);
      const elements = parquet.schema.children.map(({ element }) => element);
      const names = elements.filter((element) => element.type !== 'FIXED_LEN_BYTE_ARRAY' || element.converted_type || element.logical_type).map(({ name }) => name);
      checkTable(file.name, 1, names.length);
      const rowIndex = drawRows(parquet.rows, choices);
      checkTable(file.name, rowIndex.length, names.length);
      const builders = names.map((name) => new ColumnBuilder(name));
      for (const builder of builders) await eachCell(parquet, builder.name, rowIndex, (cell) => builder.addValue(cell));
      return { fileRows: parquet.rows, rowIndex, columns: builders.flatMap((builder) => builder.columns()), notes: builders.flatMap((builder) => builder.notes()) };
    });
  },
};

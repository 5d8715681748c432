/** Tables from Parquet: every column at the top level, row group by row group. */
import { parquetCells } from './parquetCells';
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
      let at = 0;
      for (const group of parquet.groups) {
        let end = at;
        while (end < rowIndex.length && rowIndex[end]! < group.rowStart + group.rows) end++;
        if (end === at) continue;
        for (const builder of builders) {
          let start = group.rowStart;
          let next = at;
          for await (const cells of parquetCells(parquet, builder.name, group)) {
            for (; next < end && rowIndex[next]! < start + cells.length; next++) builder.addValue(cells[rowIndex[next]! - start]);
            start += cells.length;
          }
        }
        at = end;
      }
      return { fileRows: parquet.rows, rowIndex, columns: builders.flatMap((builder) => builder.columns()), notes: builders.flatMap((builder) => builder.notes()) };
    });
  },
};

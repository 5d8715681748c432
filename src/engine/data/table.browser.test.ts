/** Tables in a real browser: its File, its streams, and the unpacking of Parquet there. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { loadTable } from './table';
import { csvFile } from './tableTestFiles';
import { fileOf } from './testFiles';

const rows = Array.from({ length: 2000 }, (_, i) => ({ kind: `k${i % 5}`, x: (i * 37) % 101, spend: (i * i) % 89 }));

it('reads the same table from every format', async () => {
  const files = [
    csvFile('x.csv', ['kind', 'x', 'spend'], rows.map(({ kind, x, spend }) => [kind, x, spend])),
    fileOf('x.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')),
    fileOf('x.parquet', parquetWriteBuffer({ columnData: (['kind', 'x', 'spend'] as const).map((name) => ({ name, type: name === 'kind' ? 'STRING' : 'DOUBLE', data: rows.map((row) => row[name]) })) })),
  ];
  for (const file of files) {
    const { table } = await loadTable({ file, choices: { sampleRows: 1500 } });
    expect([table.rows, table.features.map(({ name, type }) => `${name}: ${type}`)]).toEqual([1500, ['kind: category', 'x: number']]);
    expect(table.target.values).toEqual(Float64Array.from(table.rowIndex, (row) => rows[row]!.spend));
  }
});

/** List and numeric columns over several row groups, nulls, ids and samples; and each way a Parquet file can be wrong. */
import { gzipSync } from 'fflate';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { DatasetChoices } from '../records/data';
import { parquetReader } from './parquet';
import { fileOf, refusal } from './testFiles';

const list = (name: string, element: Partial<SchemaElement> = { type: 'FLOAT' }): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', ...element },
];
const write = (columnData: ColumnSource[], columns?: SchemaElement[][], rowGroupSize = 1000): ArrayBuffer =>
  parquetWriteBuffer({
    columnData,
    rowGroupSize,
    ...(columns && { schema: [{ name: 'root', num_children: columns.length }, ...columns.flat()] }),
  });
const text = (name: string): SchemaElement[] => [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }];
const open = async (content: BlobPart, choices: DatasetChoices = {}) => {
  const file = fileOf('x.parquet', content);
  const layout = await parquetReader.inspect(file, choices);
  return { layout, table: await parquetReader.read(file, layout.choices) };
};
const vectors = Array.from({ length: 2500 }, (_, i) => [i, i + 0.25, -i]);
const listFile = write(
  [
    { name: 'pair', data: vectors.map(([a, b]) => [a, b]) },
    { name: 'kind', data: vectors.map((_, i) => `k${i % 7}`) },
    { name: 'vector', data: vectors },
    { name: 'asin', data: vectors.map((_, i) => `B${i}`) },
    { name: 'price', data: vectors.map((_, i) => i) },
  ],
  [
    list('pair', { type: 'DOUBLE' }),
    text('kind'),
    list('vector'),
    text('asin'),
    [{ name: 'price', type: 'INT32', repetition_type: 'REQUIRED' }],
  ],
);

describe('parquet', () => {
  it('reads the widest list column over row groups, with ids and metadata', async () => {
    const { layout, table } = await open(listFile);
    expect(layout.columns).toEqual([
      { name: 'pair', type: 'list', listLength: 2 },
      { name: 'kind', type: 'text' },
      { name: 'vector', type: 'list', listLength: 3 },
      { name: 'asin', type: 'text' },
      { name: 'price', type: 'number' },
    ]);
    expect(layout.choices).toEqual({ idColumn: 'asin', metadataColumns: ['kind'], vectorColumn: 'vector', columns: [] });
    expect([table.dtype, table.fileRows, table.dim]).toEqual(['float32', 2500, 3]);
    expect(table.data).toEqual(Float32Array.from(vectors.flat()));
    expect(table.ids![2499]).toBe('B2499');
    expect(table.metadata[0]!.values[2499]).toBe('k0');
  });

  it('samples across row groups', async () => {
    const { table } = await open(listFile, { sampleRows: 40, sampleSeed: 2 });
    expect(table.rowIndex.length).toBe(40);
    expect(table.rowIndex.at(-1)).toBeGreaterThan(1999);
    table.rowIndex.forEach((row, i) => {
      expect([...table.data.subarray(i * 3, i * 3 + 3)]).toEqual(vectors[row]);
      expect(table.ids![i]).toBe(`B${row}`);
    });
  });

  it('reads chosen numeric columns of every type, missing values as NaN', async () => {
    const file = write([
      { name: 'f', data: [1.5, null, 3], type: 'FLOAT' },
      { name: 'd', data: [0.1, 0.2, 0.3], type: 'DOUBLE' },
      { name: 'i', data: [1, -2, 3], type: 'INT32' },
      { name: 'l', data: [1n, 2n ** 40n, -3n], type: 'INT64' },
      { name: 'b', data: [true, false, true], type: 'BOOLEAN' },
      { name: 'h', data: [0.5, 1, 2], type: 'FLOAT16' },
      { name: 't', data: [new Date(0), new Date(1), new Date(2)], type: 'TIMESTAMP' },
    ]);
    const { layout, table } = await open(file);
    expect(layout.choices).toEqual({ idColumn: 't', metadataColumns: [], columns: ['f', 'd', 'i', 'l', 'b', 'h'] });
    expect([...table.data]).toEqual([
      1.5,
      Math.fround(0.1),
      1,
      1,
      1,
      0.5,
      NaN,
      Math.fround(0.2),
      -2,
      2 ** 40,
      0,
      1,
      3,
      Math.fround(0.3),
      3,
      -3,
      1,
      2,
    ]);
    expect(table.dtype).toBe('float32, float64, int32, int64, bool, float16');
    expect(table.ids![1]).toBe('1970-01-01T00:00:00.001Z');
    const chosen = (await open(file, { columns: ['i', 'd'], idColumn: 'l', metadataColumns: ['f'] })).table;
    expect(chosen.data).toEqual(Float32Array.of(1, 0.1, -2, 0.2, 3, 0.3));
    expect(chosen.ids).toEqual(['1', '1099511627776', '-3']);
    expect(chosen.metadata).toEqual([{ name: 'f', values: ['1.5', '', '3'] }]);
  });

  it('unpacks other compression than the usual one', async () => {
    const file = parquetWriteBuffer({
      columnData: [{ name: 'a', type: 'DOUBLE', data: vectors.map(([, b]) => b!) }],
      codec: 'GZIP',
      compressors: { GZIP: (bytes) => gzipSync(bytes) },
    });
    expect((await open(file)).table.data).toEqual(Float32Array.from(vectors, ([, b]) => b!));
  });

  it('takes a missing list and a missing number in a list for NaN', async () => {
    const { table } = await open(write([{ name: 'v', data: [null, [1, 2], [3, null]] }], [list('v')]));
    expect([...table.data]).toEqual([NaN, NaN, 1, 2, 3, NaN]);
  });
});

describe('parquet that cannot be read', () => {
  it('refuses ragged lists with the first bad row and both lengths', async () => {
    const seen = await refusal(open(write([{ name: 'v', data: vectors.map((row, i) => (i === 1234 ? [1, 2] : row)) }], [list('v')])));
    expect(seen.message).toBe('x.parquet: the list in row 1,234 (counted from 0) of column "v" has 2 numbers, most others have 3.');
    expect(seen.hint).toContain('All vectors need the same length');
  });

  it('refuses other bytes, a cut file and damage', async () => {
    expect((await refusal(open('a,b\n1,2'))).message).toBe('x.parquet starts with "a,b\\n"; a Parquet file starts with "PAR1".');
    const cut = await refusal(open(listFile.slice(0, 5000)));
    expect(cut.message).toMatch(/^x\.parquet is cut off: it ends with ".*"; a whole Parquet file ends with "PAR1"\.$/);
    expect(cut.hint).toBe('Copy or download the file again.');
    const damaged = new Uint8Array(listFile.slice(0));
    damaged.fill(0xff, damaged.length - 300, damaged.length - 8);
    expect((await refusal(open(damaged))).message).toMatch(/^x\.parquet cannot be read as Parquet: /);
  });

  it('refuses tables without vectors, without rows, and lists that are too long', async () => {
    const words = await refusal(open(write([{ name: 'a', data: ['x', 'y'], type: 'STRING' }])));
    expect(words.message).toBe('x.parquet has no numeric columns for the vector; it has "a" (text, the ids).');
    expect((await refusal(open(write([{ name: 'a', data: [], type: 'FLOAT' }])))).message).toBe(
      'x.parquet has no rows; at least one is needed.',
    );
    expect((await refusal(open(write([{ name: 'v', data: [[], []] }], [list('v')])))).message).toBe(
      'x.parquet has no columns: there are no numbers to quantize.',
    );
    const long = await refusal(open(write([{ name: 'v', data: [Array.from({ length: 70_000 }, () => 1)] }], [list('v')])));
    expect(long.message).toBe('x.parquet has 70,000 columns; at most 65,536 can be used.');
  });
});

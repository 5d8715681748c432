/** Speed of the file readers on files made in memory. */
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { openVectors } from '../src/engine/data/readers';
import { csvText } from '../src/engine/export/csv';
import { npyBytes } from '../src/engine/export/npy';
import { normals } from '../src/engine/testing/arrays';
import { interleaved, type Effort, type Timing } from './clock';

export const FORMATS = ['npy', 'npz', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReaderResult {
  readonly format: Format;
  readonly rows: number;
  readonly dim: number;
  readonly bytes: number;
  readonly read: Timing;
}

/** Opens, guesses and reads a file of float32 vectors [rows, dim]; every value read is compared with the one written. */
export async function measureReader(format: Format, rows: number, dim: number, effort: Effort): Promise<ReaderResult> {
  const data = normals(rows * dim, 31);
  const file = new File([writers[format](data, rows, dim)], `vectors.${format}`);
  const read = async () => {
    const opened = await openVectors(file);
    const { choices } = await opened.reader.inspect(opened.file, {});
    return opened.reader.read(opened.file, choices);
  };
  const table = await read();
  if (table.dim !== dim || table.data.length !== data.length || table.data.some((value, i) => value !== data[i])) {
    throw new Error(`${format}: ${table.data.length / table.dim} x ${table.dim} read where ${rows} x ${dim} other numbers were written.`);
  }
  const timings = await interleaved({ read: async () => void (await read()) }, effort);
  return { format, rows, dim, bytes: file.size, read: timings.read };
}

const writers: Readonly<Record<Format, (data: Float32Array, rows: number, dim: number) => BlobPart>> = {
  npy: (data, rows, dim) => npyBytes(data, [rows, dim]),
  npz: (data, rows, dim) => zipSync({ 'vectors.npy': npyBytes(data, [rows, dim]) }, { level: 6 }) as Uint8Array<ArrayBuffer>,
  csv: (data, rows, dim) =>
    csvText(
      Array.from({ length: dim }, (_, j) => `v${j}`),
      Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * dim, (i + 1) * dim))),
    ),
  parquet: (data, rows, dim) =>
    parquetWriteBuffer({
      rowGroupSize: 10_000,
      columnData: [{ name: 'vector', data: Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * dim, (i + 1) * dim))) }],
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'vector', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
      ],
    }),
};

/** Small valid files of every format, which the fuzzer damages. */
import { gzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { npyOf, safetensorsOf } from '../../data/testFiles';
import { npyBytes } from '../../export/npy';
import type { Random } from '../../math/random';

export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Rows of every seed file: several, and no round number. */
export const ROWS = 23;
const DIM = 4;
/** In archives, so that a case is the same whenever it is made. */
export const WRITTEN = new Date(2001, 1, 1);

/** Values differ with `random`; each call gives every format once. */
export function seedFiles(random: Random): SeedFile[] {
  const values = Float32Array.from({ length: ROWS * DIM }, () => Math.fround(Number(random.normal().toPrecision(6))));
  const rows = Array.from({ length: ROWS }, (_, i) => Array.from(values.subarray(i * DIM, (i + 1) * DIM)));
  const npy = npyBytes(values, [ROWS, DIM]);
  const members = { 'vectors.npy': npy, 'ids.npy': npyBytes(Int32Array.from({ length: ROWS }, (_, i) => i), [ROWS]) };
  const items = Object.fromEntries(rows.map((row, i) => [`item${i}.npy`, npyBytes(Float32Array.from(row), [DIM])]));
  const csv = (delimiter: string): string => [['item_id', 'e0', 'e1', 'e2', 'e3', 'kind'], ...rows.map((row, i) => [`"i ${i}"`, ...row, `k${i % 3}`])].map((line) => line.join(delimiter)).join('\r\n');
  const records = rows.map((row, i) => ({ id: i, name: `it\u00e9m ${i}`, embedding: row, price: i / 4 }));
  const pickle = npyOf('|O', '(3,)', [0x80, 4, 0x95, 0, 0]);
  const files: [string, Uint8Array<ArrayBuffer> | string][] = [
    ['a.npy', npy],
    ['f.npy', npyOf('<f8', `(${ROWS}, ${DIM})`, Float64Array.from(values), { fortran: true, version: 2 })],
    ['stored.npz', Uint8Array.from(zipSync({ ...members, 'objects.npy': pickle }, { level: 0, mtime: WRITTEN }))],
    ['deflated.npz', Uint8Array.from(zipSync(members, { level: 6, mtime: WRITTEN }))],
    ['items.npz', Uint8Array.from(zipSync(items, { level: 6, mtime: WRITTEN }))],
    ['sparse.npz', sparse(rows)],
    ['a.safetensors', safetensorsOf({ vectors: ['F32', [ROWS, DIM], new Uint8Array(values.buffer)], bias: ['F32', [DIM], new Uint8Array(values.buffer.slice(0, 4 * DIM))] })],
    ['a.csv', csv(',')],
    ['a.tsv', csv('\t')],
    ['plain.txt', rows.map((row) => row.join(' ')).join('\n')],
    ['words.txt', [`${ROWS} ${DIM}`, ...rows.map((row, i) => `word${i} ${row.join(' ')}`)].join('\n')],
    ['cells.csv', ['id,embedding', ...rows.map((row, i) => `${i},"[${row.join(', ')}]"`)].join('\n')],
    ['log.csv', ['user_id,item_id,timestamp,rating', ...rows.map((row, i) => `u${i % 5},${i % 2 === 0 ? 12 : '12e5'}${i % 7},${1_650_000_000 + 60 * ((i * 7) % ROWS)},${Math.abs(row[0]!)}`)].join('\n')],
    ['lines.csv', rows.map((row, i) => [String(i), ...row.map((_, j) => String((i * j + i) % 9)).slice(0, 1 + (i % DIM))].join(',')).join('\n')],
    ['histories.csv', ['user_id,history_item_id,item_id', ...rows.map((_, i) => `u${i},"[${Array.from({ length: i % 5 }, (__, j) => 9_007_199_254_740_990n + BigInt(i * j)).join(', ')}]",${i}`)].join('\n')],
    ['a.jsonl', records.map((record) => JSON.stringify(record)).join('\n')],
    ['a.json', JSON.stringify(records)],
    ['lists.json', JSON.stringify(rows)],
    ['a.csv.gz', Uint8Array.from(gzipSync(new TextEncoder().encode(csv(',')), { mtime: 0 }))],
    ['a.parquet', parquet(rows, 'SNAPPY')],
    ['plain.parquet', parquet(rows, 'UNCOMPRESSED')],
    ['lists.parquet', parquetLists(rows)],
  ];
  return files.map(([name, content]) => ({ name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }));
}

function sparse(rows: readonly number[][]): Uint8Array<ArrayBuffer> {
  const longs = (...values: number[]): Uint8Array => npyOf('<i8', `(${values.length},)`, BigInt64Array.from(values, BigInt));
  return Uint8Array.from(
    zipSync({
      'format.npy': npyOf('|S3', '()', [...new TextEncoder().encode('csr')]),
      'shape.npy': longs(rows.length, 2 * DIM),
      'indptr.npy': longs(...Array.from({ length: rows.length + 1 }, (_, i) => i * DIM)),
      'indices.npy': longs(...rows.flatMap(() => Array.from({ length: DIM }, (_, j) => 2 * j))),
      'data.npy': npyOf('<f8', `(${rows.length * DIM},)`, Float64Array.from(rows.flat())),
    }, { level: 6, mtime: WRITTEN }),
  );
}

function parquet(rows: readonly number[][], codec: 'SNAPPY' | 'UNCOMPRESSED'): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    parquetWriteBuffer({
      rowGroupSize: 9,
      codec,
      columnData: [
        { name: 'asin', data: rows.map((_, i) => `B${i}`), type: 'STRING' },
        ...Array.from({ length: DIM }, (_, j) => ({ name: `e${j}`, data: rows.map((row, i) => (i % 7 === 3 ? null : row[j]!)), type: 'FLOAT' as const })),
        { name: 'kind', data: rows.map((_, i) => `k${i % 2}`), type: 'STRING' },
        { name: 'clicks', data: rows.map((_, i) => BigInt(i * i)), type: 'INT64' },
      ],
    }),
  );
}

function parquetLists(rows: readonly number[][]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    parquetWriteBuffer({
      rowGroupSize: 9,
      columnData: [{ name: 'id', data: rows.map((_, i) => i) }, { name: 'vector', data: [...rows] }],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
        { name: 'vector', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
      ],
    }),
  );
}

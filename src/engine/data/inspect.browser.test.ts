/** The readers in a real browser: its File, its streams, and the unpacking of Parquet and zip there. */
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { csvText } from '../export/csv';
import { npyBytes, npyFile } from '../export/npy';
import { loadDataset } from './dataset';
import { fileOf } from './testFiles';

const rows = Array.from({ length: 3000 }, (_, i) => [i + 0.25, Math.fround(Math.sin(i)), -0.5 - i]);
const data = Float32Array.from(rows.flat());

describe('files in the browser', () => {
  it.each([
    ['x.npy', () => npyFile(data, [3000, 3])],
    ['x.npz', () => Uint8Array.from(zipSync({ 'a.npy': npyBytes(data, [3000, 3]) }, { level: 6 }))],
    ['x.csv', () => csvText(['a', 'b', 'c'], rows)],
    [
      'x.parquet',
      () =>
        parquetWriteBuffer({
          columnData: ['a', 'b', 'c'].map((name, j) => ({ name, type: 'FLOAT' as const, data: rows.map((row) => row[j]!) })),
        }),
    ],
  ])('%s gives its rows', async (name, content) => {
    const loaded = await loadDataset(fileOf(name, content()), {});
    expect([loaded.summary.rows, loaded.summary.dim, loaded.summary.duplicateRows]).toEqual([3000, 3, 0]);
    expect(loaded.data).toEqual(data);
  });
});

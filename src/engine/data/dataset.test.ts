/** From files to matrices: bad rows, preprocessing, samples and constant data, with every refusal in words. */
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import type { DatasetChoices } from '../records/data';
import { loadDataset } from './dataset';
import { fileOf, refusal } from './testFiles';

const load = (rows: number[][], choices: DatasetChoices = {}) =>
  loadDataset(fileOf('x.npy', npyBytes(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length])), choices);
const bad = [
  [1, 2],
  [NaN, 3],
  [5, Infinity],
  [NaN, -Infinity],
  [3, 8],
];

describe('loadDataset', () => {
  it('gives the matrix as it is, row numbers and no ids', async () => {
    const { data, summary, ids, rowIndex, metadata } = await load([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([ids, [...rowIndex], metadata]).toEqual([null, [0, 1, 2], []]);
    expect(summary).toMatchObject({
      name: 'x.npy',
      format: 'npy',
      bytes: 140 + 12,
      dtype: 'float32',
      fileRows: 3,
      rows: 3,
      dim: 2,
      nanRows: 0,
      infRows: 0,
      firstBadRows: [],
      preprocessing: 'none',
    });
  });

  it('centres each column by its float64 mean', async () => {
    const offset = 16_000_000;
    const rows = Array.from({ length: 1001 }, (_, i) => [offset + i, -i]);
    const { data, summary } = await load(rows, { preprocessing: 'centre' });
    expect([data[0], data[1], data[2000], data[2001]]).toEqual([-500, 500, 500, -500]);
    expect(summary.preprocessing).toBe('centre');
    expect(summary.norms.min).toBeGreaterThan(offset - 1);
  });

  it('scales rows to unit norm and leaves zero rows', async () => {
    const { data } = await load(
      [
        [3, 4],
        [0, 0],
        [0, -2],
        [1e-30, 0],
      ],
      { preprocessing: 'l2' },
    );
    [0.6, 0.8, 0, 0, 0, -1, 1, 0].forEach((value, k) => expect(data[k]).toBeCloseTo(value, 6));
  });

  it('refuses bad rows with their number, the first of them and the three offers', async () => {
    const seen = await refusal(load(bad));
    expect(seen.message).toBe(
      'x.npy: 3 of 5 rows hold NaN (2) or an infinity (2); they are rows 1, 2, 3 (counted from 0). Vectors need finite float32 numbers.',
    );
    expect(seen.hint).toBe('Drop these rows, replace the values by the mean of their column, or cancel and correct the file.');
    const many = await refusal(load([...bad, ...bad, ...bad], { badRows: 'refuse' }));
    expect(many.message).toContain('9 of 15 rows hold NaN (6) or an infinity (6); the first are rows 1, 2, 3, 6, 7 (counted from 0)');
    expect(
      (
        await refusal(
          load([
            [1, 2],
            [NaN, 1],
          ]),
        )
      ).message,
    ).toContain('it is row 1 (counted from 0)');
  });

  it('drops bad rows, with their ids and metadata', async () => {
    const { data, summary, rowIndex } = await load(bad, { badRows: 'drop' });
    expect([...data]).toEqual([1, 2, 3, 8]);
    expect([...rowIndex]).toEqual([0, 4]);
    expect(summary).toMatchObject({ fileRows: 5, rows: 2, nanRows: 2, infRows: 2, firstBadRows: [1, 2, 3] });
    expect(data.buffer.byteLength).toBe(16);
    const csv = await loadDataset(fileOf('x.csv', 'id,a,kind\np,1,x\nq,,y\nr,3,z\n'), { badRows: 'drop' });
    expect([csv.ids, csv.metadata, [...csv.rowIndex]]).toEqual([['p', 'r'], [{ name: 'kind', values: ['x', 'z'] }], [0, 2]]);
    expect((await refusal(load([[NaN], [Infinity]], { badRows: 'drop' }))).message).toBe(
      'x.npy: all 2 rows hold NaN or an infinity; none is left when they are dropped.',
    );
  });

  it('replaces bad values by the mean of the finite ones in their column', async () => {
    const { data, summary } = await load(bad, { badRows: 'replace' });
    expect([...data]).toEqual([1, 2, 3, 3, 5, Math.fround(13 / 3), 3, Math.fround(13 / 3), 3, 8]);
    expect(summary).toMatchObject({ rows: 5, nanRows: 2, infRows: 2 });
    const seen = await refusal(
      load(
        [
          [1, NaN],
          [2, NaN],
        ],
        { badRows: 'replace' },
      ),
    );
    expect(seen.message).toBe('x.npy: the column "1" holds no finite number, so its values cannot be replaced by their mean.');
    expect(seen.hint).toContain('Leave this column out');
  });

  it('refuses rows that are all the same', async () => {
    const seen = await refusal(
      load([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    );
    expect(seen.message).toBe('x.npy: all 3 rows are the same; nothing can be quantized.');
    expect(seen.hint).toContain('every column holds a single value');
    expect((await refusal(load([[1, 2]]))).message).toBe(
      'x.npy has one row in use; at least two that differ are needed, or nothing can be quantized.',
    );
    expect((await refusal(load([[1], [2], [3]], { preprocessing: 'l2' }))).message).toBe(
      'x.npy: with unit norm all 3 rows are the same; nothing can be quantized.',
    );
  });

  it('draws the same rows from every format', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [i, i * i]);
    const choices = { sampleRows: 20, sampleSeed: 8 };
    const npy = await load(rows, choices);
    const csv = await loadDataset(fileOf('x.csv', rows.map((row) => row.join(',')).join('\n')), choices);
    expect(npy.data.length).toBe(40);
    expect(csv.data).toEqual(npy.data);
    expect(csv.rowIndex).toEqual(npy.rowIndex);
  });

  it('takes guessed text ids for metadata where they repeat beyond the first rows', async () => {
    const lines = Array.from({ length: 1500 }, (_, i) => `name ${i % 1400},${i}`);
    const { ids, metadata } = await loadDataset(fileOf('x.csv', ['title,a', ...lines].join('\n')), {});
    expect(ids).toBeNull();
    expect([metadata[0]!.name, metadata[0]!.values[1401]]).toEqual(['title', 'name 1']);
    const named = await loadDataset(fileOf('x.csv', ['asin,a', ...lines].join('\n')), {});
    expect(named.ids![1401]).toBe('name 1');
  });

  it('summarizes and loads 100,000 x 128 within seconds', async () => {
    const data = Float32Array.from({ length: 12_800_000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 8) / 2 ** 24);
    const file = fileOf('x.npy', npyBytes(data, [100_000, 128]));
    const start = performance.now();
    const { summary } = await loadDataset(file, { preprocessing: 'l2' });
    expect(summary.rows).toBe(100_000);
    // The bound only catches a change of order, also on a busy machine.
    expect(performance.now() - start).toBeLessThan(6000);
  });
});

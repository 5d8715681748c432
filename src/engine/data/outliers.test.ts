/** A row or a target a million times as large as the others is named, and kept, clipped or dropped as chosen. */
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import { Random } from '../math/random';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { inspectTable, loadTable } from './table';
import { csvFile } from './tableTestFiles';
import { fileOf, refusal } from './testFiles';

const ROWS = 90;
const DIM = 5;
const random = new Random(6);
const data = Float32Array.from({ length: ROWS * DIM }, () => random.normal());
const far = data.slice();
for (const [row, times] of [[17, 4e7], [60, -3e8]] as const) for (let j = 0; j < DIM; j++) far[row * DIM + j]! *= times;
const norm = (values: Float32Array, row: number): number => Math.hypot(...values.subarray(row * DIM, (row + 1) * DIM));
const file = (values = far): File => fileOf('x.npy', npyBytes(values, [ROWS, DIM]));

describe('rows', () => {
  it('are named with their size; others are not', async () => {
    const { summary } = await inspectFile(file());
    expect(summary!.outliers).toMatchObject({ count: 2, first: [{ row: 17 }, { row: 60 }] });
    expect(summary!.outliers!.first[1]!.size / norm(far, 60)).toBeCloseTo(1, 6);
    for (const scale of [1e-30, 1, 1e15]) expect((await inspectFile(file(data.map((value) => value * scale)))).summary!.outliers).toBeUndefined();
    expect((await inspectFile(file(far.map((value, k) => (k < 40 * DIM ? 0 : value))))).summary!.outliers!.count).toBe(1);
  });

  it('stay, are scaled to the largest of the others, or go', async () => {
    expect((await loadDataset(file(), {})).data).toEqual(far);
    expect((await loadDataset(file(), { outliers: 'keep' })).data).toEqual(far);
    const clipped = await loadDataset(file(), { outliers: 'clip' });
    const largest = Math.max(...Array.from({ length: ROWS }, (_, row) => (row === 17 || row === 60 ? 0 : norm(data, row))));
    for (const row of [17, 60]) expect(norm(clipped.data, row) / largest).toBeCloseTo(1, 5);
    expect(clipped.data.subarray(0, 17 * DIM)).toEqual(data.subarray(0, 17 * DIM));
    const dropped = await loadDataset(file(), { outliers: 'drop' });
    expect([dropped.summary.rows, dropped.summary.outliers!.count]).toEqual([ROWS - 2, 2]);
    expect(Array.from(dropped.rowIndex)).toEqual([...Array(ROWS).keys()].filter((row) => row !== 17 && row !== 60));
    expect((await refusal(loadDataset(file(), { outliers: 'squash' as 'clip' }))).hint).toBe('Write keep, clip or drop.');
  });
});

describe('targets', () => {
  const table = csvFile('t.csv', ['x', 'spend'], Array.from({ length: ROWS }, (_, i) => [i % 7, i === 31 ? -5e9 : 1 + ((i * 37) % 50)]));

  it('are named, and clipped or left out as chosen', async () => {
    const seen = await inspectTable({ file: table, choices: {} });
    expect(seen.target!.outliers).toEqual({ count: 1, median: expect.any(Number) as number, first: [{ row: 31, size: 5e9 }] });
    expect(seen.warnings.some((warning) => warning.includes('row 31 (size 5.0e+9'))).toBe(true);
    const clipped = await loadTable({ file: table, choices: { outliers: 'clip' } });
    expect([clipped.table.rows, clipped.table.target.values[31]]).toEqual([ROWS, -50]);
    const dropped = await loadTable({ file: table, choices: { outliers: 'drop' } });
    expect([dropped.table.rows, Array.from(dropped.table.rowIndex).includes(31)]).toEqual([ROWS - 1, false]);
    expect((await loadTable({ file: table, choices: {} })).table.target.values[31]).toBe(-5e9);
  });
});

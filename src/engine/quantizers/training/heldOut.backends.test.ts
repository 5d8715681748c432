/** Rows held out of training: which ones, that no method sees them, and what is told of them. */
import { expect, it } from 'vitest';
import { quantizerKind, quantizers } from '../../catalog';
import { defaultParams } from '../../params';
import type { QuantizerResult } from '../../records/quantize';
import { normals } from '../../testing/arrays';
import { describeBackends } from '../../testing/backends';
import { Vectors } from '../vectors';
import { partRows } from './heldOut';
import { QuantizerTask } from './task';

const [ROWS, DIM] = [200, 6];
const ENDING = { steps: 1, seconds: 1, stopped: false, notes: [], past: [] };
const data = () => {
  const values = normals(ROWS * DIM, 3);
  return values.map((value, at) => value + 4 * ((Math.floor(at / DIM) % 4) - 1.5));
};

async function trained(kind: string, rows: Vectors, holdOut?: number): Promise<QuantizerResult> {
  const declared = quantizerKind(kind);
  const task = await QuantizerTask.create(declared, rows, { kind, params: { ...defaultParams(declared.params), ...declared.small }, seed: 5, ...(holdOut !== undefined && { holdOut }) });
  for (let done = false; !done; ) {
    const step = await task.step();
    for (const loss of Object.values(step.losses)) if (typeof loss !== 'number') loss.dispose();
    done = step.done;
  }
  const result = await task.end(ENDING);
  expect(task.codes).toEqual(result.codes);
  task.dispose();
  return result;
}

describeBackends('rows held out', () => {
  it('are a share of them, the same for one seed, in two parts that make the whole', () => {
    const rows = new Vectors(data(), ROWS, DIM, Int32Array.from({ length: ROWS }, (_, row) => row % 3));
    const { training, heldOut, trainingRows, heldOutRows } = partRows(rows, 0.2, 7);
    expect([training.rows, heldOut.rows]).toEqual([160, 40]);
    expect(Array.from([...trainingRows, ...heldOutRows]).sort((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(partRows(rows, 0.2, 7).heldOutRows).toEqual(heldOutRows);
    expect(partRows(rows, 0.2, 8).heldOutRows).not.toEqual(heldOutRows);
    expect([heldOut.data.slice(0, DIM), heldOut.labels![0]]).toEqual([rows.data.slice(heldOutRows[0]! * DIM, heldOutRows[0]! * DIM + DIM), heldOutRows[0]! % 3]);
    expect([partRows(rows, 0.0001, 1).heldOut.rows, partRows(rows, 0.9999, 1).training.rows]).toEqual([1, 1]);
  });

  it.each(quantizers.map(({ kind }) => kind))('%s: codes of all rows, figures of the unseen, and nothing learned from these', async (kind) => {
    const rows = new Vectors(data(), ROWS, DIM);
    const result = await trained(kind, rows, 0.2);
    const { heldOutRows } = partRows(rows, 0.2, 5);
    expect([result.rows, result.codes.length, result.reconstruction.length]).toEqual([ROWS, ROWS * result.levels, ROWS * DIM]);
    expect(result.notes[0]).toMatch(/^40 of 200 rows were held out/);
    const { heldOutError, heldOutUtilization, heldOutUniqueIdShare } = result.metrics;
    // By hand, from what the result says of these rows.
    const mean = Array.from({ length: DIM }, (_, j) => heldOutRows.reduce((sum, row) => sum + rows.data[row * DIM + j]!, 0) / heldOutRows.length);
    let [left, spread] = [0, 0];
    for (const row of heldOutRows) for (let j = 0; j < DIM; j++) [left, spread] = [left + (rows.data[row * DIM + j]! - result.reconstruction[row * DIM + j]!) ** 2, spread + (rows.data[row * DIM + j]! - mean[j]!) ** 2];
    expect(heldOutError).toBeCloseTo(Math.sqrt(left / spread), 4);
    expect(heldOutUtilization).toHaveLength(result.levels);
    const idOf = (row: number) => result.codes.subarray(row * result.levels, (row + 1) * result.levels).join();
    const uses = new Map<string, number>();
    for (let row = 0; row < ROWS; row++) uses.set(idOf(row), (uses.get(idOf(row)) ?? 0) + 1);
    expect(heldOutUniqueIdShare).toBe(heldOutRows.filter((row) => uses.get(idOf(row)) === 1).length / 40);
    // Rows held out may be anything: what is learned stays the same, to the bit.
    const moved = rows.data.slice();
    for (const row of heldOutRows) for (let j = 0; j < DIM; j++) moved[row * DIM + j]! += 30 + j;
    const elsewhere = new Vectors(moved, ROWS, DIM);
    const other = await trained(kind, elsewhere, 0.2);
    elsewhere.dispose();
    expect(other.codebooks).toEqual(result.codebooks);
    expect(other.metrics.relativeError).toBe(result.metrics.relativeError);
    expect(other.metrics.heldOutError).not.toBe(heldOutError);
    rows.dispose();
  });

  it('are none where none are asked for', async () => {
    const rows = new Vectors(data(), ROWS, DIM);
    const { metrics, notes } = await trained('rq-kmeans', rows);
    rows.dispose();
    expect([metrics.heldOutError, notes.some((note) => note.includes('held out'))]).toEqual([undefined, false]);
  });
});

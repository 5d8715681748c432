import { fullPass } from '../quantizers/training/fullPass';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { quantizerKind } from '../catalog';
import { nestedClusters } from '../data/generators/nestedClusters';
import type { TrainedQuantizer } from '../quantizers/training/task';
import { Random } from '../math/random';
import { rowMajor } from '../math/rows';
import { defaultParams } from '../params';
import { Vectors } from '../quantizers/vectors';
import type { Params } from '../records/params';
import type { QuantizerKind } from '../records/quantize';
import { describeBackends } from '../testing/backends';
import { sweep } from '../quantizers/training/sweep';
import { appendItems } from './appendItems';
import { byId, lastDistances } from './items';
import { itemsOf, previewRepair } from './preview';

const ROWS = 160;
const quick: Readonly<Record<QuantizerKind, Params>> = {
  'rq-kmeans': {},
  'rq-gmm': { maxIterations: 5 },
  'even-rq': { softPasses: 4, evenPasses: 4, rounds: 2, candidates: 200 },
  'rq-vae': { hidden: [16], latentDim: 4, steps: 20, warmupSteps: 5, batchSize: 32 },
  'r3-vae': { steps: 20, batchSize: 32 },
};

function sample(): Vectors {
  const { data, dim } = nestedClusters(7, ROWS, 8);
  return new Vectors(data, ROWS, dim);
}

async function finishedRun(kind: QuantizerKind, rows: Vectors, params: Params): Promise<TrainedQuantizer> {
  const entry = quantizerKind(kind);
  const all = { ...defaultParams(entry.params), ...quick[kind], ...params };
  const quantizer = await entry.create(rows, all, new Random(1));
  while (!(await step(quantizer))) continue;
  await quantizer.gatherConstants?.(rows.chunks);
  const pass = await sweep(quantizer, rows.chunks);
  return { quantizer, rows, codes: rowMajor(pass.codes) };
}

async function step(quantizer: TrainedQuantizer['quantizer']): Promise<boolean> {
  const { losses, done } = await quantizer.trainStep();
  for (const loss of Object.values(losses)) if (typeof loss !== 'number') loss.dispose();
  return done;
}

const now = () => Promise.resolve();

describeBackends('a repair of a finished run', () => {
  it.each([[[6, 6]], [[12]]])('knows what the last code costs each item (codes %s)', async (numCodes) => {
    const rows = sample();
    const run = await finishedRun('rq-kmeans', rows, { numLevels: numCodes.length, numCodes });
    const items = await itemsOf(run.quantizer, [rows]);
    expect([...items.codes]).toEqual([...run.codes]);
    for (let row = 0; row < ROWS; row++) {
      const distances = lastDistances(items, row);
      const code = items.codes[row * items.levels + items.levels - 1]!;
      expect(distances[code]!).toBeLessThanOrEqual(Math.min(...distances) * (1 + 1e-4) + 1e-5);
    }
    run.quantizer.dispose();
    rows.dispose();
  });

  it.each(['rq-kmeans', 'rq-vae', 'r3-vae', 'rq-gmm'] as const)('parts the items of %s, counts the cost and leaves no tensor', async (kind) => {
    const rows = sample();
    const run = await finishedRun(kind, rows, { numLevels: 2, numCodes: [6] });
    const tensors = tf.memory().numTensors;
    const suffix = await previewRepair(run, { method: 'suffix' }, now);
    expect(suffix.before.collisionRate).toBeGreaterThan(0);
    expect(suffix.after).toMatchObject({ collisionRate: 0, uniqueIdShare: 1, largestBucket: 1, rmse: suffix.before.rmse, knnOverlap: suffix.before.knnOverlap });
    // The run's own metric, to the last digit.
    expect(suffix.before.knnOverlap).toBe((await fullPass(run.quantizer, rows, 1)).metrics.knnOverlap);
    const free = await previewRepair(run, { method: 'nextFree', capacity: 4 }, now);
    expect(byId(free.codes, ROWS, free.levels).sizes.reduce((most, size) => Math.max(most, size), 0)).toBeLessThanOrEqual(Math.max(4, suffix.suffixCodes / 6));
    expect(free.moved).toBeGreaterThan(0);
    expect(free.after.largestBucket).toBeLessThan(free.before.largestBucket);
    if (kind === 'rq-kmeans') expect(free.after.rmse).toBeGreaterThan(free.before.rmse);
    const spread = await previewRepair(run, { method: 'sinkhorn' }, now);
    expect(spread.after.largestBucket).toBeLessThan(spread.before.largestBucket);
    expect(tf.memory().numTensors).toBe(tensors);
    run.quantizer.dispose();
    rows.dispose();
  });

  it('takes the codes that a method gave its rows, and places further rows around them', async () => {
    const rows = sample();
    const run = await finishedRun('even-rq', rows, { numLevels: 2, numCodes: [16] });
    const tensors = tf.memory().numTensors;
    const stored = await previewRepair(run, { method: 'stored' }, now);
    expect([...stored.codes]).toEqual([...rowMajor(run.quantizer.storedCodes!()!)]);
    expect(stored.levels).toBe(2);
    expect(stored.after).toMatchObject({ collisionRate: 0, uniqueIdShare: 1, largestBucket: 1 });
    // Beside the codes by rule, which stay as they are.
    expect(stored.before.collisionRate).toBe(1 - byId(run.codes, ROWS, 2).sizes.length / ROWS);
    expect(stored.moved).toBe(run.codes.reduce((moved, code, at) => moved + (at % 2 === 0 && (code !== stored.codes[at] || run.codes[at + 1] !== stored.codes[at + 1]) ? 1 : 0), 0));
    const values = new Float32Array(4 * rows.dim);
    values.set(rows.data.subarray(0, 2 * rows.dim));
    values.set(rows.data.subarray(0, 2 * rows.dim).map((value) => value + 0.01), 2 * rows.dim);
    const fresh = new Vectors(values, 4, rows.dim);
    const appended = await appendItems(run, fresh, null, stored, { method: 'stored' });
    expect([appended.levels, appended.items, appended.collisions]).toEqual([2, 4, 2]);
    expect([...appended.codes.subarray(0, 4)]).toEqual([...stored.codes.subarray(0, 4)]);
    expect(byId(new Int32Array([...stored.codes, ...appended.codes]), ROWS + 4, 2).sizes.length).toBe(ROWS + 2);
    expect(tf.memory().numTensors).toBe(tensors);
    const plain = await finishedRun('rq-kmeans', rows, { numLevels: 2, numCodes: [6] });
    await expect(previewRepair(plain, { method: 'stored' }, now)).rejects.toThrow('no stored codes');
    await expect(appendItems(plain, fresh, null, stored, { method: 'stored' })).rejects.toThrow('no stored codes');
    for (const made of [fresh, rows]) made.dispose();
    for (const { quantizer } of [run, plain]) quantizer.dispose();
  });

  it('gives the rows of another file IDs beside those that exist', async () => {
    const rows = sample();
    const run = await finishedRun('rq-kmeans', rows, { numLevels: 2, numCodes: [6] });
    const { codes, levels } = await previewRepair(run, { method: 'suffix' }, now);
    const fresh = new Vectors(rows.data.slice(0, 5 * rows.dim), 5, rows.dim);
    const appended = await appendItems(run, fresh, null, { codes, levels }, { method: 'suffix' });
    expect([appended.levels, appended.items, appended.collisions]).toEqual([3, 5, 0]);
    // Copies of rows 0 to 4 have their codes, and suffixes beyond all that exist.
    const all = new Int32Array([...codes, ...appended.codes]);
    expect(byId(all, ROWS + 5, 3).sizes.length).toBe(ROWS + 5);
    for (let row = 0; row < 5; row++) expect([...appended.codes.subarray(row * 3, row * 3 + 2)]).toEqual([...codes.subarray(row * 3, row * 3 + 2)]);
    const narrow = new Vectors(new Float32Array(6), 2, 3);
    await expect(appendItems(run, narrow, null, { codes, levels }, { method: 'suffix' })).rejects.toThrow(/3 numbers each.*rows of 8/);
    for (const held of [fresh, narrow, rows]) held.dispose();
    run.quantizer.dispose();
  });
});

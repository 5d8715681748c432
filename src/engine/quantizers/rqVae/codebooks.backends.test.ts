/** How RQ-VAE's codebooks move: running means against float64 loops, SimVQ's frozen tables, and dead codes that are moved while live ones stay. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { AdamW } from '../../nn/adamW';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import { DeadCodes } from '../deadCodes';
import { RqVaeCodebooks, type CodebookOptions } from './codebooks';
import { RunningMeans } from './runningMeans';
import { identityMap, preimages } from './simVq';

const DIM = 3;
const CODES = 4;
const BATCH = 12;
const close = { rtol: 1e-4, atol: 1e-5 };
const plain: CodebookOptions = { simVq: false, emaDecay: null, unitLevels: new Set(), batchSize: BATCH };

describeBackends('codebooks of RQ-VAE', () => {
  it('running means: three batches against the formula in float64; an unused code keeps its place', async () => {
    const source = new Random(1);
    const start = values(source, CODES * DIM);
    const table = tf.tidy(() => tf.variable(tf.tensor2d(start, [CODES, DIM]), false));
    const means = new RunningMeans([table], BATCH, 0.9);
    let counts = new Float64Array(CODES).fill(BATCH / CODES);
    let sums = Float64Array.from(start, (value) => (BATCH / CODES) * value);
    for (let step = 0; step < 3; step++) {
      const inputs = values(source, BATCH * DIM);
      const codes = Int32Array.from({ length: BATCH }, () => source.integer(CODES - 1));
      const tensors = [tf.tensor1d(codes, 'int32'), tf.tensor2d(inputs, [BATCH, DIM])] as const;
      means.update([tensors[0]], [tensors[1]]);
      tf.dispose([...tensors]);
      counts = counts.map((count, k) => 0.9 * count + 0.1 * codes.filter((code) => code === k).length);
      sums = sums.map((sum, i) => 0.9 * sum + 0.1 * codes.reduce((total, code, b) => total + (code === Math.floor(i / DIM) ? inputs[b * DIM + (i % DIM)]! : 0), 0));
    }
    const total = counts.reduce((a, b) => a + b);
    expectClose(total, BATCH, close, 'counts');
    const wanted = sums.map((sum, i) => sum / ((total * (counts[Math.floor(i / DIM)]! + 1e-5)) / (total + CODES * 1e-5)));
    expectClose(await table.data(), wanted, close);
    const last = (CODES - 1) * DIM;
    expectClose((await table.data<'float32'>()).slice(last), start.slice(last), { rtol: 1e-3, atol: 1e-4 }, 'unused code');
    means.dispose();
    table.dispose();
  });

  it('running means of no memory are the means of the batch', async () => {
    const inputs = [[1, 2, 3], [3, 2, 1], [10, 0, 0], [5, 5, 5], [7, 5, 3]];
    const codes = [0, 0, 1, 2, 2];
    const table = tf.tidy(() => tf.variable(tf.ones([3, 3]), false) as tf.Variable<tf.Rank.R2>);
    const means = new RunningMeans([table], 5, 0);
    const tensors = [tf.tensor1d(codes, 'int32'), tf.tensor2d(inputs)] as const;
    means.update([tensors[0]], [tensors[1]]);
    expectClose(await table.data(), [2, 2, 2, 10, 0, 0, 6, 5, 4], { rtol: 1e-4, atol: 1e-4 });
    const state = await means.state();
    expectClose(state['means.counts.0']!, [2, 1, 2], close);
    means.dispose();
    tf.dispose([table, ...tensors]);
  });

  it('SimVQ: only W is trained, C is V W, and a row of V can be found for any code vector', async () => {
    const books = new RqVaeCodebooks([CODES], DIM, { ...plain, simVq: true }, new Random(2));
    expect(books.trained).toHaveLength(1);
    expect(books.trained[0]!.shape).toEqual([DIM, DIM]);
    const [table, map] = books.variables;
    expectClose((await books.read())[0]!, await table!.data(), close, 'W starts as the identity');
    const wanted = values(new Random(3), CODES * DIM);
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(books.vectors()[0]!, tf.tensor2d(wanted, [CODES, DIM]))) as tf.Scalar, books.trained);
    const v = await table!.data<'float32'>();
    const gradient = Array.from({ length: DIM * DIM }, (_, i) => Array.from({ length: CODES }, (_, k) => v[k * DIM + Math.floor(i / DIM)]! * wanted[k * DIM + (i % DIM)]!).reduce((a, b) => a + b));
    expectClose(await grads[map!.name]!.data(), gradient, close, 'V^T dC');
    const w = Float32Array.of(1, 0.4, 0, -0.2, 0.7, 0.1, 0.3, 0, 1.5);
    const rows = preimages(wanted, w, DIM);
    const back = wanted.map((_, i) => [0, 1, 2].reduce((sum, m) => sum + rows[Math.floor(i / DIM) * DIM + m]! * w[m * DIM + (i % DIM)]!, 0));
    expectClose(back, wanted, { rtol: 1e-3, atol: 1e-4 }, 'v W');
    expect(preimages(wanted, identityMap(DIM).fill(0), DIM).every(Number.isFinite)).toBe(true);
    tf.dispose([value, grads]);
    books.dispose();
  });

  it('levels of unit code vectors: every vector has length one, the others are as stored', async () => {
    const books = new RqVaeCodebooks([CODES, CODES], DIM, { ...plain, unitLevels: new Set([1]) }, new Random(4));
    const [first, second] = await books.read();
    expect(first).toEqual((await books.variables[0]!.data<'float32'>()).slice());
    for (let k = 0; k < CODES; k++) expect(Math.hypot(...second!.slice(k * DIM, (k + 1) * DIM))).toBeCloseTo(1, 5);
    books.dispose();
  });

  for (const [name, options] of [['gradient', {}], ['running means', { emaDecay: 0.99 }], ['SimVQ', { simVq: true }]] as const) {
    it(`restart (${name}): dead codes become rows of the batch, live ones stay, moments or means start anew`, async () => {
      const books = new RqVaeCodebooks([CODES], DIM, { ...plain, ...options }, new Random(5));
      const optimizer = new AdamW(books.trained);
      const moved = tf.tidy(() => Object.fromEntries(books.trained.map((variable) => [variable.name, tf.ones(variable.shape)])));
      optimizer.apply(moved, 0.1);
      tf.dispose(moved);
      const dead = new DeadCodes([CODES], BATCH, 0.5, new Random(6));
      const onlyTwo = tf.tensor1d(Int32Array.from({ length: BATCH }, (_, b) => b % 2), 'int32');
      for (let i = 0; i < 120; i++) dead.count([onlyTwo]);
      const [recent] = await dead.recentUse();
      expect(recent!.reduce((sum, use) => sum + use, 0)).toBeCloseTo(recent!.length, 3);
      expect(recent!.filter((use) => use > 1)).toHaveLength(2);
      const before = (await books.read())[0]!;
      const residuals = values(new Random(7), BATCH * DIM);
      const tensor = tf.tensor2d(residuals, [BATCH, DIM]);
      await books.restart(dead, [tensor], optimizer);
      const after = (await books.read())[0]!;
      expect(dead.restarts).toEqual([2]);
      expectClose(after.slice(0, 2 * DIM), before.slice(0, 2 * DIM), { rtol: 0, atol: 0 }, 'live codes');
      const rows = Array.from({ length: BATCH }, (_, b) => residuals.slice(b * DIM, (b + 1) * DIM));
      const taken = [2, 3].map((k) => rows.findIndex((row) => row.every((value, d) => Math.abs(value - after[k * DIM + d]!) < 1e-3)));
      expect(taken.every((row) => row >= 0)).toBe(true);
      expect(taken[0]).not.toBe(taken[1]);
      const moments = (await optimizer.state())['adam.first.0'];
      if (name === 'gradient') expect(moments!.slice(2 * DIM).every((value) => value === 0) && moments!.slice(0, 2 * DIM).every((value) => value !== 0)).toBe(true);
      if (name === 'SimVQ') expect(moments!.every((value) => value !== 0)).toBe(true);
      if (name === 'running means') {
        expect(moments).toBeUndefined();
        const state = await books.state();
        expectClose(state['means.counts.0']!.slice(2), [BATCH / CODES, BATCH / CODES], close);
        expectClose(state['means.sums.0']!.slice(2 * DIM), after.slice(2 * DIM).map((value) => (BATCH / CODES) * value), close);
      }
      dead.dispose();
      optimizer.dispose();
      books.dispose();
      tf.dispose([onlyTwo, tensor]);
    });
  }
});

function values(source: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => source.normal());
}

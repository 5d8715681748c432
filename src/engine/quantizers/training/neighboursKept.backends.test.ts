import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { knnOverlap, type Points } from '../../math/neighbours';
import { Random } from '../../math/random';
import { candidatesOf, KNN, neighboursKept } from './neighboursKept';
import { describeBackends } from '../../testing/backends';

/** Far from the origin, with equal rows and equal distances: what float32 products lose most on. */
function awkward(rows: number, dim: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: rows * dim }, (_, i) => 1000 + 50 * (i % dim) + random.integer(3));
}

describeBackends('neighbours kept', () => {
  it('gives the number of the exact search in float64, bit for bit, on ties and far from the origin', async () => {
    const [rows, dim] = [700, 6];
    const x = awkward(rows, dim, 1);
    const rebuilt = awkward(rows, dim, 2).map((value, i) => (i % 3 ? value : x[i]!));
    const kept = await neighboursKept(x, rebuilt, rows, dim);
    const exact = knnOverlap({ data: x, rows, dim }, { data: rebuilt, rows, dim }, 'euclidean', { k: KNN.k });
    expect(kept).toEqual(exact);
    expect(kept.expected).toBeGreaterThan(kept.chance);
  });

  it('hands on few rows that cannot be near, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const random = new Random(3);
    const points: Points = { data: Float32Array.from({ length: 3000 * 32 }, () => random.normal()), rows: 3000, dim: 32 };
    const found = await candidatesOf(points, Uint32Array.of(0, 17, 2999), KNN.k);
    for (const list of found) {
      expect(list.length).toBeGreaterThanOrEqual(KNN.k);
      expect(list.length).toBeLessThan(2 * KNN.k);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is 1 for the data themselves, undefined beside a NaN and for one row', async () => {
    const random = new Random(4);
    const x = Float32Array.from({ length: 50 * 4 }, () => random.normal());
    expect((await neighboursKept(x, x, 50, 4)).expected).toBe(1);
    expect((await neighboursKept(x, x.map((value, i) => (i === 9 ? NaN : value)), 50, 4)).expected).toBeNaN();
    expect((await neighboursKept(x.slice(0, 4), x.slice(0, 4), 1, 4)).expected).toBeNaN();
  });

  it('takes a seeded sample of many rows, the same at each call', async () => {
    const limits = { k: 5, maxQueries: 40, maxRows: 200 };
    const random = new Random(5);
    const x = Float32Array.from({ length: 500 * 2 }, () => random.normal());
    const rebuilt = x.map((value) => Math.round(value * 4) / 4);
    const kept = await neighboursKept(x, rebuilt, 500, 2, limits);
    expect(kept).toMatchObject({ queries: 40, chance: 5 / 199 });
    expect(kept.expected).toBeGreaterThan(kept.chance);
    expect(kept.expected).toBeLessThan(1);
    expect(await neighboursKept(x, rebuilt, 500, 2, limits)).toEqual(kept);
  });
});

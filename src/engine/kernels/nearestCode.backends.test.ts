/** Nearest codes against a plain loop in float64 and against scikit-learn's labels. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import kmeans from '../testing/fixtures/kmeans.json';
import { expectClose } from '../testing/tolerance';
import { nearestCode } from './nearestCode';

const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [
  [1, 1, 3],
  [1, 300, 3],
  [65, 17, 1],
  [130, 300, 6],
  [100, 16, 64],
  [70, 33, 301],
];

describeBackends('nearestCode', () => {
  test.each(SIZES)('finds the nearest of codes, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    await expectNearest(normals(n * d, 1), normals(K * d, 2), n, K, d);
  });

  test('does not cancel far from the origin', async () => {
    await expectNearest(normals(50 * 8, 3, 1000), normals(20 * 8, 4, 1000), 50, 20, 8);
  });

  test('gives ties to the lowest index', async () => {
    const codebook = normals(4, 5);
    const x = tf.tensor2d(normals(12, 6), [3, 4]);
    const doubled = tf.tensor2d([...codebook, ...codebook, ...codebook], [3, 4]);
    const { codes, distances } = nearestCode(x, doubled);
    expect([...(await codes.data())]).toEqual([0, 0, 0]);
    tf.dispose([x, doubled, codes, distances]);
  });

  test('agrees with the labels and the inertia of scikit-learn', async () => {
    const x = tf.tensor2d(kmeans.data.data, kmeans.data.shape as [number, number]);
    for (const { centres, labels, inertia } of kmeans.after) {
      const codebook = tf.tensor2d(centres.data, centres.shape as [number, number]);
      const { codes, distances } = nearestCode(x, codebook);
      expect([...(await codes.data())]).toEqual(labels.data);
      const total = [...(await distances.data())].reduce((sum, distance) => sum + distance, 0);
      expectClose(total, inertia, { rtol: 2e-5, atol: 5e-6 }, 'inertia');
      tf.dispose([codebook, codes, distances]);
    }
    x.dispose();
  });

  test('gives the same bits twice', async () => {
    const x = tf.tensor2d(normals(150 * 10, 9), [150, 10]);
    const codebook = tf.tensor2d(normals(40 * 10, 10), [40, 10]);
    const first = nearestCode(x, codebook);
    const second = nearestCode(x, codebook);
    expect(await first.distances.data()).toEqual(await second.distances.data());
    expect(await first.codes.data()).toEqual(await second.codes.data());
    tf.dispose([x, codebook, { ...first }, { ...second }]);
  });

  test('reads integers cast to floats', async () => {
    const whole = tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7], [2, 4], 'int32');
    // Twice the sum keeps the integer buffer on the device; the cast changes only the name of the type.
    const cast = tf.tidy(() => tf.cast(tf.add(whole, whole), 'float32')) as tf.Tensor2D;
    const codebook = tf.tensor2d([0, 0, 0, 0, 8, 10, 12, 13], [2, 4]);
    const { codes, distances } = nearestCode(cast, codebook);
    expect([...(await codes.data())]).toEqual([0, 1]);
    expect([...(await distances.data())]).toEqual([56, 1]);
    tf.dispose([whole, cast, codebook, codes, distances]);
  });

  test('is a constant to a gradient', async () => {
    const x = tf.tensor2d(normals(8, 11), [2, 4]);
    const codebook = tf.tensor2d(normals(12, 12), [3, 4]);
    const gradient = tf.grad((value: tf.Tensor) => tf.add(tf.sum(nearestCode(value as tf.Tensor2D, codebook).distances), tf.sum(value)))(x);
    expect([...(await gradient.data())]).toEqual(new Array(8).fill(1));
    tf.dispose([x, codebook, gradient]);
  });

  test('gives nothing for no rows', () => {
    const x = tf.tensor2d([], [0, 4]);
    const codebook = tf.tensor2d([1, 2, 3, 4], [1, 4]);
    const { codes, distances } = nearestCode(x, codebook);
    expect([codes.shape, distances.shape]).toEqual([[0], [0]]);
    tf.dispose([x, codebook, codes, distances]);
  });
});

async function expectNearest(rows: Float32Array, codebook: Float32Array, n: number, K: number, d: number): Promise<void> {
  const x = tf.tensor2d(rows, [n, d]);
  const c = tf.tensor2d(codebook, [K, d]);
  const { codes, distances } = nearestCode(x, c);
  expect([codes.dtype, codes.shape, distances.dtype, distances.shape]).toEqual(['int32', [n], 'float32', [n]]);
  const seenCodes = await codes.data();
  const seenDistances = await distances.data();
  for (let i = 0; i < n; i++) {
    const all = Array.from({ length: K }, (_, k) => squaredDistance(rows, i * d, codebook, k * d, d));
    const code = seenCodes[i]!;
    expect(code).toBeGreaterThanOrEqual(0);
    expect(code).toBeLessThan(K);
    // The choice may differ from the naive one only where float32 cannot tell the two distances apart.
    expectClose(all[code]!, Math.min(...all), { rtol: 1e-5, atol: 1e-6 }, `distance of row ${i} to its code`);
    expectClose(seenDistances[i]!, all[code]!, { rtol: 1e-5, atol: 1e-6 }, `distance reported for row ${i}`);
  }
  tf.dispose([x, c, codes, distances]);
}

function squaredDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (a[aStart + j]! - b[bStart + j]!) ** 2;
  return sum;
}

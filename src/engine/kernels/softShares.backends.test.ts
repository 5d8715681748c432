/** Sums of soft shares against float64 loops written here, at the edges of chunks and slices. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { softShares } from './softShares';

const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [[1, 1, 3], [65, 17, 1], [513, 16, 6], [300, 33, 40], [20_000, 5, 4], [700, 7000, 2]];

describeBackends('softShares', () => {
  test.each(SIZES)('%i rows, %i codes, %i dimensions', async (n, K, d) => {
    const rows = normals(n * d, 1);
    const centres = normals(K * d, 2);
    const bias = normals(K, 3);
    const epsilon = 0.3 * d;
    const tensors = { x: tf.tensor2d(rows, [n, d]), centres: tf.tensor2d(centres, [K, d]), bias: tf.tensor1d(bias) };
    const { mass, sums } = await softShares(tensors.x, tensors.centres, tensors.bias, epsilon, true);
    const wantedMass = new Float64Array(K);
    const wantedSums = new Float64Array(K * d);
    const own = new Float64Array(K);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < K; k++) {
        let cost = bias[k]!;
        for (let j = 0; j < d; j++) cost += (rows[i * d + j]! - centres[k * d + j]!) ** 2;
        own[k] = Math.exp(-cost / epsilon);
      }
      const total = own.reduce((sum, value) => sum + value, 0);
      for (let k = 0; k < K; k++) {
        wantedMass[k]! += own[k]! / total;
        for (let j = 0; j < d; j++) wantedSums[k * d + j]! += (own[k]! / total) * rows[i * d + j]!;
      }
    }
    expectClose(mass, wantedMass, { rtol: 3e-5, atol: 3e-5 }, 'mass');
    expectClose(sums!, wantedSums, { rtol: 3e-5, atol: 1e-4 }, 'sums');
    expectClose(mass.reduce((sum, value) => sum + value, 0), n, { rtol: 1e-5, atol: 0 });
    const again = await softShares(tensors.x, tensors.centres, tensors.bias, epsilon, false);
    expect(again.sums).toBeNull();
    expectClose(again.mass, mass, { rtol: 1e-5, atol: 1e-6 }, 'mass without sums');
    expect(await softShares(tensors.x, tensors.centres, tensors.bias, epsilon, true)).toEqual({ mass, sums });
    tf.dispose(Object.values(tensors));
  });

  test('a cold pass gives each row to its nearest code, and far rows no infinity', async () => {
    const x = tf.tensor2d([0, 0.1, 1, 1e6], [4, 1]);
    const centres = tf.tensor2d([0, 1], [2, 1]);
    const bias = tf.tensor1d([0, 0]);
    const { mass, sums } = await softShares(x, centres, bias, 1e-6, true);
    expect(Array.from(mass)).toEqual([2, 2]);
    expectClose(sums!, [0.1, 1_000_001], { rtol: 1e-6, atol: 1e-6 });
    tf.dispose([x, centres, bias]);
  });

  test('refuses shapes that do not agree', async () => {
    const tensors = [tf.zeros([2, 3]), tf.zeros([2, 4]), tf.zeros([2])] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    await expect(softShares(...tensors, 1, false)).rejects.toThrow('equal widths');
    tf.dispose(tensors);
  });
});

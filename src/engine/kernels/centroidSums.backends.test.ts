/** Sums by code against a plain loop in float64. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { Random } from '../math/random';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { centroidSums, centroidSumsTwin } from './centroidSums';

const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [
  [1, 1, 3],
  [63, 300, 1],
  [1000, 7, 65],
  [5000, 16, 8],
];

describeBackends('centroidSums', () => {
  test.each(SIZES)('adds up %i rows of %i codes, %i dimensions', async (n, K, d) => {
    const rows = normals(n * d, 1);
    const picked = codesOf(n, K);
    const { x, codes } = tensorsOf(rows, picked, d);
    const { sums, counts } = await centroidSums(x, codes, K);
    const wantedSums = new Float64Array(K * d);
    const wantedCounts = new Float64Array(K);
    picked.forEach((code, i) => {
      wantedCounts[code]! += 1;
      for (let j = 0; j < d; j++) wantedSums[code * d + j]! += rows[i * d + j]!;
    });
    expect(counts).toEqual(wantedCounts);
    expectClose(sums, wantedSums, { rtol: 1e-5, atol: 1e-4 }, 'sums');
    tf.dispose([x, codes]);
  });

  test('agrees with its twin and gives the same bits twice', async () => {
    const { x, codes } = tensorsOf(normals(700 * 5, 2), codesOf(700, 9), 5);
    const first = await centroidSums(x, codes, 9);
    const second = await centroidSums(x, codes, 9);
    const twin = await centroidSumsTwin(x, codes, 9);
    expect(second).toEqual(first);
    expect(first.counts).toEqual(twin.counts);
    expectClose(first.sums, twin.sums, { rtol: 1e-5, atol: 1e-4 }, 'sums');
    tf.dispose([x, codes]);
  });

  test('leaves the sums of a code without rows at zero', async () => {
    const { x, codes } = tensorsOf(new Float32Array([1, 2, 3, 4]), new Int32Array([2, 2]), 2);
    expect(await centroidSums(x, codes, 4)).toEqual({
      sums: new Float64Array([0, 0, 0, 0, 4, 6, 0, 0]),
      counts: new Float64Array([0, 0, 2, 0]),
    });
    tf.dispose([x, codes]);
  });
});

function codesOf(n: number, K: number): Int32Array {
  const random = new Random(3);
  return Int32Array.from({ length: n }, () => random.integer(K));
}

function tensorsOf(rows: Float32Array, codes: Int32Array, d: number): { x: tf.Tensor2D; codes: tf.Tensor1D } {
  return { x: tf.tensor2d(rows, [codes.length, d]), codes: tf.tensor1d(codes, 'int32') };
}

/** Layer norm against plain loops in float64 and their finite differences, as ops and on a tape. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { layerNorm as layerNormOnTape } from '../cpu/blocks/layerNorm';
import { describeBackends } from '../testing/backends';
import { expectForms, matrix, vector } from '../testing/layers';
import { layerNorm } from './layerNorm';

describeBackends('layer norm', () => {
  it.each([[3, 4], [2, 1], [5, 7], [67, 8]] as const)('of %i rows of %i numbers', async (n, d) => {
    await expectForms({
      inputs: { x: matrix(n, d, 1, 2), gain: vector(d, 2, 1), shift: vector(d, 3) },
      naive: ([x, gain, shift]) => naive(x!, gain!, shift!, n, d),
      plain: ([x, gain, shift]) => layerNorm(x!, gain as tf.Tensor as tf.Tensor1D, shift as tf.Tensor as tf.Tensor1D),
      kept: (tape, [x, gain, shift]) => layerNormOnTape(tape, x!, { gain: gain!, shift: shift! }),
    }, { rtol: 2e-4, atol: 1e-4 });
  });

  it('gives the shift for rows of equal numbers', async () => {
    const y = tf.tidy(() => layerNorm(tf.fill([2, 3], 5), tf.ones([3]), tf.tensor1d([1, 2, 3])));
    expect([...(await y.data())]).toEqual([1, 2, 3, 1, 2, 3]);
    y.dispose();
  });
});

function naive(x: Float64Array, gain: Float64Array, shift: Float64Array, n: number, d: number): number[] {
  return Array.from({ length: n }, (_, row) => {
    const own = x.slice(row * d, (row + 1) * d);
    const mean = own.reduce((sum, value) => sum + value, 0) / d;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d;
    return Array.from(own, (value, j) => ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[j]! + shift[j]!);
  }).flat();
}

/** The backend that was asked for is the one that computes, and a gradient runs on it. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';

describeBackends('a backend opened for tests', (backend) => {
  test('is the current one', () => {
    expect(tf.getBackend()).toBe(backend);
  });

  test('computes a gradient', async () => {
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const gradient = tf.grad((value: tf.Tensor) => tf.sum(tf.square(value)))(x);
    expectClose(await gradient.data(), [2, 4, 6, 8], { rtol: 1e-6, atol: 0 });
    tf.dispose([x, gradient]);
  });
});

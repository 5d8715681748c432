/** The self-test of the kernels of sequence models: small numbers, and what comes out on paper. */
import * as tf from '@tensorflow/tfjs-core';
import { attend, attendGradient } from './attention';
import { segmentSums } from './segmentSums';
import type { Comparison } from './trainingChecks';

/**
 * One query 2 over keys 1, 7, 2, of which it does not see the second, with values 2, 100, 4 and biases 2, 2, log 3: scores 4 and 4 + log 3, so weights 1/4 and 3/4 and 3.5 put out. With a slope of 4
 * there, 8 and 16 reach the weights, 14 on average, so the scores get 1/4 (8 - 14) and 3/4 (16 - 14).
 */
export async function attended(): Promise<Comparison> {
  const outputs = tf.tidy(() => {
    const column = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);
    const rows = { q: column(2), k: column(1, 7, 2), v: column(2, 100, 4) };
    const data = { groups: 1, queries: 1, keys: 3, heads: 1, mask: Uint8Array.of(1, 0, 1) };
    const { out, weights } = attend(rows, data, [{ table: column(2, Math.log(3)), buckets: Int32Array.of(0, 0, 1) }]);
    const { q, k, v, scores } = attendGradient(rows, weights, column(4), data);
    return [out, weights, scores, q, k, v];
  });
  return { seen: await readAndDispose(outputs), wanted: [3.5, 0.25, 0, 0.75, -1.5, 0, 1.5, 1.5, -3, 0, 3, 1, 0, 3] };
}

/** Rows 1, 2, 3, 4: 1 + 2 * 3 for the last of three sums, 2 + 4 / 2 for the first, none for the one between. */
export async function segmented(): Promise<Comparison> {
  const segments = { rows: Int32Array.of(0, 2, 1, 3), weights: Float32Array.of(1, 2, 1, 0.5), starts: Int32Array.of(0, 2, 4), targets: Int32Array.of(2, 0) };
  return { seen: await readAndDispose([tf.tidy(() => segmentSums(tf.tensor2d([1, 2, 3, 4], [4, 1]), segments, 3))]), wanted: [4, 0, 7] };
}

async function readAndDispose(tensors: tf.Tensor[]): Promise<number[]> {
  try {
    const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
    return parts.flatMap((part) => Array.from(part));
  } finally {
    tf.dispose(tensors);
  }
}

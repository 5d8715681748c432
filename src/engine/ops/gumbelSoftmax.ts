/**
 * Gumbel-softmax (Jang et al., 1611.01144; Maddison et al., 1611.00712): a soft, differentiable sample of one code a row.
 *
 *     G = -log(-log U),  U uniform in (0, 1);   p = softmax_k((G - distance) / temperature)
 *
 * At temperature 0 the row is one-hot: a sample from softmax(-distance).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';

/** Bounds of U: outside, one of the logarithms overflows. */
const LOWEST = 1e-9;
const HIGHEST = 1 - 1e-7;

/** distances, noise [n, K] -> probabilities [n, K], differentiable in the distances. */
export function gumbelSoftmax(distances: tf.Tensor2D, noise: tf.Tensor2D, temperature: number): tf.Tensor2D {
  return tf.softmax(tf.mul(tf.sub(noise, distances), 1 / temperature)) as tf.Tensor2D;
}

/** Standard Gumbel noise [n, K] from the seeded stream, in float64 on the processor: the same numbers on every device. */
export function gumbelNoise(random: Random, rows: number, numCodes: number): tf.Tensor2D {
  const noise = new Float32Array(rows * numCodes);
  for (let i = 0; i < noise.length; i++) noise[i] = -Math.log(-Math.log(Math.min(HIGHEST, Math.max(LOWEST, random.uniform()))));
  return tf.tensor2d(noise, [rows, numCodes]);
}

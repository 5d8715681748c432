/** Rows divided by their length, differentiable. */
import * as tf from '@tensorflow/tfjs-core';

/** Rows shorter than this are divided by it instead, so that a row of zeros stays one and sends back finite gradients. */
const SHORTEST = 1e-6;

/** x [n, d] -> [n, d] of unit rows. */
export function unitRows(x: tf.Tensor2D): tf.Tensor2D {
  // The bound stands inside the root: the gradient of a root at 0 is infinite.
  const lengths = tf.sqrt(tf.maximum(tf.sum(tf.square(x), 1, true), SHORTEST ** 2));
  return tf.div(x, lengths);
}

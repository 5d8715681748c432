/** Nearest codes as TensorFlow.js programs write them: all squared distances by one matrix product, then the smallest of each row. */
import * as tf from '@tensorflow/tfjs-core';

/** x [n, d], codebook [K, d]; codes int32 [n] and squared distances float32 [n]. */
export function plainNearestCode(x: tf.Tensor2D, codebook: tf.Tensor2D): { codes: tf.Tensor1D; distances: tf.Tensor1D } {
  return tf.tidy(() => {
    const all = tf.add(
      tf.sub(tf.sum(tf.square(x), 1, true), tf.mul(tf.matMul(x, codebook, false, true), 2)),
      tf.sum(tf.square(codebook), 1),
    );
    return { codes: tf.argMin(all, 1) as tf.Tensor1D, distances: tf.min(all, 1) as tf.Tensor1D };
  });
}

/** The two nearest codes, by the k smallest of all distances. */
export function plainNearestTwo(x: tf.Tensor2D, codebook: tf.Tensor2D): { codes: tf.Tensor2D; distances: tf.Tensor2D } {
  return tf.tidy(() => {
    const all = tf.add(
      tf.sub(tf.sum(tf.square(x), 1, true), tf.mul(tf.matMul(x, codebook, false, true), 2)),
      tf.sum(tf.square(codebook), 1),
    );
    const { values, indices } = tf.topk(tf.neg(all), 2);
    return { codes: indices as tf.Tensor2D, distances: tf.neg(values) as tf.Tensor2D };
  });
}

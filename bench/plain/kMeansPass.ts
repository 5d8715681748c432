/** One Lloyd pass as TensorFlow.js programs write it: nearest codes, one-hot sums, new centres read back. */
import * as tf from '@tensorflow/tfjs-core';
import { plainNearestCode } from './nearestCode';

/** x [n, d], centres [K, d]; the new centres, row-major, where an empty cluster keeps its old one. */
export async function plainKMeansPass(x: tf.Tensor2D, centres: tf.Tensor2D): Promise<Float32Array> {
  const next = tf.tidy(() => {
    const { codes } = plainNearestCode(x, centres);
    const assignment = tf.cast(tf.oneHot(codes, centres.shape[0]), 'float32') as tf.Tensor2D;
    const sums = tf.matMul(assignment, x, true, false);
    const counts = tf.reshape(tf.sum(assignment, 0), [-1, 1]);
    return tf.where(tf.greater(counts, 0), tf.div(sums, tf.maximum(counts, 1)), centres);
  });
  const values = await next.data<'float32'>();
  next.dispose();
  return values;
}

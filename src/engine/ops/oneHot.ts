/**
 * One-hot rows as float32 that are right on every backend.
 *
 * TensorFlow.js 4.22's wasm kernel writes integers whatever dtype it is asked for: read as float32 these are denormals, that is zeros, and
 * every codebook gradient silently becomes 0. So the one-hot is made as int32 and cast.
 */
import * as tf from '@tensorflow/tfjs-core';

/** codes int32 [n] -> float32 [n, K]. */
export function oneHot(codes: tf.Tensor1D, numCodes: number): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.oneHot(codes, numCodes), 'float32') as tf.Tensor2D);
}

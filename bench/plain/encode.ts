/** The residual loop over all levels as TensorFlow.js programs write it. */
import * as tf from '@tensorflow/tfjs-core';
import { plainNearestCode } from './nearestCode';

/** x [n, d], mean [d], one [K, d] a level; codes int32 [n] a level and what is left after the last. */
export function plainEncode(
  x: tf.Tensor2D,
  mean: tf.Tensor1D,
  codebooks: readonly tf.Tensor2D[],
): { codes: tf.Tensor1D[]; left: tf.Tensor2D } {
  return tf.tidy(() => {
    const codes: tf.Tensor1D[] = [];
    let left = tf.sub(x, mean) as tf.Tensor2D;
    for (const codebook of codebooks) {
      const code = plainNearestCode(left, codebook).codes;
      codes.push(code);
      left = tf.sub(left, tf.gather(codebook, code));
    }
    return { codes, left };
  });
}

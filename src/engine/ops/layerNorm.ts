/**
 * Layer norm (Ba and others, 1607.06450): every row at mean 0 and (biased) variance 1, then a gain and a shift for each column.
 *
 *     y = gain h + shift,  h = (x - mean) / sqrt(variance + epsilon);   dx = (g - mean(g) - h mean(g h)) / sqrt(variance + epsilon),  g = gain dy
 */
import * as tf from '@tensorflow/tfjs-core';

/** x [n, d], gain [d], shift [d] -> [n, d], differentiable in all. */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, shift: tf.Tensor1D, epsilon = 1e-5): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [x, gain, shift, save] = args as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const left = tf.sub(x, tf.mean(x, 1, true));
    const inverse = tf.div(1, tf.sqrt(tf.add(tf.mean(tf.square(left), 1, true), epsilon)));
    const normal = tf.mul(left, inverse);
    save([normal, inverse, gain]);
    return {
      value: tf.add(tf.mul(normal, gain), shift),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [normal, inverse, gain] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const inner = tf.mul(dy, gain);
        const level = tf.add(tf.mean(inner, 1, true), tf.mul(normal, tf.mean(tf.mul(inner, normal), 1, true)));
        return [tf.mul(tf.sub(inner, level), inverse), tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)];
      },
    };
  })(x, gain, shift) as tf.Tensor2D;
}

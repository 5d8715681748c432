/**
 * Matrix product whose gradients are plain products of explicit transposes.
 *
 * TensorFlow.js's own gradient asks for transposed operands, which on wasm take a naive path several times slower than the plain product,
 * and on WebGPU a split-K program that returns wrong numbers for some shapes (inner dimension of 2,000 and more).
 */
import * as tf from '@tensorflow/tfjs-core';

/** a [n, k] x b [k, m] -> [n, m], differentiable in both. */
export function matMul(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return product(a, b) as tf.Tensor2D;
}

/** As matMul, but `a` is data: no gradient is computed for it. */
export function matMulData(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [b, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([a]);
    return {
      value: tf.matMul(a, b),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.matMul(tf.transpose(saved[0] as tf.Tensor2D), dy as tf.Tensor2D),
    };
  })(b) as tf.Tensor2D;
}

/** a [n, k] x b [m, k] transposed -> [n, m], not differentiable. */
export function matMulTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(a, tf.transpose(b)));
}

const product = tf.customGrad((...args) => {
  const [a, b, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
  save([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [a, b] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [tf.matMul(dy as tf.Tensor2D, tf.transpose(b)), tf.matMul(tf.transpose(a), dy as tf.Tensor2D)];
    },
  };
});

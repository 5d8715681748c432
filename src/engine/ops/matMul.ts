/**
 * Matrix product whose gradients are plain products.
 *
 * TensorFlow.js's own gradient asks for transposed operands, which on wasm take a naive path several times slower than the plain product of
 * an explicit transpose, and on WebGPU a split-K program that returns wrong numbers for some shapes (inner dimension of 2,000 and more).
 */
import * as tf from '@tensorflow/tfjs-core';
import { matMulKernel, prefersOwnMatMul } from '../kernels/matMul';
import type { Layout } from '../kernels/matMulSource';

/** a [n, k] x b [k, m] -> [n, m], differentiable in both. */
export function matMul(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return product(a, b) as tf.Tensor2D;
}

/** As matMul, but `a` is data: no gradient is computed for it. */
export function matMulData(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [b, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([a]);
    return { value: plainProduct(a, b, 'nn'), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => plainProduct(saved[0] as tf.Tensor2D, dy as tf.Tensor2D, 'tn') };
  })(b) as tf.Tensor2D;
}

/** a [n, k] x b [m, k] transposed -> [n, m], not differentiable. */
export function matMulTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return plainProduct(a, b, 'nt');
}

/** The product on whatever computes it best here, not differentiable: `nn` a b, `tn` a^T b, `nt` a b^T. */
export function plainProduct(a: tf.Tensor2D, b: tf.Tensor2D, layout: Layout): tf.Tensor2D {
  if (prefersOwnMatMul() || a.size === 0 || b.size === 0) return matMulKernel(a, b, layout);
  return tf.tidy(() => tf.matMul(layout === 'tn' ? tf.transpose(a) : a, layout === 'nt' ? tf.transpose(b) : b));
}

const product = tf.customGrad((...args) => {
  const [a, b, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
  save([a, b]);
  return {
    value: plainProduct(a, b, 'nn'),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [a, b] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [plainProduct(dy as tf.Tensor2D, b, 'nt'), plainProduct(a, dy as tf.Tensor2D, 'tn')];
    },
  };
});

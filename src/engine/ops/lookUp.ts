/**
 * Code vectors by code, with a gradient that repeats bit for bit.
 *
 * `tf.gather` differentiates into a segment sum, which adds with float atomics on WebGPU and does not exist on wasm; here the gradient is
 * the product of a one-hot matrix, which has one order of addition. The codes enter as a constant: no gradient is sought through argmin.
 */
import * as tf from '@tensorflow/tfjs-core';
import { oneHot } from './oneHot';

/** codebook [K, d], codes int32 [n] -> [n, d], differentiable in the codebook. */
export function lookUp(codebook: tf.Tensor2D, codes: tf.Tensor1D): tf.Tensor2D {
  const numCodes = codebook.shape[0];
  return tf.customGrad((...args) => {
    const [codebook, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([codes]);
    return {
      value: tf.gather(codebook, codes),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.matMul(tf.transpose(oneHot(saved[0] as tf.Tensor1D, numCodes)), dy as tf.Tensor2D),
    };
  })(codebook) as tf.Tensor2D;
}

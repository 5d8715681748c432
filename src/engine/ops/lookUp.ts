/**
 * Code vectors by code, with a gradient that repeats bit for bit.
 *
 * `tf.gather` differentiates into a segment sum, which adds with float atomics on WebGPU and does not exist on wasm; here the rows of each
 * code are added in their order. The codes enter as a constant: no gradient is sought through argmin.
 */
import * as tf from '@tensorflow/tfjs-core';
import { codeSums } from '../kernels/codeSums';

/** codebook [K, d], codes int32 [n] -> [n, d], differentiable in the codebook. */
export function lookUp(codebook: tf.Tensor2D, codes: tf.Tensor1D): tf.Tensor2D {
  const numCodes = codebook.shape[0];
  return tf.customGrad((...args) => {
    const [codebook, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([codes]);
    return {
      value: tf.gather(codebook, codes),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => codeSums(dy as tf.Tensor2D, saved[0] as tf.Tensor1D, numCodes),
    };
  })(codebook) as tf.Tensor2D;
}

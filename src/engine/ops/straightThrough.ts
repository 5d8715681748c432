/** Gradient estimators across the choice of a code: forward the quantized vectors, backward something that reaches the encoder. */
import * as tf from '@tensorflow/tfjs-core';

/** e, q [n, d] -> [n, d]. `q` is a constant to it. */
export type Estimator = (e: tf.Tensor2D, q: tf.Tensor2D) => tf.Tensor2D;

/** Straight-through estimator e + sg(q - e) (Bengio et al., 1308.3432): the gradient passes unchanged. */
export const straightThrough: Estimator = (e, q) =>
  tf.customGrad(() => ({ value: q.clone(), gradFunc: (dy: tf.Tensor) => dy.clone() }))(e) as tf.Tensor2D;

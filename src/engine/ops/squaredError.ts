/** The squared error of a batch as one op: a plain product would keep three arrays of the batch's size and add them with barriers. */
import * as tf from '@tensorflow/tfjs-core';
import { scaledDifference, totalSquaredDifference } from '../kernels/squaredDifference';

/** factor * sum of (a - target)^2 -> scalar, differentiable in a; target, of a's shape, is a constant to it. */
export function squaredErrorTo(a: tf.Tensor2D, target: tf.Tensor2D, factor: number): tf.Scalar {
  return tf.customGrad((...args) => {
    const [a, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([a, target]);
    return {
      value: tf.mul(totalSquaredDifference(a, target), factor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => scaledDifference(saved[0] as tf.Tensor2D, saved[1] as tf.Tensor2D, dy as tf.Scalar, 2 * factor),
    };
  })(a) as tf.Scalar;
}

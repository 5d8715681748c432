/** Losses of one predicted number: squared, absolute, and Huber's, which is squared near the target and absolute far from it. */
import * as tf from '@tensorflow/tfjs-core';

export type PointLossKind = 'mse' | 'huber' | 'l1';

/**
 * Mean over all entries of `errors`: e^2; |e|; or e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2). Differentiable in errors; its
 * gradient is written out, for that of |e| and of a choice by |e| would go through several more passes.
 */
export function pointLoss(errors: tf.Tensor, kind: PointLossKind, delta: number): tf.Scalar {
  return tf.customGrad((...args) => {
    const [errors, save] = args as [tf.Tensor, tf.GradSaveFunc];
    save([errors]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.tidy(() => tf.mul(slope(saved[0]!, kind, delta), tf.div(dy, errors.size)));
    return { value: tf.tidy(() => tf.mean(height(errors, kind, delta)) as tf.Scalar), gradFunc };
  })(errors) as tf.Scalar;
}

function height(errors: tf.Tensor, kind: PointLossKind, delta: number): tf.Tensor {
  if (kind === 'mse') return tf.square(errors);
  const size = tf.abs(errors);
  if (kind === 'l1') return size;
  const near = tf.minimum(size, delta);
  return tf.mul(near, tf.sub(size, tf.mul(near, 0.5)));
}

function slope(errors: tf.Tensor, kind: PointLossKind, delta: number): tf.Tensor {
  if (kind === 'mse') return tf.mul(errors, 2);
  return kind === 'l1' ? tf.sign(errors) : tf.clipByValue(errors, -delta, delta);
}

/** The same for the errors in memory [n]: their loss, and its slopes at `slopes` [n]. */
export function keptPointLoss(errors: ArrayLike<number>, slopes: Float32Array, kind: PointLossKind, delta: number): number {
  const n = errors.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const error = errors[i]!;
    const size = Math.abs(error);
    const near = Math.min(size, delta);
    sum += kind === 'mse' ? error * error : kind === 'l1' ? size : near * (size - near / 2);
    slopes[i] = (kind === 'mse' ? 2 * error : kind === 'l1' ? Math.sign(error) : Math.sign(error) * near) / n;
  }
  return sum / n;
}

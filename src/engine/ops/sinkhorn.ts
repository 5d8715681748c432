/**
 * Sinkhorn assignment of a batch to codes (LC-Rec, 2311.09049: uniform semantic mapping), on the device and in float32: the log domain, because
 * exp(1 / 0.003) is far beyond float32.
 *
 *     mid = (max d + min d) / 2;   amp = max d - mid + 1e-5;   A = -(d - mid) / amp / epsilon
 *     f[b] = -LSE_k(A + h) - log B;    h[k] = -LSE_b(A + f) - log K        `iterations` times, from h = 0
 *     code[b] = argmax_k (A + f + h)
 *
 * Each row has mass 1 / B, each code 1 / K; the last half-step makes the codes' masses exact and leaves the rows' near their share.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface SinkhornOptions {
  /** On distances scaled to [-1, 1]: the smaller, the closer to a permutation. */
  readonly epsilon: number;
  readonly iterations: number;
}

/** Codes int32 [B] for distances [B, K]; the nearest ones where all distances are equal. Not differentiable. */
export function sinkhornCodes(distances: tf.Tensor2D, options: SinkhornOptions): tf.Tensor1D {
  return tf.tidy(() => {
    const spread = tf.greater(tf.max(distances), tf.min(distances));
    const codes = tf.where(spread, tf.argMax(sinkhornPlan(distances, options), 1), tf.argMin(distances, 1));
    return tf.cast(codes, 'int32') as tf.Tensor1D;
  });
}

/** Logarithm of the plan, A + f + h, [B, K]. */
export function sinkhornPlan(distances: tf.Tensor2D, { epsilon, iterations }: SinkhornOptions): tf.Tensor2D {
  const [rows, numCodes] = distances.shape;
  return tf.tidy(() => {
    const highest = tf.max(distances);
    const middle = tf.mul(tf.add(highest, tf.min(distances)), 0.5);
    const amplitude = tf.add(tf.sub(highest, middle), 1e-5);
    const scores = tf.mul(tf.div(tf.sub(distances, middle), amplitude), -1 / epsilon);
    // A copy by columns, so that both sums run along memory; reduced along rows TensorFlow.js would transpose in every half-step.
    const columns = tf.transpose(scores);
    let f = tf.zeros([rows, 1]);
    let h = tf.zeros([1, numCodes]);
    for (let i = 0; i < iterations; i++) {
      const [nextF, nextH] = tf.tidy(() => {
        const f = tf.sub(-Math.log(rows), tf.logSumExp(tf.add(scores, h), 1, true));
        const h_ = tf.sub(-Math.log(numCodes), tf.logSumExp(tf.add(columns, tf.reshape(f, [1, rows])), 1, true));
        return [f, tf.reshape(h_, [1, numCodes])] as [tf.Tensor, tf.Tensor];
      });
      tf.dispose([f, h]);
      f = nextF as tf.Tensor2D;
      h = nextH as tf.Tensor2D;
    }
    return tf.add(tf.add(scores, f), h) as tf.Tensor2D;
  });
}

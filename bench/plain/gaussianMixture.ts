/** Diagonal Gaussian mixtures as TensorFlow.js programs write them: an n x K matrix of log-densities by matrix products. */
import * as tf from '@tensorflow/tfjs-core';

/** On the device: log weights [K], means and variances [K, d]. */
export interface PlainMixture {
  readonly logWeights: tf.Tensor1D;
  readonly means: tf.Tensor2D;
  readonly variances: tf.Tensor2D;
}

/** [n, K]: log pi + log N, the square expanded so that products do the work. */
function logProbabilities(x: tf.Tensor2D, { logWeights, means, variances }: PlainMixture): tf.Tensor2D {
  const precision = tf.div(1, variances) as tf.Tensor2D;
  const squares = tf.add(
    tf.sub(tf.matMul(tf.square(x) as tf.Tensor2D, precision, false, true), tf.mul(tf.matMul(x, tf.mul(means, precision) as tf.Tensor2D, false, true), 2)),
    tf.sum(tf.mul(tf.square(means), precision), 1),
  );
  const constant = tf.sum(tf.log(tf.mul(variances, 2 * Math.PI)), 1);
  return tf.add(tf.mul(tf.add(squares, constant), -0.5), logWeights) as tf.Tensor2D;
}

/** One EM iteration's sums of gamma, gamma x and gamma x^2, and the rows' log-densities, read back: [K], [K * d], [K * d], [n]. */
export async function plainEmIteration(x: tf.Tensor2D, mixture: PlainMixture): Promise<Float32Array[]> {
  const sums = tf.tidy(() => {
    const logs = logProbabilities(x, mixture);
    const logDensity = tf.logSumExp(logs, 1, true);
    const gamma = tf.exp(tf.sub(logs, logDensity)) as tf.Tensor2D;
    return [tf.sum(gamma, 0), tf.matMul(gamma, x, true, false), tf.matMul(gamma, tf.square(x) as tf.Tensor2D, true, false), tf.reshape(logDensity, [-1])];
  });
  const values = await Promise.all(sums.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(sums);
  return values;
}

/** The most probable component of each row, its responsibility and the row's log-density: [n] each. */
export function plainMixtureCodes(x: tf.Tensor2D, mixture: PlainMixture): { codes: tf.Tensor1D; logDensity: tf.Tensor1D; confidence: tf.Tensor1D } {
  return tf.tidy(() => {
    const logs = logProbabilities(x, mixture);
    const logDensity = tf.logSumExp(logs, 1) as tf.Tensor1D;
    return { codes: tf.argMax(logs, 1) as tf.Tensor1D, logDensity, confidence: tf.exp(tf.sub(tf.max(logs, 1), logDensity)) as tf.Tensor1D };
  });
}

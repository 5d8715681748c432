/** Cross-entropy of logits against true tokens: mean over rows of log sum exp(z) - z[token]; its gradient is (softmax(z) - one-hot(token)) / rows. */
import * as tf from '@tensorflow/tfjs-core';
import { oneHot } from './oneHot';

/** logits [n, V], tokens [n] from 0 to V - 1 -> the mean over rows, differentiable in the logits. */
export function crossEntropy(logits: tf.Tensor2D, tokens: tf.Tensor1D): tf.Scalar {
  const [rows, vocabulary] = logits.shape;
  return tf.customGrad((...args) => {
    const [logits, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const hot = oneHot(tokens, vocabulary);
    save([tf.softmax(logits), hot]);
    return {
      value: tf.mean(tf.sub(tf.logSumExp(logits, 1), tf.sum(tf.mul(hot, logits), 1))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.sub(saved[0]!, saved[1]!), tf.mul(dy, 1 / rows)),
    };
  })(logits) as tf.Scalar;
}

/**
 * Binary cross-entropy of logits, stable for large ones: l = max(z, 0) - z y + log(1 + exp(-|z|)), with weights w its mean sum w l / sum w.
 *
 * Its gradient is w (s(z) - y) / sum w. Rows of weight 0 add nothing.
 */
import * as tf from '@tensorflow/tfjs-core';

/** logits [n] or [n, 1], labels [n] 0 to 1, weights [n] from 0 (absent: 1 each) -> the mean, differentiable in the logits; 0 where no row has weight. */
export function binaryCrossEntropy(logits: tf.Tensor, labels: Float32Array, weights?: Float32Array): tf.Scalar {
  return tf.customGrad((...args) => {
    const [z, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const targets = tf.tensor(labels, z.shape);
    const shares = tf.tensor(sharesOf(labels.length, weights), z.shape);
    const losses = tf.add(tf.sub(tf.relu(z), tf.mul(z, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
    save([z, targets, shares]);
    return {
      value: tf.sum(tf.mul(losses, shares)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [z, targets, shares] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        return tf.mul(tf.mul(tf.sub(tf.sigmoid(z), targets), shares), dy);
      },
    };
  })(logits) as tf.Scalar;
}

/** Each row's share of the mean. */
function sharesOf(n: number, weights?: Float32Array): Float32Array {
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : n;
  return Float32Array.from({ length: n }, (_, row) => (total === 0 ? 0 : (weights?.[row] ?? 1) / total));
}

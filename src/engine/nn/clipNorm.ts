/** Gradient clipping by the norm of all gradients together (Pascanu et al., 1211.5063), in the form of torch.nn.utils.clip_grad_norm_. */
import * as tf from '@tensorflow/tfjs-core';

/** New gradients, scaled by min(1, most / (norm + 1e-6)); computed on the device, nothing is read back. The old ones stay the caller's. */
export function clipNorm(gradients: Readonly<Record<string, tf.Tensor>>, most: number): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
    const factor = tf.minimum(tf.div(most, tf.add(norm, 1e-6)), 1);
    return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
  });
}

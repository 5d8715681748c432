/**
 * Rotation trick (Fifty et al., 2410.06424, section 4): q is seen as e rotated and rescaled, q = s R e with s = |q| / |e| and R constant.
 *
 *     R = I - 2 w w^T + 2 qh eh^T,  eh = e / |e|,  qh = q / |q|,  w = (eh + qh) / |eh + qh|
 *     backward: g_e = s R^T g = s (g - 2 w (w . g) + 2 eh (qh . g))
 *
 * Rows where e, q or eh + qh is shorter than 1e-6 have no such rotation; they fall back to the straight-through gradient.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Estimator } from './straightThrough';

const TINY = 1e-6;

export const rotationTrick: Estimator = (e, q) =>
  tf.customGrad((...args) => {
    const [e, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([e, q]);
    return {
      value: q.clone(),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => rotateBack(saved[0] as tf.Tensor2D, saved[1] as tf.Tensor2D, dy as tf.Tensor2D),
    };
  })(e) as tf.Tensor2D;

function rotateBack(e: tf.Tensor2D, q: tf.Tensor2D, g: tf.Tensor2D): tf.Tensor2D {
  const normE = length(e);
  const normQ = length(q);
  const unitE = tf.div(e, tf.maximum(normE, TINY));
  const unitQ = tf.div(q, tf.maximum(normQ, TINY));
  const sum = tf.add(unitE, unitQ);
  const normSum = length(sum);
  const w = tf.div(sum, tf.maximum(normSum, TINY));
  const scale = tf.div(normQ, tf.maximum(normE, TINY));
  const reflected = tf.sub(g, tf.mul(2, tf.mul(w, dot(w, g))));
  const rotated = tf.mul(scale, tf.add(reflected, tf.mul(2, tf.mul(unitE, dot(unitQ, g)))));
  const shortest = tf.minimum(tf.minimum(normE, normQ), normSum);
  return tf.where(tf.tile(tf.greater(shortest, TINY), [1, g.shape[1]]), rotated, g) as tf.Tensor2D;
}

function dot(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(a, b), 1, true);
}

function length(a: tf.Tensor): tf.Tensor {
  return tf.sqrt(dot(a, a));
}

/**
 * The equations of R3-VAE (2604.11440): reference vector, rated code vectors, and the two regularisers.
 *
 *     alpha = (x . r) / |r|^2;   e[0] = x - alpha r;   s[k] = cos(e[l], C[l][k]);   code[l] = argmax_k s;   e[l+1] = e[l] - q[l]
 *     soft:       q = softmax(s / tau) @ C              as printed with tau = 1
 *     top1:       q = s_code ch_code                    ch = C[code] / |C[code]|
 *     top1_proj:  q = (e . ch_code) ch_code             a true projection: the residual never grows
 */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCode } from '../../kernels/nearestCode';
import { lookUp } from '../../ops/lookUp';
import { matMul } from '../../ops/matMul';
import { oneHot } from '../../ops/oneHot';

export type RatingMode = 'soft' | 'top1' | 'top1_proj';

export interface Rated {
  /** int32 [n] */
  readonly code: tf.Tensor1D;
  /** What the level contributes, [n, dim]. */
  readonly q: tf.Tensor2D;
}

/** Squared length added under the root: keeps a zero vector, and its gradient, finite. */
const GUARD = 1e-16;

/** Rows to unit length; a zero row stays zero. */
export function unitRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), GUARD)));
}

/** The component along the reference vector: alpha [n, 1] and alpha r [n, dim]. */
export function project(x: tf.Tensor2D, reference: tf.Tensor1D): { alpha: tf.Tensor2D; along: tf.Tensor2D } {
  const column = tf.reshape(reference, [-1, 1]) as tf.Tensor2D;
  const alpha = tf.div(matMul(x, column), tf.sum(tf.square(reference))) as tf.Tensor2D;
  return { alpha, along: tf.mul(alpha, tf.reshape(reference, [1, -1])) as tf.Tensor2D };
}

/** One level: rates every code vector, codebook [K, dim], for every residual, e [n, dim]. */
export function rate(e: tf.Tensor2D, codebook: tf.Tensor2D, mode: RatingMode, tau: number): Rated {
  const directions = unitRows(e);
  if (mode === 'soft') {
    const scores = matMul(directions, tf.transpose(unitRows(codebook)));
    return { code: tf.argMax(scores, 1) as tf.Tensor1D, q: matMul(tf.softmax(tf.mul(scores, 1 / tau)) as tf.Tensor2D, codebook) };
  }
  const codes = highestCosine(directions, codebook);
  const picked = unitRows(lookUp(codebook, codes));
  const rating = tf.sum(tf.mul(mode === 'top1' ? directions : e, picked), 1, true);
  return { code: codes, q: tf.mul(rating, picked) as tf.Tensor2D };
}

/** Among unit vectors the nearest is the one of largest cosine. A zero row is equally far from all of them but for rounding: it gets code 0. */
function highestCosine(directions: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor1D {
  // A custom gradient only to keep what is inside off the tape: a code has no gradient.
  return tf.customGrad((directions) => {
    const { codes, distances } = nearestCode(directions as tf.Tensor2D, unitRows(codebook));
    const nonzero = tf.cast(tf.greater(tf.sum(tf.square(directions as tf.Tensor2D), 1), 0.5), 'int32');
    const chosen = tf.mul(codes, nonzero);
    tf.dispose([codes, distances]);
    const { shape } = directions as tf.Tensor2D;
    return { value: chosen, gradFunc: () => tf.zeros(shape) };
  })(directions) as tf.Tensor1D;
}

/**
 * Semantic cohesion of a batch, to be raised: mean over groups of two or more rows with the same code of the mean cosine over pairs,
 * (|sum of unit vectors|^2 - n) / (n (n - 1)). Scalar; 0 where no group has two rows. v [n, dim], codes int32 [n].
 */
export function semanticCohesion(v: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number): tf.Scalar {
  const members = tf.transpose(oneHot(codes, numCodes));
  const sums = matMul(members, unitRows(v));
  const n = tf.sum(members, 1);
  const shared = tf.cast(tf.greaterEqual(n, 2), 'float32');
  const pairs = tf.maximum(tf.mul(n, tf.sub(n, 1)), 1);
  const cohesion = tf.div(tf.sub(tf.sum(tf.square(sums), 1), n), pairs);
  return tf.div(tf.sum(tf.mul(cohesion, shared)), tf.maximum(tf.sum(shared), 1)) as tf.Scalar;
}

/** Preference discrimination of one codebook [K, dim], to be lowered: log of the mean over pairs of exp(-2 (1 - cos)). Scalar; 0 for one code. */
export function preferenceDiscrimination(codebook: tf.Tensor2D): tf.Scalar {
  const numCodes = codebook.shape[0];
  if (numCodes < 2) return tf.scalar(0);
  const unit = unitRows(codebook);
  const kernel = tf.exp(tf.mul(tf.sub(matMul(unit, tf.transpose(unit)), 1), 2));
  // All ordered pairs less the diagonal, which is exp(0) = 1 for every code vector but a zero one.
  const diagonal = tf.exp(tf.mul(tf.sub(tf.sum(tf.square(unit), 1), 1), 2));
  return tf.log(tf.mul(tf.sub(tf.sum(kernel), tf.sum(diagonal)), 1 / (numCodes * (numCodes - 1)))) as tf.Scalar;
}

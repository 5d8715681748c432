/** The three losses of RQ-Reg: which code comes next (generation), what each level adds (regression), and rows ordered by value (representation). */
import * as tf from '@tensorflow/tfjs-core';
import type { RankOrder } from '../../../kernels/rankContrast';
import { crossEntropy } from '../../../ops/crossEntropy';
import { lookUp } from '../../../ops/lookUp';
import { matMul } from '../../../ops/matMul';
import { rankNContrast, rankOrder } from '../../../ops/rankNContrast';
import { stopGradient } from '../../../ops/stopGradient';

export const TEMPERATURE = 2;

/** Cross-entropy of logits [n, V] a level against true tokens [levels * n], level by level; mean over rows and levels, END included. */
export function generationLoss(logits: readonly tf.Tensor2D[], tokens: tf.Tensor1D): tf.Scalar {
  return crossEntropy(tf.concat(logits as tf.Tensor2D[], 0), tokens);
}

export interface RegressionOptions {
  readonly loss: 'huber' | 'l1';
  /** Where Huber's loss turns from squares to straight lines, in scaled units. */
  readonly delta: number;
  /** Each level is trained on the gap that the levels before it leave, as if they were fixed. */
  readonly stopGradient: boolean;
}

/** Error of the running sums of scalars [P, n] against `sums` [P, n], the true ones; mean over all P n. */
export function regressionLoss(scalars: tf.Tensor2D, sums: tf.Tensor2D, options: RegressionOptions): tf.Scalar {
  return meanError(tf.sub(runningSums(scalars, options.stopGradient), sums), options);
}

/** Rank-N-Contrast of the expected embeddings of all levels side by side, [n, levels H]. `kept`: rows (int32 [m]) that take part; absent: all. */
export function representationLoss(mixes: readonly tf.Tensor2D[], order: RankOrder, kept?: tf.Tensor1D): tf.Scalar {
  const features = tf.concat(mixes as tf.Tensor2D[], 1);
  return rankNContrast(kept ? lookUp(features, kept) : features, order, TEMPERATURE);
}

/** The order of labels, its arrays by `make`; of those rows alone whose label is not 0 and as many zeros as they are (but one at least), where `balanceZeros`. */
export function labelOrder(labels: Float64Array, balanceZeros: boolean, make?: (length: number) => Int32Array): { readonly order: RankOrder; readonly kept?: Int32Array } {
  if (balanceZeros) {
    const others = labels.reduce((count, label) => count + (label === 0 ? 0 : 1), 0);
    let room = Math.max(1, others);
    const kept = Int32Array.from(labels.keys()).filter((row) => labels[row] !== 0 || room-- > 0);
    if (kept.length < labels.length) return { order: rankOrder(Float64Array.from(kept, (row) => labels[row]!), make), kept };
  }
  return { order: rankOrder(labels, make) };
}

/** P_t = sg(v_0 + ... + v_{t-1}) + v_t of v [P, n]; without the stop-gradient plain running sums. */
function runningSums(scalars: tf.Tensor2D, stopped: boolean): tf.Tensor2D {
  const count = scalars.shape[0];
  const before = tf.tensor2d(Float32Array.from({ length: count * count }, (_, i) => (i % count < Math.floor(i / count) ? 1 : 0)), [count, count]);
  return tf.add(matMul(before, stopped ? stopGradient(scalars) : scalars), scalars);
}

/** mean u^2 / 2 within delta and delta (|u| - delta / 2) beyond; or mean |u|. */
function meanError(u: tf.Tensor2D, { loss, delta }: RegressionOptions): tf.Scalar {
  return tf.customGrad((...args) => {
    const [u, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([u]);
    const size = tf.abs(u);
    const near = tf.minimum(size, delta);
    return {
      value: tf.mean(loss === 'l1' ? size : tf.mul(near, tf.sub(size, tf.mul(near, 0.5)))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(loss === 'l1' ? tf.sign(saved[0]!) : tf.clipByValue(saved[0]!, -delta, delta), tf.mul(dy, 1 / u.size)),
    };
  })(u) as tf.Scalar;
}

/**
 * Rank-N-Contrast (2210.01189): rows whose labels are near are drawn together, those farther away pushed behind them.
 *
 *     S_ij = -|f_i - f_j| / temperature
 *     loss = 1 / (n (n - 1)) sum over i, j != i of [ log sum over k != i with |y_i - y_k| >= |y_i - y_j| of exp(S_ik)  -  S_ij ]
 *
 * In O(n^2) memory: distances from products of the rows, measured from their centre, and for each anchor sums in the order of label distance.
 * The gradient is written out: with slopes W = dloss/dS and A_ij = -(W_ij + W_ji) / (temperature d_ij), df_i = f_i sum_j A_ij - sum_j A_ij f_j.
 */
import * as tf from '@tensorflow/tfjs-core';
import { rankContrast, type RankOrder } from '../kernels/rankContrast';
import { stableOrder } from '../math/ranks';
import { plainProduct } from './matMul';

/** Squared distance below which two rows count as one: no gradient passes between them. */
const NEAREST = 1e-12;

/** features [n, d] of rows whose labels gave `order` -> mean loss, differentiable in the features. 0 for fewer than two rows. */
export function rankNContrast(features: tf.Tensor2D, order: RankOrder, temperature = 2): tf.Scalar {
  if (features.shape[0] < 2) return tf.tidy(() => tf.mul(tf.sum(features), 0));
  return tf.customGrad((...args) => {
    const [features, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const rows = tf.sub(features, tf.mean(features, 0, true)) as tf.Tensor2D;
    const distances = distancesWithin(rows);
    const { losses, slopes } = rankContrast(tf.mul(distances, -1 / temperature), order);
    save([rows, distances, slopes]);
    return {
      value: tf.mean(losses),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [rows, distances, slopes] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const apart = tf.cast(tf.greater(distances, Math.sqrt(NEAREST) * 1.001), 'float32');
        const pulls = tf.mul(tf.div(tf.add(slopes, tf.transpose(slopes)), distances), tf.mul(apart, tf.mul(dy, -1 / temperature))) as tf.Tensor2D;
        return tf.sub(tf.mul(rows, tf.sum(pulls, 1, true)), plainProduct(pulls, rows, 'nn'));
      },
    };
  })(features) as tf.Scalar;
}

/** Euclidean distances of all pairs of rows [n, d] -> [n, n], at least 1e-6 off the diagonal. */
function distancesWithin(rows: tf.Tensor2D): tf.Tensor2D {
  const products = plainProduct(rows, rows, 'nt');
  const squares = tf.sum(tf.square(rows), 1);
  const both = tf.add(tf.expandDims(squares, 1), tf.expandDims(squares, 0));
  return tf.sqrt(tf.maximum(tf.sub(both, tf.mul(products, 2)), NEAREST)) as tf.Tensor2D;
}

/**
 * The places of all others of every row by distance of labels [n], for `rankNContrast`. Equal distances are those of equal float64 numbers.
 * `make`: gives the arrays, so that steps may use the same ones again.
 */
export function rankOrder(labels: Float64Array, make: (length: number) => Int32Array = (length) => new Int32Array(length)): RankOrder {
  const n = labels.length;
  const sorted = stableOrder(labels);
  const others = make(n * Math.max(0, n - 1));
  const first = make(others.length);
  for (let middle = 0; middle < n; middle++) {
    const row = sorted[middle]!;
    const label = labels[row]!;
    // Outwards from the anchor, the nearer side first.
    let [left, right] = [middle - 1, middle + 1];
    let before = -1;
    for (let place = 0, at = row * (n - 1), start = 0; place < n - 1; place++, at++) {
      const [below, above] = [left < 0 ? Infinity : label - labels[sorted[left]!]!, right >= n ? Infinity : labels[sorted[right]!]! - label];
      const distance = Math.min(below, above);
      others[at] = below <= above ? sorted[left--]! : sorted[right++]!;
      if (distance !== before) start = place;
      first[at] = start;
      before = distance;
    }
  }
  return { others, first };
}

/**
 * Masked attention of several heads over queries, keys and values that are projected already.
 *
 *     S = Q K^T / sqrt(d / H) + sum of biases;   P = softmax of S over the keys a query sees, 0 elsewhere;   out = P V
 *     dV = P^T dout,  dP = dout V^T,  dS = P (dP - sum over keys of P dP),  dQ = dS K / sqrt(d / H),  dK = dS^T Q / sqrt(d / H)
 *
 * A bias is looked up by pair of query and key in a small table; its gradient adds up in the order of the pairs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { attend, attendGradient } from '../kernels/attention';
import type { AttentionBias } from '../kernels/attentionRows';
import { segmentSums } from '../kernels/segmentSums';
import type { AttentionData } from '../math/attentionData';
import { segmentsOf } from '../math/segments';

/** q [G Tq, d], k and v [G Tk, d], d a multiple of the heads -> [G Tq, d], differentiable in q, k, v and the tables. */
export function attention(q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, data: AttentionData, biases: readonly AttentionBias[] = []): tf.Tensor2D {
  const { groups, queries, keys, mask } = data;
  if (mask.length !== groups * queries * keys || q.shape[0] !== groups * queries || k.shape[0] !== groups * keys) {
    throw new Error(`attention: ${q.shape[0]} queries, ${k.shape[0]} keys and a mask of ${mask.length} for ${groups} groups of ${queries} and ${keys}`);
  }
  return tf.customGrad((...args) => {
    const [q, k, v, ...tables] = args.slice(0, -1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, ...tf.Tensor2D[]];
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const { out, weights } = attend({ q, k, v }, data, biases.map(({ buckets }, i) => ({ table: tables[i]!, buckets })));
    save([q, k, v, weights]);
    return {
      value: out,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [q, k, v, weights] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor4D];
        const gradient = attendGradient({ q, k, v }, weights, dy as tf.Tensor2D, data);
        return [gradient.q, gradient.k, gradient.v, ...biases.map(({ table, buckets }) => tableGradient(gradient.scores, buckets, table.shape[0]))];
      },
    };
  })(q, k, v, ...biases.map(({ table }) => table)) as tf.Tensor2D;
}

/** The weights P [G, H, Tq, Tk], for views; not differentiable. */
export function attentionWeights(q: tf.Tensor2D, k: tf.Tensor2D, data: AttentionData, biases: readonly AttentionBias[] = []): tf.Tensor4D {
  return tf.tidy(() => attend({ q, k, v: k }, data, biases).weights);
}

/** [buckets, heads]: sums of the scores' gradient [G, H, Tq, Tk] by bucket. */
function tableGradient(scores: tf.Tensor4D, buckets: Int32Array, count: number): tf.Tensor2D {
  const heads = scores.shape[1];
  const pairs = tf.reshape(tf.transpose(scores, [0, 2, 3, 1]), [buckets.length, heads]) as tf.Tensor2D;
  return segmentSums(pairs, segmentsOf(buckets), count);
}

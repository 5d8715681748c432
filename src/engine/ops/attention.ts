/**
 * Masked attention of several heads over queries, keys and values that are projected already.
 *
 *     S = Q K^T / sqrt(d / H) + sum of biases;   P = softmax of S over the keys a query sees, 0 elsewhere;   out = P V
 *     dV = P^T dout,  dP = dout V^T,  dS = P (dP - sum over keys of P dP),  dQ = dS K / sqrt(d / H),  dK = dS^T Q / sqrt(d / H)
 *
 * The products are plain ones of explicit transposes: see matMul.ts. A bias is looked up by pair of query and key in a small table; its gradient adds up in the order of the pairs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { segmentSums } from '../kernels/segmentSums';
import type { AttentionData } from '../math/attentionData';
import { segmentsOf } from '../math/segments';

/** Added to the score of a key that is not seen. */
const UNSEEN = -1e30;

/** What a small learned table adds to the scores. */
export interface AttentionBias {
  /** [buckets, heads] */
  readonly table: tf.Tensor2D;
  /** [groups, queries, keys]: rows of the table. */
  readonly buckets: Int32Array;
}

/** q [G Tq, d], k and v [G Tk, d], d a multiple of the heads -> [G Tq, d], differentiable in q, k, v and the tables. */
export function attention(q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, data: AttentionData, biases: readonly AttentionBias[] = []): tf.Tensor2D {
  const { groups, queries, keys, heads } = data;
  const factor = Math.sqrt(heads / q.shape[1]);
  return tf.customGrad((...args) => {
    const [q, k, v, ...tables] = args.slice(0, -1) as tf.Tensor2D[];
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const split = [byHead(q!, groups, queries, heads), byHead(k!, groups, keys, heads), byHead(v!, groups, keys, heads)] as const;
    const weights = weightsOf(split[0], split[1], data, biases.map(({ buckets }, i) => ({ table: tables[i]!, buckets })), factor);
    save([...split, weights]);
    return {
      value: byRow(tf.matMul(weights, split[2]), groups, queries, heads),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [q, k, v, weights] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
        const slope = byHead(dy as tf.Tensor2D, groups, queries, heads);
        const inner = tf.matMul(slope, turned(v));
        const scores = tf.mul(weights, tf.sub(inner, tf.sum(tf.mul(weights, inner), 2, true))) as tf.Tensor3D;
        const scaled = tf.mul(scores, factor) as tf.Tensor3D;
        return [
          byRow(tf.matMul(scaled, k), groups, queries, heads),
          byRow(tf.matMul(turned(scaled), q), groups, keys, heads),
          byRow(tf.matMul(turned(weights), slope), groups, keys, heads),
          ...biases.map(({ table, buckets }) => tableGradient(scores, buckets, table.shape[0], data)),
        ];
      },
    };
  })(q, k, v, ...biases.map(({ table }) => table)) as tf.Tensor2D;
}

/** The weights P [G, H, Tq, Tk], for views; not differentiable. */
export function attentionWeights(q: tf.Tensor2D, k: tf.Tensor2D, data: AttentionData, biases: readonly AttentionBias[] = []): tf.Tensor4D {
  const { groups, queries, keys, heads } = data;
  return tf.tidy(() => {
    const weights = weightsOf(byHead(q, groups, queries, heads), byHead(k, groups, keys, heads), data, biases, Math.sqrt(heads / q.shape[1]));
    return tf.reshape(weights, [groups, heads, queries, keys]);
  });
}

/** [G H, Tq, Tk] */
function weightsOf(q: tf.Tensor3D, k: tf.Tensor3D, { groups, queries, keys, heads, mask }: AttentionData, biases: readonly AttentionBias[], factor: number): tf.Tensor3D {
  const products = tf.reshape(tf.mul(tf.matMul(q, turned(k)), factor), [groups, heads, queries, keys]);
  const scores = biases.reduce<tf.Tensor>((sum, { table, buckets }) => {
    const found = tf.gather(table, tf.tensor1d(buckets, 'int32'));
    return tf.add(sum, tf.transpose(tf.reshape(found, [groups, queries, keys, heads]), [0, 3, 1, 2]));
  }, products);
  const seen = tf.tensor(Float32Array.from(mask), [groups, 1, queries, keys]);
  const hidden = tf.tensor(Float32Array.from(mask, (sees) => (sees === 0 ? UNSEEN : 0)), [groups, 1, queries, keys]);
  // A query that sees nothing has even weights after the softmax, and none after the product.
  return tf.reshape(tf.mul(tf.softmax(tf.add(scores, hidden)), seen), [groups * heads, queries, keys]);
}

/** [buckets, heads]: sums of the scores' gradient [G H, Tq, Tk] by bucket. */
function tableGradient(scores: tf.Tensor3D, buckets: Int32Array, count: number, { groups, queries, keys, heads }: AttentionData): tf.Tensor2D {
  const pairs = tf.reshape(tf.transpose(tf.reshape(scores, [groups, heads, queries, keys]), [0, 2, 3, 1]), [groups * queries * keys, heads]) as tf.Tensor2D;
  return segmentSums(pairs, segmentsOf(buckets), count);
}

/** [G T, d] -> [G H, T, d / H] */
function byHead(x: tf.Tensor2D, groups: number, rows: number, heads: number): tf.Tensor3D {
  const width = x.shape[1] / heads;
  return tf.reshape(tf.transpose(tf.reshape(x, [groups, rows, heads, width]), [0, 2, 1, 3]), [groups * heads, rows, width]);
}

/** And back. */
function byRow(x: tf.Tensor3D, groups: number, rows: number, heads: number): tf.Tensor2D {
  const width = x.shape[2];
  return tf.reshape(tf.transpose(tf.reshape(x, [groups, heads, rows, width]), [0, 2, 1, 3]), [groups * rows, heads * width]);
}

function turned(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [0, 2, 1]);
}

/** Attention as ops: the twin of the kernels on wasm and cpu, and what their test compares with. The products are plain ones of explicit transposes: see ops/matMul.ts. */
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionData } from '../math/attentionData';
import type { Attended, AttentionBias, AttentionGradient, AttentionRows } from './attentionRows';

/** Added to the score of a key that is not seen. */
const UNSEEN = -1e30;

export function attentionTwin({ q, k, v }: AttentionRows, { groups, queries, keys, heads, mask }: AttentionData, biases: readonly AttentionBias[]): Attended {
  const products = tf.mul(tf.matMul(byHead(q, groups, queries, heads), turned(byHead(k, groups, keys, heads))), Math.sqrt(heads / q.shape[1]));
  const scores = biases.reduce<tf.Tensor>((sum, { table, buckets }) => {
    const found = tf.gather(table, tf.tensor1d(buckets, 'int32'));
    return tf.add(sum, tf.transpose(tf.reshape(found, [groups, queries, keys, heads]), [0, 3, 1, 2]));
  }, tf.reshape(products, [groups, heads, queries, keys]));
  const seen = tf.tensor(Float32Array.from(mask), [groups, 1, queries, keys]);
  const hidden = tf.tensor(Float32Array.from(mask, (sees) => (sees === 0 ? UNSEEN : 0)), [groups, 1, queries, keys]);
  // A query that sees nothing has even weights after the softmax, and none after the product.
  const weights = tf.mul(tf.softmax(tf.add(scores, hidden)), seen) as tf.Tensor4D;
  return { out: byRow(tf.matMul(flat(weights), byHead(v, groups, keys, heads)), groups, queries, heads), weights };
}

export function attentionGradientTwin(rows: AttentionRows, weights: tf.Tensor4D, slope: tf.Tensor2D, { groups, queries, keys, heads }: AttentionData): AttentionGradient {
  const [q, k, v, dout] = [byHead(rows.q, groups, queries, heads), byHead(rows.k, groups, keys, heads), byHead(rows.v, groups, keys, heads), byHead(slope, groups, queries, heads)];
  const [shares, inner] = [flat(weights), tf.matMul(dout, turned(v))];
  const scores = tf.mul(shares, tf.sub(inner, tf.sum(tf.mul(shares, inner), 2, true))) as tf.Tensor3D;
  const scaled = tf.mul(scores, Math.sqrt(heads / rows.q.shape[1])) as tf.Tensor3D;
  return {
    q: byRow(tf.matMul(scaled, k), groups, queries, heads),
    k: byRow(tf.matMul(turned(scaled), q), groups, keys, heads),
    v: byRow(tf.matMul(turned(shares), dout), groups, keys, heads),
    scores: tf.reshape(scores, weights.shape),
  };
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

function flat(weights: tf.Tensor4D): tf.Tensor3D {
  const [groups, heads, queries, keys] = weights.shape;
  return tf.reshape(weights, [groups * heads, queries, keys]);
}

function turned(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [0, 2, 1]);
}

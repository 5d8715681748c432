/** What goes into attention and comes out of it, as tensors. */
import type * as tf from '@tensorflow/tfjs-core';

/** What a small learned table adds to the scores. */
export interface AttentionBias {
  /** [buckets, heads] */
  readonly table: tf.Tensor2D;
  /** [groups, queries, keys]: rows of the table. */
  readonly buckets: Int32Array;
}

/** q [G Tq, d], k and v [G Tk, d], d a multiple of the heads. */
export interface AttentionRows {
  readonly q: tf.Tensor2D;
  readonly k: tf.Tensor2D;
  readonly v: tf.Tensor2D;
}

export interface Attended {
  /** [G Tq, d] */
  readonly out: tf.Tensor2D;
  /** [G, H, Tq, Tk] */
  readonly weights: tf.Tensor4D;
}

/** Gradients by q, k, v and the scores [G, H, Tq, Tk]. */
export interface AttentionGradient extends AttentionRows {
  readonly scores: tf.Tensor4D;
}

/** The parts that sequence networks are made of, whatever computes them: written once over this, a network runs in TensorFlow.js and in kept memory. */
import type { Activation } from '../math/activations';
import type { AttentionData } from '../math/attentionData';
import type { Bags } from '../math/segments';
import type { TransformerLayer } from './transformerLayer';

/** What a small learned table adds to the scores of attention: buckets [groups, queries, keys] are its rows. */
export interface Bias<X> {
  readonly table: X;
  readonly buckets: Int32Array;
}

/** Groups of rows that a layer mixes. */
export interface Grouped<X> {
  readonly groups: number;
  /** Of each group. */
  readonly rows: number;
  /** [groups, rows, rows]: 1 where the row sees the other. */
  readonly mask: Uint8Array;
  readonly biases: readonly Bias<X>[];
}

/** Numbers [rows, columns] are an X: a tensor, or a node on a tape. Shapes as in the parts of ops/ and cpu/blocks/ that stand behind it. */
export interface Face<X> {
  /** Variable i of the network, in its order. */
  variable(i: number): X;
  /** Constants, row-major. */
  data(values: Float32Array, rows: number, columns: number): X;
  /** x [n, in] -> x W + b [n, out], or its ReLU. */
  dense(x: X, weight: X, bias: X, relu?: boolean): X;
  activate(x: X, kind: Activation): X;
  add(a: X, b: X): X;
  times(a: X, b: X): X;
  /** Columns of all parts side by side. */
  join(parts: readonly X[]): X;
  /** Rows of all parts below each other. */
  stack(parts: readonly X[]): X;
  /** The same numbers in other rows; nothing else may read x. */
  reshape(x: X, rows: number, columns: number): X;
  /** Rows of a table. */
  embedding(table: X, ids: Int32Array): X;
  /** Means of rows of a table. */
  embeddingBag(table: X, bags: Bags): X;
  /** Inner products of rows with rows from .. from + count of a table: [n, count]. */
  tableScores(x: X, table: X, from: number, count: number): X;
  layerNorm(x: X, gain: X, shift: X): X;
  attention(q: X, k: X, v: X, data: AttentionData, biases: readonly Bias<X>[]): X;
  /** A layer whose variables stand from `at` on: x [groups rows, width] -> the same shape. */
  transformer(layer: TransformerLayer, at: number, x: X, place: Grouped<X>): X;
  /** tokens [B T, d] and weights [B T, 1] -> weighted sums over each row's T tokens, those that the mask [B, T] lets through, [B, d]. `each`: T. */
  weightedSums(tokens: X, weights: X, mask: Uint8Array, each: number): X;
  /** Adds `share` times the mean binary cross-entropy over rows of these weights to what is minimised, and tells it by its name. */
  loss(name: string, logits: X, labels: Float32Array, weights: Float32Array, share: number): void;
  /** The same with the mean cross-entropy of logits [n, V] against their true tokens [n]. */
  crossEntropy(name: string, logits: X, tokens: Int32Array, share: number): void;
}

/** What a network computes, over any face. */
export type Forward = <X>(face: Face<X>) => X;

/** What a training step minimises: it calls `loss` on the face. */
export type Minimised = <X>(face: Face<X>) => void;

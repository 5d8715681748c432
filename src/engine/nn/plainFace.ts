/** The parts of sequence networks in TensorFlow.js: on every backend, and the oracle of the kept form. */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../math/activations';
import type { AttentionData } from '../math/attentionData';
import type { Bags } from '../math/segments';
import type { TransformerLayer } from './transformerLayer';
import { activate } from '../ops/activation';
import { attention } from '../ops/attention';
import { binaryCrossEntropy } from '../ops/binaryCrossEntropy';
import { crossEntropy } from '../ops/crossEntropy';
import { dense } from '../ops/dense';
import { embedding, embeddingBag } from '../ops/embedding';
import { layerNorm } from '../ops/layerNorm';
import { tableScores } from '../ops/tableScores';
import type { Bias, Face, Grouped } from './face';

/** Belongs into a tidy: what it makes is disposed there. */
export class PlainFace implements Face<tf.Tensor2D> {
  /** What is minimised; null before the first loss. */
  total: tf.Scalar | null = null;
  readonly losses: Record<string, tf.Scalar> = {};

  constructor(private readonly variables: readonly tf.Variable[]) {}

  variable(i: number): tf.Tensor2D {
    return this.variables[i] as unknown as tf.Tensor2D;
  }

  data(values: Float32Array, rows: number, columns: number): tf.Tensor2D {
    return tf.tensor2d(values, [rows, columns]);
  }

  dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor2D, relu = false): tf.Tensor2D {
    return dense(x, { weight, bias: bias as unknown as tf.Tensor1D, relu });
  }

  activate(x: tf.Tensor2D, kind: Activation): tf.Tensor2D {
    return activate(x, kind);
  }

  add(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
    return tf.add(a, b);
  }

  times(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
    return tf.mul(a, b);
  }

  join(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
    return tf.concat([...parts], 1);
  }

  stack(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
    return tf.concat([...parts], 0);
  }

  reshape(x: tf.Tensor2D, rows: number, columns: number): tf.Tensor2D {
    return tf.reshape(x, [rows, columns]);
  }

  embedding(table: tf.Tensor2D, ids: Int32Array): tf.Tensor2D {
    return embedding(table, ids);
  }

  embeddingBag(table: tf.Tensor2D, bags: Bags): tf.Tensor2D {
    return embeddingBag(table, bags);
  }

  tableScores(x: tf.Tensor2D, table: tf.Tensor2D, from: number, count: number): tf.Tensor2D {
    return tableScores(x, table, from, count);
  }

  layerNorm(x: tf.Tensor2D, gain: tf.Tensor2D, shift: tf.Tensor2D): tf.Tensor2D {
    return layerNorm(x, gain as unknown as tf.Tensor1D, shift as unknown as tf.Tensor1D);
  }

  attention(q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D, data: AttentionData, biases: readonly Bias<tf.Tensor2D>[]): tf.Tensor2D {
    return attention(q, k, v, data, biases);
  }

  transformer(layer: TransformerLayer, _at: number, x: tf.Tensor2D, place: Grouped<tf.Tensor2D>): tf.Tensor2D {
    return layer.apply(x, place);
  }

  weightedSums(tokens: tf.Tensor2D, weights: tf.Tensor2D, mask: Uint8Array, each: number): tf.Tensor2D {
    const [slots, width] = tokens.shape;
    const seen = tf.mul(weights, tf.tensor2d(Float32Array.from(mask), [slots, 1]));
    // As a product: [B, 1, T] [B, T, d].
    const sums = tf.matMul(tf.reshape(seen, [slots / each, 1, each]) as tf.Tensor3D, tf.reshape(tokens, [slots / each, each, width]) as tf.Tensor3D);
    return tf.reshape(sums, [slots / each, width]);
  }

  loss(name: string, logits: tf.Tensor2D, labels: Float32Array, weights: Float32Array, share: number): void {
    this.minimise(name, binaryCrossEntropy(logits, labels, weights), share);
  }

  crossEntropy(name: string, logits: tf.Tensor2D, tokens: Int32Array, share: number): void {
    this.minimise(name, crossEntropy(logits, tf.tensor1d(tokens, 'int32')), share);
  }

  private minimise(name: string, loss: tf.Scalar, share: number): void {
    const part = share === 1 ? loss : (tf.mul(loss, share) as tf.Scalar);
    this.losses[name] = loss;
    this.total = this.total ? (tf.add(this.total, part) as tf.Scalar) : part;
  }
}

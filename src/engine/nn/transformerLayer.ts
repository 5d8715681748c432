/**
 * One layer of a transformer, pre-norm: rows of a group look at each other, then each goes through two linear layers by itself.
 *
 *     a = x + attention(norm1(x) W_in + b_in) W_out + b_out;   y = a + f(norm2(a) W_up + b_up) W_down + b_down
 *
 * As torch.nn.TransformerEncoderLayer with norm_first; dropout, where wanted, is given as numbers to multiply by (nn/dropout.ts).
 */
import * as tf from '@tensorflow/tfjs-core';
import { attention as attentionOnTape, type BiasNodes } from '../cpu/blocks/attention';
import { activate as activateOnTape, add, times } from '../cpu/blocks/elementwise';
import { layerNorm as layerNormOnTape } from '../cpu/blocks/layerNorm';
import { columnsOf, dense as denseOnTape } from '../cpu/blocks/layers';
import type { Node, Tape } from '../cpu/tape';
import type { AttentionBias } from '../kernels/attentionRows';
import type { Activation } from '../math/activations';
import type { AttentionData } from '../math/attentionData';
import type { Random } from '../math/random';
import { activate } from '../ops/activation';
import { attention, attentionWeights } from '../ops/attention';
import { dense } from '../ops/dense';
import { layerNorm } from '../ops/layerNorm';

export interface TransformerShape {
  /** Numbers a row, a multiple of the heads. */
  readonly width: number;
  readonly heads: number;
  /** Width between the two linear layers; 4 times the width where absent. */
  readonly hidden?: number;
  /** `gelu` where absent. */
  readonly activation?: Activation;
}

/** The rows of a batch: G groups of T rows, group after group. `Bias`: tables that are the caller's, as tensors or on a tape. */
export interface TransformerPlace<Bias> {
  readonly groups: number;
  readonly rows: number;
  /** [G, T, T]: see AttentionData. */
  readonly mask: Uint8Array;
  readonly biases?: readonly Bias[];
  /** [G T, width] each: what leaves the attention, and the two linear layers, is multiplied by. */
  readonly dropout?: { readonly attended: Float32Array; readonly fed: Float32Array };
}

export class TransformerLayer {
  /** norm1 gain and shift, W_in [d, 3 d] (queries, keys, values) and bias, W_out [d, d] and bias, norm2 gain and shift, W_up [d, hidden] and bias, W_down [hidden, d] and bias. */
  readonly variables: readonly tf.Variable[];
  readonly width: number;
  readonly heads: number;
  readonly activation: Activation;

  /** Xavier normal weights (Glorot and Bengio, 2010), gains 1, all else 0. */
  constructor({ width, heads, hidden = 4 * width, activation = 'gelu' }: TransformerShape, random: Random) {
    if (width % heads !== 0) throw new Error(`TransformerLayer: ${width} numbers cannot be shared by ${heads} heads`);
    this.width = width;
    this.heads = heads;
    this.activation = activation;
    const linear = (from: number, to: number) => [weight(from, to, random), constant(to, 0)];
    this.variables = [constant(width, 1), constant(width, 0), ...linear(width, 3 * width), ...linear(width, width), constant(width, 1), constant(width, 0), ...linear(width, hidden), ...linear(hidden, width)];
  }

  get parameters(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** x [G T, width] -> [G T, width], differentiable in x, the variables and the tables of the biases. */
  apply(x: tf.Tensor2D, place: TransformerPlace<AttentionBias>): tf.Tensor2D {
    return tf.tidy(() => this.feed(this.attend(x, place), place));
  }

  /** The first half alone. */
  attend(x: tf.Tensor2D, place: TransformerPlace<AttentionBias>): tf.Tensor2D {
    const [q, k, v] = this.projected(x);
    return tf.add(x, dropped(this.linear(attention(q, k, v, this.data(place), place.biases), 4, false), place.dropout?.attended));
  }

  /** The second half alone. */
  feed(x: tf.Tensor2D, { dropout }: Pick<TransformerPlace<AttentionBias>, 'dropout'> = {}): tf.Tensor2D {
    const relu = this.activation === 'relu';
    const up = this.linear(this.norm(x, 6), 8, relu);
    return tf.add(x, dropped(this.linear(relu ? up : activate(up, this.activation), 10, false), dropout?.fed));
  }

  /** What each row looks at, [G, heads, T, T], for views; not differentiable. */
  weights(x: tf.Tensor2D, place: TransformerPlace<AttentionBias>): tf.Tensor4D {
    return tf.tidy(() => {
      const [q, k] = this.projected(x);
      return attentionWeights(q, k, this.data(place), place.biases);
    });
  }

  /** As `apply`, on a tape; `variables` in their order. Gives the address of the weights too: see blocks/attention.ts. */
  applyKept(tape: Tape, variables: readonly Node[], x: Node, place: TransformerPlace<BiasNodes>): { readonly out: Node; readonly weights: number } {
    const { width } = this;
    const layer = (at: number) => ({ weight: variables[at]!, bias: variables[at + 1]! });
    const norm = (x: Node, at: number) => layerNormOnTape(tape, x, { gain: variables[at]!, shift: variables[at + 1]! });
    const droppedOnTape = (x: Node, factors?: Float32Array) => (factors ? times(tape, x, tape.data(factors, x.rows, x.columns)) : x);
    const projected = denseOnTape(tape, norm(x, 0), layer(2), false);
    const [q, k, v] = [0, 1, 2].map((part) => columnsOf(tape, projected, part * width, width)) as [Node, Node, Node];
    const { out: attended, weights } = attentionOnTape(tape, { q, k, v }, this.data(place), place.biases);
    const middle = add(tape, x, droppedOnTape(denseOnTape(tape, attended, layer(4), false), place.dropout?.attended));
    const relu = this.activation === 'relu';
    const up = denseOnTape(tape, norm(middle, 6), layer(8), relu);
    const fed = denseOnTape(tape, relu ? up : activateOnTape(tape, up, this.activation), layer(10), false);
    return { out: add(tape, middle, droppedOnTape(fed, place.dropout?.fed)), weights };
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }

  private projected(x: tf.Tensor2D): [q: tf.Tensor2D, k: tf.Tensor2D, v: tf.Tensor2D] {
    return tf.split(this.linear(this.norm(x, 0), 2, false), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  }

  private data({ groups, rows, mask }: TransformerPlace<unknown>): AttentionData {
    return { groups, queries: rows, keys: rows, heads: this.heads, mask };
  }

  private norm(x: tf.Tensor2D, at: number): tf.Tensor2D {
    return layerNorm(x, this.variables[at] as tf.Tensor as tf.Tensor1D, this.variables[at + 1] as tf.Tensor as tf.Tensor1D);
  }

  private linear(x: tf.Tensor2D, at: number, relu: boolean): tf.Tensor2D {
    return dense(x, { weight: this.variables[at] as tf.Tensor as tf.Tensor2D, bias: this.variables[at + 1] as tf.Tensor as tf.Tensor1D, relu });
  }
}

function dropped(x: tf.Tensor2D, factors?: Float32Array): tf.Tensor2D {
  return factors ? tf.mul(x, tf.tensor2d(factors, x.shape)) : x;
}

function weight(from: number, to: number, random: Random): tf.Variable {
  const deviation = Math.sqrt(2 / (from + to));
  return tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: from * to }, () => deviation * random.normal()), [from, to])));
}

function constant(length: number, value: number): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill([length], value)));
}

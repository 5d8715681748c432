/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber, 1997), step by step.
 *
 *     i, f, g, o = split([x h] W + b);   c' = sig(f) c + sig(i) tanh(g);   h' = sig(o) tanh(c')
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import { dense } from '../ops/dense';

export interface LstmState {
  /** Both [n, width]. */
  readonly hidden: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
}

export class Lstm {
  /** [in + width, 4 width]: rows of the input, then of the hidden state; columns of the gates i, f, g, o. */
  readonly weight: tf.Variable;
  /** [4 width] */
  readonly bias: tf.Variable;

  /** Uniform in +-1 / sqrt(width), PyTorch's start. */
  constructor(
    inputs: number,
    readonly width: number,
    random: Random,
  ) {
    const bound = 1 / Math.sqrt(width);
    const start = (shape: number[]) =>
      tf.tidy(() => tf.variable(tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => bound * (2 * random.uniform() - 1)), shape)));
    this.weight = start([inputs + width, 4 * width]);
    this.bias = start([4 * width]);
  }

  get variables(): tf.Variable[] {
    return [this.weight, this.bias];
  }

  /** x [n, in] and the state before it -> the state after it, differentiable in all. */
  step(x: tf.Tensor2D, { hidden, cell }: LstmState): LstmState {
    const layer = { weight: this.weight as unknown as tf.Tensor2D, bias: this.bias as unknown as tf.Tensor1D, relu: false };
    const [input, forget, candidate, output] = tf.split(dense(tf.concat([x, hidden], 1), layer), 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const next = tf.add(tf.mul(tf.sigmoid(forget), cell), tf.mul(tf.sigmoid(input), tf.tanh(candidate))) as tf.Tensor2D;
    return { hidden: tf.mul(tf.sigmoid(output), tf.tanh(next)), cell: next };
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}

/** Multi-layer perceptron: linear layers with ReLU between them and none after the last. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { LayerNodes } from '../cpu/blocks/layers';
import type { Node } from '../cpu/tape';
import { dense, denseData } from '../ops/dense';

export class Mlp {
  /** [in, out] of each layer. */
  readonly weights: tf.Variable[];
  /** [out] of each layer. */
  readonly biases: tf.Variable[];

  /** `widths`: input, hidden ..., output. Xavier normal weights (Glorot and Bengio, 2010), zero biases. */
  constructor(
    readonly widths: readonly number[],
    random: Random,
  ) {
    const layers = widths.slice(1).map((out, i) => [widths[i]!, out] as const);
    this.weights = layers.map(([from, to]) =>
      tf.tidy(() => {
        const deviation = Math.sqrt(2 / (from + to));
        return tf.variable(tf.tensor2d(Float32Array.from({ length: from * to }, () => deviation * random.normal()), [from, to]));
      }),
    );
    this.biases = layers.map(([, to]) => tf.tidy(() => tf.variable(tf.zeros([to]))));
  }

  get variables(): tf.Variable[] {
    return this.weights.flatMap((weight, i) => [weight, this.biases[i]!]);
  }

  get parameters(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** x [n, in] -> [n, out]. With `data`, x is taken as a constant and no gradient is computed for it. */
  apply(x: tf.Tensor2D, data = false): tf.Tensor2D {
    const last = this.weights.length - 1;
    return this.weights.reduce<tf.Tensor2D>((h, weight, i) => {
      const layer = { weight: weight as unknown as tf.Tensor2D, bias: this.biases[i] as unknown as tf.Tensor1D, relu: i < last };
      return (data && i === 0 ? denseData : dense)(h, layer);
    }, x);
  }

  /** Its layers on a tape, from its variables in their order. */
  layers(variables: readonly Node[]): LayerNodes[] {
    return this.weights.map((_, i) => ({ weight: variables[2 * i]!, bias: variables[2 * i + 1]! }));
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }
}

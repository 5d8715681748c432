/**
 * One RQ-VAE training step as a reader of the TensorFlow.js guide would write it: what the engine's own step is measured against.
 *
 * Plain ops and nothing of the engine: tf.matMul, tf.add and tf.relu layers, distances by one product and tf.argMin, code vectors by a one-hot
 * product, tf.variableGrads and tf.train.adam. Losses and routing are the engine's defaults: sums over dimensions and levels, means over rows,
 * one straight-through estimator around the sum of the levels.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface PlainWeights {
  /** Encoder, then decoder: [in, out] and [out] of each layer, copied. */
  readonly encoder: readonly (readonly [weight: tf.Tensor2D, bias: tf.Tensor1D])[];
  readonly decoder: readonly (readonly [weight: tf.Tensor2D, bias: tf.Tensor1D])[];
  /** [K, d] a level, copied. */
  readonly codebooks: readonly tf.Tensor2D[];
}

export interface PlainOptions {
  readonly beta: number;
  readonly quantizationWeight: number;
  readonly learningRate: number;
}

type Layer = readonly [weight: tf.Variable, bias: tf.Variable];

export class PlainRqVae {
  private readonly encoder: readonly Layer[];
  private readonly decoder: readonly Layer[];
  private readonly codebooks: readonly tf.Variable[];
  private readonly optimizer: tf.AdamOptimizer;

  constructor(
    weights: PlainWeights,
    private readonly options: PlainOptions,
  ) {
    const copy = (tensor: tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(tf.clone(tensor)));
    this.encoder = weights.encoder.map(([weight, bias]) => [copy(weight), copy(bias)]);
    this.decoder = weights.decoder.map(([weight, bias]) => [copy(weight), copy(bias)]);
    this.codebooks = weights.codebooks.map(copy);
    this.optimizer = tf.train.adam(options.learningRate);
  }

  get variables(): tf.Variable[] {
    return [...this.encoder.flat(), ...this.decoder.flat(), ...this.codebooks];
  }

  /** One step on a batch x [n, dim]; gives the total loss before it. */
  step(x: tf.Tensor2D): tf.Scalar {
    const { value, grads } = tf.variableGrads(() => this.loss(x), this.variables);
    this.optimizer.applyGradients(grads as unknown as Parameters<tf.AdamOptimizer['applyGradients']>[0]);
    tf.dispose(grads as unknown as tf.TensorContainer);
    return value;
  }

  loss(x: tf.Tensor2D): tf.Scalar {
    const z = network(x, this.encoder);
    let e: tf.Tensor2D = z;
    let sum: tf.Tensor2D | null = null;
    let codebookLoss: tf.Tensor = tf.scalar(0);
    let commitmentLoss: tf.Tensor = tf.scalar(0);
    for (const codebook of this.codebooks as unknown as readonly tf.Tensor2D[]) {
      const q: tf.Tensor2D = tf.matMul(tf.cast(tf.oneHot(nearest(e, codebook), codebook.shape[0]), 'float32') as tf.Tensor2D, codebook);
      const constant: tf.Tensor2D = stop(q);
      codebookLoss = tf.add(codebookLoss, squaredError(stop(e), q));
      commitmentLoss = tf.add(commitmentLoss, squaredError(e, constant));
      sum = sum ? (tf.add(sum, constant) as tf.Tensor2D) : constant;
      e = tf.sub(e, constant) as tf.Tensor2D;
    }
    const output = tf.add(z, stop(tf.sub(sum!, z) as tf.Tensor2D)) as tf.Tensor2D;
    const quantization = tf.add(codebookLoss, tf.mul(commitmentLoss, this.options.beta));
    return tf.add(squaredError(network(output, this.decoder), x), tf.mul(quantization, this.options.quantizationWeight)) as tf.Scalar;
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
    this.optimizer.dispose();
  }
}

function network(x: tf.Tensor2D, layers: readonly Layer[]): tf.Tensor2D {
  return layers.reduce<tf.Tensor2D>((h, [weight, bias], i) => {
    const sum = tf.add(tf.matMul(h, weight as unknown as tf.Tensor2D), bias) as tf.Tensor2D;
    return i < layers.length - 1 ? tf.relu(sum) : sum;
  }, x);
}

/** argmin_k |e - c_k|^2 by |e|^2 - 2 e.c + |c|^2; a constant to the gradient. */
function nearest(e: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor1D {
  return tf.customGrad((e) => {
    const rows = e as tf.Tensor2D;
    const lengths = tf.sum(tf.square(rows), 1, true);
    const products = tf.mul(tf.matMul(rows, codebook, false, true), 2);
    const distances = tf.add(tf.sub(lengths, products), tf.reshape(tf.sum(tf.square(codebook), 1), [1, -1]));
    return { value: tf.argMin(distances, 1), gradFunc: () => tf.zeros(rows.shape) };
  })(e) as tf.Tensor1D;
}

function stop(x: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad((x) => ({ value: (x as tf.Tensor).clone(), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) }))(x) as tf.Tensor2D;
}

/** Sum over dimensions, mean over rows. */
function squaredError(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  return tf.div(tf.sum(tf.squaredDifference(a, b)), a.shape[0]) as tf.Scalar;
}

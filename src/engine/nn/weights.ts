/** The variables of a network in their order, and how they start. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Face } from './face';

/** Numbers of the variables of one linear layer. */
export interface DenseAt {
  readonly weight: number;
  readonly bias: number;
}

/** Numbers of the variables of one layer norm. */
export interface NormAt {
  readonly gain: number;
  readonly shift: number;
}

export class Weights {
  readonly variables: tf.Variable[] = [];

  /** Every number by itself from `start`; gives the number of the variable. */
  add(shape: readonly number[], start: (at: number) => number): number {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, (_, at) => start(at));
    this.variables.push(tf.tidy(() => tf.variable(tf.tensor(values, [...shape]))));
    return this.variables.length - 1;
  }

  /** Xavier normal weights (Glorot and Bengio, 2010), zero biases. */
  dense(inputs: number, outputs: number, random: Random, scale = 1): DenseAt {
    const deviation = scale * Math.sqrt(2 / (inputs + outputs));
    return { weight: this.add([inputs, outputs], () => deviation * random.normal()), bias: this.add([outputs], () => 0) };
  }

  /** [rows, width] ~ N(0, 1): with smaller ones learning was slow. */
  table(rows: number, width: number, random: Random): number {
    return this.add([rows, width], () => random.normal());
  }

  norm(width: number): NormAt {
    return { gain: this.add([width], () => 1), shift: this.add([width], () => 0) };
  }

  get parameters(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}

/** x W + b, or its ReLU. */
export function through<X>(face: Face<X>, x: X, { weight, bias }: DenseAt, relu = false): X {
  return face.dense(x, face.variable(weight), face.variable(bias), relu);
}

export function normed<X>(face: Face<X>, x: X, { gain, shift }: NormAt): X {
  return face.layerNorm(x, face.variable(gain), face.variable(shift));
}

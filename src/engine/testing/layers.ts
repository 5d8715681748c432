/** A layer in its three forms, compared in values and gradients: a naive one in float64 and its finite differences, the plain ops, and the layer on a tape where the road of the processor is open. */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad } from '../cpu/road';
import { Tape, type Node } from '../cpu/tape';
import { normals } from './arrays';
import { expectClose, type Tolerance } from './tolerance';

export interface Matrix {
  readonly values: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
  /** As a list of numbers, [columns], to the plain form. */
  readonly vector?: boolean;
}

export interface LayerForms {
  readonly inputs: Readonly<Record<string, Matrix>>;
  readonly naive: (inputs: Float64Array[]) => ArrayLike<number>;
  readonly plain: (inputs: tf.Tensor2D[]) => tf.Tensor;
  readonly kept: (tape: Tape, inputs: Node[]) => Node;
}

/** Normal numbers [rows, columns]. */
export function matrix(rows: number, columns: number, seed: number, scale = 1): Matrix {
  return { values: normals(rows * columns, seed, 0, scale), shape: [rows, columns] };
}

export function vector(columns: number, seed: number, offset = 0): Matrix {
  return { values: normals(columns, seed, offset), shape: [1, columns], vector: true };
}

/** Values and the gradients by all inputs of (output . seeded numbers), in every form there is here. `step`: of the finite differences. */
export async function expectForms({ inputs, naive, plain, kept }: LayerForms, tolerance: Tolerance, step = 1e-4): Promise<void> {
  const [names, matrices] = [Object.keys(inputs), Object.values(inputs)];
  const arrays = matrices.map(({ values }) => Float64Array.from(values));
  const wanted = naive(arrays);
  const weights = normals(wanted.length, 99);
  const slopes = arrays.map((array, at) => array.map((value, i) => {
    const moved = (by: number) => {
      const changed = arrays.map((other, j) => (j === at ? other.map((entry, k) => (k === i ? value + by : entry)) : other));
      return Array.from(naive(changed)).reduce((sum, entry, k) => sum + entry * weights[k]!, 0);
    };
    return (moved(step) - moved(-step)) / (2 * step);
  }));
  for (const [form, { value, gradients }] of Object.entries({ plain: await byOps(matrices, plain, weights), ...(cpuRoad() && { kept: onTape(matrices, kept, weights) }) })) {
    expectClose(value, wanted, tolerance, `${form}: value`);
    names.forEach((name, i) => expectClose(gradients[i]!, slopes[i]!, tolerance, `${form}: gradient of ${name}`));
  }
}

export interface Tried {
  readonly value: Float32Array;
  readonly gradients: readonly Float32Array[];
}

/** The plain form's output, and the gradients of (output . weights). */
export async function byOps(matrices: readonly Matrix[], layer: (inputs: tf.Tensor2D[]) => tf.Tensor, weights: Float32Array): Promise<Tried> {
  const tensors = matrices.map(({ values, shape, vector }) => tf.tensor(values, vector ? [shape[1]] : [...shape]));
  const value = tf.tidy(() => layer(tensors as tf.Tensor2D[]));
  const slope = tf.tensor(weights, value.shape);
  const gradients = tf.tidy(() => tf.grads((...args) => layer(args as tf.Tensor2D[]))(tensors, slope));
  const tried = { value: (await value.data<'float32'>()).slice(), gradients: await Promise.all(gradients.map(async (gradient) => (await gradient.data<'float32'>()).slice())) };
  tf.dispose([tensors, value, slope, gradients]);
  return tried;
}

/** The same on a tape. Its memory is poisoned first and left as it was. */
export function onTape(matrices: readonly Matrix[], layer: (tape: Tape, inputs: Node[]) => Node, weights: Float32Array, road = cpuRoad()!): Tried {
  const tape = new Tape(road);
  // The second step finds the memory of the first; poison in between shows what is read before it is written.
  let tried: Tried | null = null;
  for (let time = 0; time < 2; time++) {
    tape.begin();
    if (time > 0) tape.poison();
    const nodes = matrices.map(({ values, shape: [rows, columns] }) => {
      const node = tape.node(rows, columns);
      tape.view(node).set(values);
      return node;
    });
    const output = layer(tape, nodes);
    const value = tape.view(output).slice();
    tape.give(output, (address) => road.memory.floats(address, weights.length).set(weights));
    tape.backward();
    tried = { value, gradients: nodes.map((node) => (node.touched ? road.memory.floats(node.gradient, node.rows * node.columns).slice() : new Float32Array(node.rows * node.columns))) };
  }
  tape.dispose();
  return tried!;
}

/** One LSTM step against PyTorch's, and its gradients against finite differences of the equations in float64. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { dense } from '../ops/dense';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import given from '../testing/fixtures/rq-reg-step.json';
import { expectClose, type Shaped } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { Lstm } from './lstm';

const reference = watched(given, ['lstm_step']);
const { lstm_step: step, model } = reference;
const tolerance = reference.meta.tolerance_float32.lstm_step;

describeBackends('LSTM', () => {
  it('steps as PyTorch does', async () => {
    const lstm = new Lstm(8, 8, new Random(0));
    const { weights } = model;
    tf.tidy(() => {
      const transposed = (weight: Shaped) => tf.transpose(tf.tensor2d(Float32Array.from(weight.data), weight.shape as [number, number]));
      lstm.weight.assign(tf.concat([transposed(weights['lstm.weight_ih']), transposed(weights['lstm.weight_hh'])], 0));
      lstm.bias.assign(tf.add(tf.tensor1d(weights['lstm.bias_ih'].data), tf.tensor1d(weights['lstm.bias_hh'].data)));
    });
    const next = tf.tidy(() => ({ ...lstm.step(tensor(step.input), { hidden: tensor(step.hidden), cell: tensor(step.cell) }) }));
    // The layer's own matrix and bias, in the order of the gates i, f, g, o.
    const gates = tf.tidy(() => dense(tf.concat([tensor(step.input), tensor(step.hidden)], 1), { weight: lstm.weight as unknown as tf.Tensor2D, bias: lstm.bias as unknown as tf.Tensor1D, relu: false }));
    expectClose(await gates.data(), step.preactivations_ifgo, tolerance, 'gates');
    gates.dispose();
    expectClose(await next.hidden.data(), step.next_hidden, tolerance, 'hidden');
    expectClose(await next.cell.data(), step.next_cell, tolerance, 'cell');
    tf.dispose(next);
    lstm.dispose();
  });

  it('passes the gradients of its equations to input, state, weight and bias', async () => {
    const [rows, inputs, width] = [3, 2, 4];
    const lstm = new Lstm(inputs, width, new Random(5));
    const x = normals(rows * inputs, 1);
    const hidden = normals(rows * width, 2);
    const cell = normals(rows * width, 3);
    const [weight, bias] = (await Promise.all(lstm.variables.map((variable) => variable.data()))) as [Float32Array, Float32Array];
    const tensors = [tf.tensor2d(x, [rows, inputs]), tf.tensor2d(hidden, [rows, width]), tf.tensor2d(cell, [rows, width])] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const sumOf = (x: tf.Tensor2D, hidden: tf.Tensor2D, cell: tf.Tensor2D) => {
      const next = lstm.step(x, { hidden, cell });
      return tf.add(tf.sum(next.hidden), tf.sum(tf.square(next.cell))) as tf.Scalar;
    };
    const inner = tf.grads((...args) => sumOf(...(args as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D])))(tensors);
    const { value, grads } = tf.variableGrads(() => sumOf(...tensors), lstm.variables);
    const arrays = [x, hidden, cell, weight, bias];
    const seen = [...inner, grads[lstm.weight.name]!, grads[lstm.bias.name]!];
    for (const [at, gradient] of seen.entries()) {
      const slopes = Float64Array.from(arrays[at]!, (_, i) => {
        const moved = (by: number) => equations(arrays.map((array, j) => (j === at ? Float64Array.from(array, (entry, k) => (k === i ? entry + by : entry)) : array)) as Float64Array[], rows, inputs, width);
        return (moved(1e-4) - moved(-1e-4)) / 2e-4;
      });
      expectClose(await gradient.data(), slopes, { rtol: 1e-4, atol: 1e-4 }, ['x', 'hidden', 'cell', 'weight', 'bias'][at]);
    }
    expect(seen.every((gradient) => gradient.size > 0)).toBe(true);
    tf.dispose([...tensors, ...seen, value]);
    lstm.dispose();
  });
});

/** Sum of the hidden state and of the squared cell after one step. */
function equations([x, hidden, cell, weight, bias]: Float64Array[], rows: number, inputs: number, width: number): number {
  const sig = (a: number) => 1 / (1 + Math.exp(-a));
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const read = [...x!.slice(row * inputs, (row + 1) * inputs), ...hidden!.slice(row * width, (row + 1) * width)];
    const gate = (column: number) => read.reduce((sum, value, i) => sum + value * weight![i * 4 * width + column]!, bias![column]!);
    for (let j = 0; j < width; j++) {
      const next = sig(gate(width + j)) * cell![row * width + j]! + sig(gate(j)) * Math.tanh(gate(2 * width + j));
      total += sig(gate(3 * width + j)) * Math.tanh(next) + next ** 2;
    }
  }
  return total;
}

function tensor({ shape, data }: Shaped): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), shape as [number, number]);
}

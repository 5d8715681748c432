/** Activations, the layers of single numbers and binary cross-entropy against the formulas in float64 and their finite differences, as ops and on a tape. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { binaryCrossEntropy as binaryCrossEntropyOnTape } from '../cpu/blocks/binaryCrossEntropy';
import { activate as activateOnTape, add, scaled, sigmoid, times } from '../cpu/blocks/elementwise';
import { cpuRoad } from '../cpu/road';
import { Tape } from '../cpu/tape';
import type { Activation } from '../math/activations';
import { describeBackends } from '../testing/backends';
import { expectForms, matrix, type Matrix } from '../testing/layers';
import { expectClose } from '../testing/tolerance';
import { activate } from './activation';
import { binaryCrossEntropy } from './binaryCrossEntropy';

const close = { rtol: 1e-4, atol: 1e-5 };
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const formulas: Readonly<Record<Activation, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  silu: (x) => x * logistic(x),
  gelu: (x) => x * normal(x),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

describeBackends('activations', () => {
  it.each(Object.entries(formulas) as [Activation, (x: number) => number][])('%s', async (kind, formula) => {
    await expectForms({ inputs: { x: matrix(7, 11, 1, 2) }, naive: ([x]) => x!.map(formula), plain: ([x]) => activate(x!, kind), kept: (tape, [x]) => activateOnTape(tape, x!, kind) }, close);
  });

  it.each(Object.entries(formulas) as [Activation, (x: number) => number][])('%s of large numbers', async (kind, formula) => {
    const x: Matrix = { values: Float32Array.of(-1e4, -200, -30, -9, -5, -0.5, 5, 9, 30, 200, 1e4), shape: [1, 11] };
    await expectForms({ inputs: { x }, naive: ([x]) => x!.map(formula), plain: ([x]) => activate(x!, kind), kept: (tape, [x]) => activateOnTape(tape, x!, kind) }, close);
  });

  it('sums, products, multiples and logistic functions on a tape', async () => {
    const inputs = { a: matrix(5, 3, 1), b: matrix(5, 3, 2) };
    const plain = ([a, b]: tf.Tensor[]) => tf.sigmoid(tf.add(tf.mul(a!, b!), tf.mul(a!, 0.3)));
    await expectForms({ inputs, naive: ([a, b]) => a!.map((value, i) => logistic(value * b![i]! + 0.3 * value)), plain, kept: (tape, [a, b]) => sigmoid(tape, add(tape, times(tape, a!, b!), scaled(tape, a!, 0.3))) }, close);
  });
});

describeBackends('binary cross-entropy', () => {
  const z = Float32Array.of(0.3, -2, 100, -100, 5, 0, 60);
  const labels = Float32Array.of(1, 0, 0, 1, 0.5, 0, 1);
  it.each([['even', undefined], ['weighted', Float32Array.of(1, 0.5, 2, 1, 0, 3, 1)], ['masked', Float32Array.of(0, 1, 0, 0, 1, 1, 0)], ['no row', new Float32Array(7)]] as const)('%s', async (_, weights) => {
    const each = (values: Float32Array, i: number) => Math.max(values[i]!, 0) - values[i]! * labels[i]! + Math.log1p(Math.exp(-Math.abs(values[i]!)));
    const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : 7;
    const share = (i: number) => (total === 0 ? 0 : (weights?.[i] ?? 1) / total);
    const loss = z.reduce((sum, _, i) => sum + share(i) * each(z, i), 0);
    const slopes = Float64Array.from(z, (value, i) => share(i) * (logistic(value) - labels[i]!));
    for (const shape of [[7], [7, 1]]) {
      const logits = tf.tensor(z, shape);
      const { value, grad } = tf.valueAndGrad((logits) => binaryCrossEntropy(logits, labels, weights))(logits);
      expectClose(await value.data(), [loss], close);
      expectClose(await grad.data(), slopes, close);
      expect(grad.shape).toEqual(shape);
      tf.dispose([logits, value, grad]);
    }
    const road = cpuRoad();
    if (!road) return;
    const tape = new Tape(road);
    const node = tape.node(7, 1);
    tape.view(node).set(z);
    expectClose([binaryCrossEntropyOnTape(tape, node, labels, weights, 2)], [loss], close);
    expectClose(road.memory.floats(node.gradient, 7), slopes.map((slope) => 2 * slope), close);
    tape.dispose();
  });
});

/** The normal distribution, from the density by Simpson's rule between 0 and x. */
function normal(x: number): number {
  const end = Math.min(Math.abs(x), 12);
  const steps = 2000;
  let sum = 0;
  for (let i = 0; i <= steps; i++) sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-0.5 * ((end * i) / steps) ** 2);
  const middle = ((sum * end) / steps / 3) / Math.sqrt(2 * Math.PI);
  return 0.5 + Math.sign(x) * middle;
}

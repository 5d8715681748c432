/** AdamW against the equations in float64, step by step; the same bits twice and after a restore. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { AdamW } from './adamW';

const SHAPES = [[1], [5, 17], [255, 3], [2, 300]];
const RATE = 3e-3;

describeBackends('AdamW', () => {
  for (const weightDecay of [0, 0.1]) {
    test(`follows the equations for five steps, weight decay ${weightDecay}`, async () => {
      const run = await trained(weightDecay, 5);
      SHAPES.forEach((shape, i) => expectClose(run.values[i]!, wanted(shape, i, weightDecay, 5), { rtol: 2e-6, atol: 2e-7 }, `variable ${i}`));
      expect((await trained(weightDecay, 5)).values).toEqual(run.values);
    });
  }

  test('goes on bit for bit from its state', async () => {
    const whole = await trained(0.1, 5);
    const half = await trained(0.1, 2);
    expect((await trained(0.1, 3, half)).values).toEqual(whole.values);
  });

  test('leaves a variable without gradient as it is', async () => {
    const variables = [tf.tidy(() => tf.variable(tf.tensor1d([1, 2]))), tf.tidy(() => tf.variable(tf.tensor1d([3, 4])))];
    const optimizer = new AdamW(variables, { weightDecay: 0.1 });
    const gradient = tf.tensor1d([1, -1]);
    optimizer.apply({ [variables[0]!.name]: gradient }, RATE);
    expect([...(await variables[1]!.data())]).toEqual([3, 4]);
    expect((await variables[0]!.data())[0]).toBeLessThan(1);
    optimizer.dispose();
    tf.dispose([...variables, gradient]);
  });
});

interface Trained {
  readonly steps: number;
  readonly values: Float32Array[];
  readonly state: Record<string, Float32Array | Float64Array>;
}

async function trained(weightDecay: number, steps: number, from?: Trained): Promise<Trained> {
  const variables = SHAPES.map((shape, i) => tf.tidy(() => tf.variable(tf.tensor(from?.values[i] ?? start(shape, i), shape))));
  const optimizer = new AdamW(variables, { weightDecay });
  if (from) optimizer.restore(from.state);
  const first = from?.steps ?? 0;
  for (let step = first; step < first + steps; step++) {
    const gradients = Object.fromEntries(variables.map(({ name, shape }, i) => [name, tf.tensor(gradientAt(shape, i, step), shape)]));
    optimizer.apply(gradients, RATE);
    tf.dispose(gradients);
  }
  const values = await Promise.all(variables.map(async (variable) => (await variable.data<'float32'>()).slice()));
  const state = await optimizer.state();
  optimizer.dispose();
  tf.dispose(variables);
  return { steps: first + steps, values, state };
}

function wanted(shape: number[], i: number, weightDecay: number, steps: number): Float64Array {
  const p = Float64Array.from(start(shape, i));
  const m = new Float64Array(p.length);
  const v = new Float64Array(p.length);
  for (let step = 0; step < steps; step++) {
    gradientAt(shape, i, step).forEach((g, j) => {
      m[j] = 0.9 * m[j]! + 0.1 * g;
      v[j] = 0.999 * v[j]! + 0.001 * g * g;
      const quotient = m[j]! / (1 - 0.9 ** (step + 1)) / (Math.sqrt(v[j]! / (1 - 0.999 ** (step + 1))) + 1e-8);
      p[j] = p[j]! * (1 - RATE * weightDecay) - RATE * quotient;
    });
  }
  return p;
}

function start(shape: number[], i: number): Float32Array {
  return normals(tf.util.sizeFromShape(shape), 10 + i);
}

/** From large to tiny numbers, zeros among them. */
function gradientAt(shape: number[], i: number, step: number): Float32Array {
  return normals(tf.util.sizeFromShape(shape), 100 * step + i).map((value, j) => (j % 11 === 3 ? 0 : value * 10 ** (2 - (j % 7))));
}

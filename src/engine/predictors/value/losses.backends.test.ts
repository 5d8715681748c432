/** Losses and probabilities of the baselines against their formulas in float64, and at extremes. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { disposeBatch, featureBatch } from '../../nn/fieldEncoder';
import { normals } from '../../testing/arrays';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import { CumulativeBuckets, SoftmaxBuckets } from './ordinal/ordinal';
import { pointLoss } from './pointLoss';
import { zilnLosses } from './ziln/ziln';

const close = { rtol: 1e-4, atol: 1e-6 };

describeBackends('losses', () => {
  it('pointLoss: squared, absolute and Huber, with their slopes', async () => {
    const errors = [-3, -0.5, 0, 0.25, 2];
    const wanted = {
      mse: { value: 13.3125 / 5, slope: errors.map((e) => (2 * e) / 5) },
      l1: { value: 5.75 / 5, slope: [-1, -1, 0, 1, 1].map((s) => s / 5) },
      huber: { value: (2.5 + 0.125 + 0 + 0.03125 + 1.5) / 5, slope: [-1, -0.5, 0, 0.25, 1].map((s) => s / 5) },
    };
    for (const kind of ['mse', 'l1', 'huber'] as const) {
      const x = tf.tensor2d(errors, [5, 1]);
      const { value, grad } = tf.valueAndGrad((x) => pointLoss(x, kind, 1))(x);
      expectClose(await value.data(), wanted[kind].value, close, kind);
      expectClose(await grad.data(), wanted[kind].slope, close, `slope of ${kind}`);
      tf.dispose([x, value, grad]);
    }
  });

  it('ZILN: the formula by hand, its gradient by finite differences', async () => {
    const targets = [0, 1, 3.5, 0.02];
    const outputs = [0.3, -1, 0.2, -2, 0.5, 1, 1.5, 2, -3, 0.1, -4, 0.7];
    const formula = (outputs: readonly number[]) => {
      const terms = targets.map((y, row) => {
        const [a, loc, c] = outputs.slice(3 * row, 3 * row + 3) as [number, number, number];
        const p = 1 / (1 + Math.exp(-a));
        const spread = Math.max(Math.log1p(Math.exp(c)), 3.2e-4);
        const amount = y > 0 ? Math.log(y) + Math.log(spread) + 0.5 * Math.log(2 * Math.PI) + (Math.log(y) - loc) ** 2 / (2 * spread ** 2) : 0;
        return [-Math.log(y > 0 ? p : 1 - p), amount] as const;
      });
      return [0, 1].map((term) => terms.reduce((sum, row) => sum + row[term]!, 0) / targets.length) as [number, number];
    };
    const x = tf.tensor2d(outputs, [4, 3]);
    const y = tf.tensor2d(targets, [4, 1]);
    const losses = tf.tidy(() => zilnLosses(x, y));
    expectClose(await losses.chance.data(), formula(outputs)[0], close);
    expectClose(await losses.amount.data(), formula(outputs)[1], close);
    const gradient = tf.tidy(() => tf.grad((x) => tf.add(zilnLosses(x as tf.Tensor2D, y).chance, zilnLosses(x as tf.Tensor2D, y).amount))(x));
    const wanted = outputs.map((_, at) => {
      const total = (by: number) => formula(outputs.map((value, i) => (i === at ? value + by : value))).reduce((sum, term) => sum + term);
      return (total(1e-5) - total(-1e-5)) / 2e-5;
    });
    expectClose(await gradient.data(), wanted, { rtol: 1e-3, atol: 1e-4 });
    tf.dispose([x, y, losses.chance, losses.amount, gradient]);
  });

  it('ZILN: finite at extremes, rows of zero untouched by their amount', async () => {
    const x = tf.tensor2d([90, 1e18, -90, -90, 40, 90, 0, -60, -60, 0, 60, 60], [4, 3]);
    const y = tf.tensor2d([0, 1e-6, 1e6, 0], [4, 1]);
    const { value, grad } = tf.valueAndGrad((x) => tf.add(zilnLosses(x as tf.Tensor2D, y).chance, zilnLosses(x as tf.Tensor2D, y).amount))(x);
    expect(Number.isFinite((await value.data())[0])).toBe(true);
    const slopes = await grad.data();
    expect(slopes.every(Number.isFinite)).toBe(true);
    expect([1, 2, 10, 11].map((at) => Math.abs(slopes[at]!))).toEqual([0, 0, 0, 0]);
    tf.dispose([x, y, value, grad]);
  });

  it('buckets: probabilities add up to 1 and start at the shares of the training rows; thresholds keep their order whatever the weights', async () => {
    const shape = { numbers: ['x'], categories: [], lists: [] };
    const features = { rows: 6, numbers: Float32Array.of(-3, -1, 0, 1, 3, 20), missing: new Uint8Array(6), categories: new Int32Array(0), lists: [] };
    const settings = { epochs: 1, batchSize: 6, learningRate: 1e-3, weightDecay: 0, patience: 0, selectBy: 'mae', width: 4, fieldDim: 2 } as const;
    const counts = Uint32Array.of(50, 10, 30, 10);
    const batch = featureBatch(features, [0, 1, 2, 3, 4, 5]);
    for (const Form of [SoftmaxBuckets, CumulativeBuckets]) {
      const form = new Form(shape, settings, counts, new Random(3));
      for (const at of ['start', 'later']) {
        const tensor = tf.tidy(() => form.probabilities(batch));
        const rows = chunked(await tensor.data<'float32'>(), 4);
        tensor.dispose();
        for (const row of rows) {
          expectClose(row.reduce((sum, p) => sum + p), 1, { rtol: 0, atol: 1e-6 });
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        }
        // The row at zero has nothing but the start.
        if (at === 'start') expectClose(rows[2]!, [0.5, 0.1, 0.3, 0.1], { rtol: 1e-3, atol: 1e-4 }, Form.name);
        form.variables.forEach((variable, i) => tf.tidy(() => variable.assign(tf.tensor(normals(variable.size, 10 + i), variable.shape))));
      }
      const loss = tf.tidy(() => form.loss(batch, Int32Array.of(0, 1, 2, 3, 0, 3)));
      expect(Number.isFinite((await loss.data())[0])).toBe(true);
      loss.dispose();
      form.dispose();
    }
    disposeBatch(batch);
  });
});

function chunked(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
}

/** Soft and balanced choices of codes: Gumbel-softmax and Sinkhorn against float64 in plain loops, and the helpers they stand on. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { sinkhorn } from '../math/sinkhorn';
import { clipNorm } from '../nn/clipNorm';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { gumbelNoise, gumbelSoftmax } from './gumbelSoftmax';
import { sinkhornCodes, sinkhornPlan } from './sinkhorn';
import { squaredDistances } from './squaredDistances';
import { unitRows } from './unitRows';

const random = () => new Random(11);
const normals = (source: Random, rows: number, cols: number, offset = 0) =>
  Array.from({ length: rows }, () => Array.from({ length: cols }, () => offset + source.normal()));

describeBackends('soft and balanced choices', () => {
  it('squaredDistances: float64 loops, far from the origin too, and gradients in both by finite differences', async () => {
    const source = random();
    const x = normals(source, 5, 3, 50);
    const c = normals(source, 4, 3, 50);
    const weights = normals(source, 5, 4);
    const exact = (x: number[][], c: number[][]) => x.map((row) => c.map((code) => row.reduce((sum, value, d) => sum + (value - code[d]!) ** 2, 0)));
    const [tx, tc] = [tf.tensor2d(x), tf.tensor2d(c)];
    const seen = tf.tidy(() => squaredDistances(tx, tc));
    expectClose(await seen.data(), exact(x, c).flat(), { rtol: 1e-4, atol: 1e-4 });
    const [gx, gc] = tf.tidy(() => tf.grads((x, c) => tf.sum(tf.mul(squaredDistances(x as tf.Tensor2D, c as tf.Tensor2D), tf.tensor2d(weights))))([tx, tc]));
    const loss = (x: number[][], c: number[][]) => exact(x, c).reduce((sum, row, i) => sum + row.reduce((s, value, k) => s + value * weights[i]![k]!, 0), 0);
    expectClose(await gx!.data(), differences(x, (x) => loss(x, c)), { rtol: 1e-3, atol: 1e-3 }, 'x');
    expectClose(await gc!.data(), differences(c, (c) => loss(x, c)), { rtol: 1e-3, atol: 1e-3 }, 'codebook');
    tf.dispose([tx, tc, seen, gx!, gc!]);
  });

  it('unitRows: length one, gradients by finite differences, finite for a row of zeros', async () => {
    const x = [[3, 4, 0], [0.1, -0.2, 0.3], [0, 0, 0]];
    const weights = [[1, 2, 3], [-1, 0.5, 2], [1, 1, 1]];
    const tensor = tf.tensor2d(x);
    const unit = tf.tidy(() => unitRows(tensor));
    expectClose((await unit.data()).slice(0, 3), [0.6, 0.8, 0], { rtol: 1e-6, atol: 1e-7 });
    const gradient = tf.tidy(() => tf.grad((x) => tf.sum(tf.mul(unitRows(x as tf.Tensor2D), tf.tensor2d(weights))))(tensor));
    const loss = (x: number[][]) => x.reduce((sum, row, i) => sum + row.reduce((s, value, d) => s + (value / Math.hypot(...row)) * weights[i]![d]!, 0), 0);
    const values = await gradient.data();
    expectClose(values.slice(0, 6), differences(x.slice(0, 2), loss), { rtol: 1e-3, atol: 1e-4 });
    expect(values.slice(6).every(Number.isFinite)).toBe(true);
    tf.dispose([tensor, unit, gradient]);
  });

  it('Gumbel-softmax: rows sum to one, gradients by finite differences, and a one-hot sample where the temperature goes to zero', async () => {
    const source = random();
    const distances = normals(source, 6, 5).map((row) => row.map(Math.abs));
    const [tensor, noise] = [tf.tensor2d(distances), gumbelNoise(source, 6, 5)];
    const g = await noise.array();
    const weights = normals(source, 6, 5);
    const soft = tf.tidy(() => gumbelSoftmax(tensor, noise, 0.7));
    for (const row of await soft.array()) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    const gradient = tf.tidy(() => tf.grad((d) => tf.sum(tf.mul(gumbelSoftmax(d as tf.Tensor2D, noise, 0.7), tf.tensor2d(weights))))(tensor));
    const loss = (d: number[][]) =>
      d.reduce((sum, row, i) => {
        const powers = row.map((value, k) => Math.exp((g[i]![k]! - value) / 0.7));
        const total = powers.reduce((a, b) => a + b);
        return sum + powers.reduce((s, power, k) => s + (power / total) * weights[i]![k]!, 0);
      }, 0);
    expectClose(await gradient.data(), differences(distances, loss), { rtol: 1e-3, atol: 1e-4 });
    const cold = tf.tidy(() => gumbelSoftmax(tensor, noise, 1e-4));
    const best = distances.map((row, i) => row.map((value, k) => g[i]![k]! - value)).map((row) => row.map((value) => (value === Math.max(...row) ? 1 : 0)));
    expectClose(await cold.data(), best.flat(), { rtol: 0, atol: 1e-6 });
    tf.dispose([tensor, noise, soft, gradient, cold]);
  });

  it('Gumbel noise has the mean and the variance of its distribution, is finite, and repeats with its seed', async () => {
    const [first, again] = [gumbelNoise(new Random(3), 200, 50), gumbelNoise(new Random(3), 200, 50)];
    const values = await first.data<'float32'>();
    expect(Array.from(await again.data())).toEqual(Array.from(values));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5772)).toBeLessThan(0.05);
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.1);
    expect(values.every(Number.isFinite)).toBe(true);
    tf.dispose([first, again]);
  });

  it('Sinkhorn: columns have equal mass, and the float32 log form agrees with float64 and with the plain exponential form', async () => {
    const source = random();
    for (const [rows, codes, epsilon] of [[32, 8, 0.003], [12, 12, 0.05], [6, 10, 0.01]] as const) {
      const distances = normals(source, rows, codes).map((row) => row.map((value) => value * value));
      const tensor = tf.tensor2d(distances);
      const plan = sinkhornPlan(tensor, { epsilon, iterations: 50 });
      const logs = await plan.data();
      const columns = Array.from({ length: codes }, (_, k) => Array.from({ length: rows }, (_, b) => Math.exp(logs[b * codes + k]!)).reduce((a, b) => a + b));
      expectClose(columns, columns.map(() => 1 / codes), { rtol: 1e-3, atol: 0 }, 'column masses');
      const scaled = scale(distances);
      const inLogs = sinkhorn(scaled.flat(), rows, codes, { temperature: epsilon, iterations: 50 });
      const wanted = argmax(inLogs, rows, codes);
      const assigned = sinkhornCodes(tensor, { epsilon, iterations: 50 });
      expect(Array.from(await assigned.data())).toEqual(wanted);
      expect(argmax(plain(scaled, epsilon, 50), rows, codes)).toEqual(wanted);
      tf.dispose([tensor, plan, assigned]);
    }
  });

  it('Sinkhorn: as many rows as codes and well separated pairs give a permutation; a large epsilon tends to uniform masses', async () => {
    const order = new Random(2).permutation(16);
    const source = random();
    const distances = Array.from({ length: 16 }, (_, b) => Array.from({ length: 16 }, (_, k) => (k === order[b] ? 0.1 : 1) + 0.2 * source.uniform()));
    const tensor = tf.tensor2d(distances);
    const codes = sinkhornCodes(tensor, { epsilon: 0.003, iterations: 50 });
    expect(Array.from(await codes.data())).toEqual(Array.from(order));
    const plan = sinkhornPlan(tensor, { epsilon: 1000, iterations: 50 });
    expectClose((await plan.data<'float32'>()).map(Math.exp), new Float32Array(256).fill(1 / 256), { rtol: 0.01, atol: 0 });
    tf.dispose([tensor, codes, plan]);
  });

  it('Sinkhorn spreads rows that all have one nearest code, and falls back to the nearest where all distances are equal', async () => {
    const source = random();
    const crowd = tf.tensor2d(Array.from({ length: 24 }, () => Array.from({ length: 4 }, (_, k) => k + 0.9 * source.uniform())));
    const codes = sinkhornCodes(crowd, { epsilon: 0.003, iterations: 50 });
    const counts = [0, 0, 0, 0];
    for (const code of await codes.data()) counts[code]!++;
    // The nearest code of all 24 is the first; 50 rounds at this epsilon come near equal shares, not to them.
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
    const same = tf.fill([5, 4], 2.5) as tf.Tensor2D;
    const ties = sinkhornCodes(same, { epsilon: 0.003, iterations: 50 });
    expect(Array.from(await ties.data())).toEqual([0, 0, 0, 0, 0]);
    tf.dispose([crowd, codes, same, ties]);
  });

  it('clipNorm: scales all gradients by one factor to the norm asked for, and leaves small ones as they are', async () => {
    const gradients = { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[0, 4]]) };
    const clipped = clipNorm(gradients, 1);
    expectClose([...(await clipped.a!.data()), ...(await clipped.b!.data())], [0.6, 0, 0, 0.8], { rtol: 1e-5, atol: 1e-7 });
    const kept = clipNorm(gradients, 10);
    expect([...(await kept.a!.data()), ...(await kept.b!.data())]).toEqual([3, 0, 0, 4]);
    tf.dispose([gradients, clipped, kept]);
  });
});

/** Central differences of a function of a matrix, row-major. */
function differences(at: number[][], of: (x: number[][]) => number, h = 1e-5): number[] {
  return at.flatMap((row, i) =>
    row.map((_, d) => {
      const moved = (by: number) => of(at.map((values, r) => (r === i ? values.map((value, c) => (c === d ? value + by : value)) : values)));
      return (moved(h) - moved(-h)) / (2 * h);
    }),
  );
}

function scale(distances: number[][]): number[][] {
  const [high, low] = [Math.max(...distances.flat()), Math.min(...distances.flat())];
  const middle = (high + low) / 2;
  return distances.map((row) => row.map((value) => (value - middle) / (high - middle + 1e-5)));
}

/** The form of the LC-Rec code: exp(-d / epsilon) in float64, scaled to one, then rows and columns in turn. */
function plain(scaled: number[][], epsilon: number, iterations: number): number[] {
  let plan = scaled.map((row) => row.map((value) => Math.exp(-value / epsilon)));
  const total = plan.flat().reduce((a, b) => a + b);
  plan = plan.map((row) => row.map((value) => value / total));
  for (let i = 0; i < iterations; i++) {
    plan = plan.map((row) => {
      const sum = row.reduce((a, b) => a + b) * plan.length;
      return row.map((value) => value / sum);
    });
    const columns = plan[0]!.map((_, k) => plan.reduce((sum, row) => sum + row[k]!, 0) * plan[0]!.length);
    plan = plan.map((row) => row.map((value, k) => value / columns[k]!));
  }
  return plan.flat();
}

function argmax(values: ArrayLike<number>, rows: number, cols: number): number[] {
  return Array.from({ length: rows }, (_, b) => {
    const row = Array.from({ length: cols }, (_, k) => values[b * cols + k]!);
    return row.indexOf(Math.max(...row));
  });
}

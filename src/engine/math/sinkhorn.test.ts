import { describe, expect, it } from 'vitest';
import { Random } from './random';
import { sinkhorn } from './sinkhorn';

const randomCost = (rows: number, cols: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: rows * cols }, () => random.uniform());
};

const columnSums = (logPlan: Float64Array, rows: number, cols: number): number[] =>
  Array.from({ length: cols }, (_, j) => Array.from({ length: rows }, (_, i) => Math.exp(logPlan[i * cols + j]!)).reduce((a, b) => a + b, 0));

const rowSums = (logPlan: Float64Array, rows: number, cols: number): number[] =>
  Array.from({ length: rows }, (_, i) => logPlan.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + Math.exp(value), 0));

describe('sinkhorn', () => {
  it('gives columns their mass at once and rows theirs in the limit', () => {
    const cost = randomCost(12, 5, 1);
    const once = sinkhorn(cost, 12, 5, { temperature: 0.1, iterations: 1 });
    const often = sinkhorn(cost, 12, 5, { temperature: 0.1, iterations: 500 });
    for (const plan of [once, often]) for (const sum of columnSums(plan, 12, 5)) expect(sum).toBeCloseTo(1 / 5, 12);
    const worst = (plan: Float64Array) => Math.max(...rowSums(plan, 12, 5).map((sum) => Math.abs(sum - 1 / 12)));
    expect(worst(once)).toBeGreaterThan(1e-3);
    expect(worst(often)).toBeLessThan(1e-9);
  });

  it('takes masses', () => {
    const rowMass = [3, 1, 2, 2];
    const columnMass = [5, 2, 1];
    const plan = sinkhorn(randomCost(4, 3, 2), 4, 3, { temperature: 0.2, iterations: 500, rowMass, columnMass });
    rowSums(plan, 4, 3).forEach((sum, i) => expect(sum).toBeCloseTo(rowMass[i]!, 9));
    columnSums(plan, 4, 3).forEach((sum, j) => expect(sum).toBeCloseTo(columnMass[j]!, 12));
  });

  it('is the plain exponential form where that does not overflow', () => {
    const [rows, cols, temperature, iterations] = [9, 6, 0.3, 7];
    const cost = randomCost(rows, cols, 3);
    const kernel = Array.from(cost, (value) => Math.exp(-value / temperature));
    const [u, v] = [new Array<number>(rows).fill(1), new Array<number>(cols).fill(1)];
    for (let it = 0; it < iterations; it++) {
      for (let i = 0; i < rows; i++) u[i] = 1 / rows / v.reduce((sum, value, j) => sum + kernel[i * cols + j]! * value, 0);
      for (let j = 0; j < cols; j++) v[j] = 1 / cols / u.reduce((sum, value, i) => sum + kernel[i * cols + j]! * value, 0);
    }
    const plan = sinkhorn(cost, rows, cols, { temperature, iterations });
    plan.forEach((value, at) => expect(Math.exp(value)).toBeCloseTo(u[Math.floor(at / cols)]! * kernel[at]! * v[at % cols]!, 12));
  });

  it('finds the matching of well separated pairs, at a temperature where exp(-cost / temperature) is 0', () => {
    const n = 8;
    const partner = new Random(4).permutation(n);
    const cost = Float64Array.from({ length: n * n }, (_, at) => (partner[Math.floor(at / n)] === at % n ? 1 : 5));
    const plan = sinkhorn(cost, n, n, { temperature: 1e-3, iterations: 20 });
    plan.forEach((value, at) => expect(Math.exp(value)).toBeCloseTo(partner[Math.floor(at / n)] === at % n ? 1 / n : 0, 12));
  });

  it('refuses sizes and settings that do not fit', () => {
    expect(() => sinkhorn(new Float64Array(5), 2, 3, { temperature: 1, iterations: 1 })).toThrow('5 costs for 2 x 3');
    expect(() => sinkhorn(new Float64Array(6), 2, 3, { temperature: 0, iterations: 1 })).toThrow('temperature is 0');
    expect(() => sinkhorn(new Float64Array(6), 2, 3, { temperature: 1, iterations: 1, rowMass: [1] })).toThrow('1 row masses for 2');
  });
});

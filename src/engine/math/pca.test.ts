import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/pca.json';
import { watched } from '../testing/watched';
import { principalAxes } from './pca';
import { Random } from './random';

const fixture = watched(given, ['data', 'result']);
const { rtol, atol } = fixture.meta.tolerance_float64;

function expectAllClose(seen: ArrayLike<number>, wanted: ArrayLike<number>, relative = rtol, absolute = atol): void {
  expect(seen.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    expect(Math.abs(seen[i]! - wanted[i]!), `entry ${i}`).toBeLessThanOrEqual(absolute + relative * Math.abs(wanted[i]!));
  }
}

/** Rows whose columns are scaled by 1/(1+j)^decay and then mixed by reflections. */
function sample(rows: number, dim: number, decay: number, seed: number): Float32Array {
  const random = new Random(seed);
  const mirror = Float64Array.from({ length: dim }, () => random.normal());
  const norm = mirror.reduce((total, entry) => total + entry * entry, 0);
  const data = new Float32Array(rows * dim);
  for (let row = 0; row < rows; row++) {
    const x = Float64Array.from({ length: dim }, (_, j) => random.normal() / (1 + j) ** decay);
    const product = x.reduce((total, entry, j) => total + entry * mirror[j]!, 0);
    for (let j = 0; j < dim; j++) data[row * dim + j] = 5 + x[j]! - (2 * product * mirror[j]!) / norm;
  }
  return data;
}

function expectOrthonormal(components: Float64Array, count: number, dim: number): void {
  for (let i = 0; i < count; i++) {
    for (let k = 0; k <= i; k++) {
      let product = 0;
      for (let j = 0; j < dim; j++) product += components[i * dim + j]! * components[k * dim + j]!;
      expect(Math.abs(product - (i === k ? 1 : 0))).toBeLessThan(1e-12);
    }
  }
}

describe('principalAxes', () => {
  it('agrees with the reference values', () => {
    const [rows, dim] = fixture.data.shape as [number, number];
    const { mean, components, explainedVariance, totalVariance } = principalAxes(Float32Array.from(fixture.data.data), rows, dim, 10);
    const { result } = fixture;
    expectAllClose(mean, result.mean.data);
    expectAllClose(components, result.components.data);
    expectAllClose(explainedVariance, result.explained_variance.data);
    expectAllClose(explainedVariance.map((value) => value / totalVariance), result.explained_variance_ratio.data);
    expectAllClose(explainedVariance.map((value) => Math.sqrt(value * (rows - 1))), result.singular_values.data);
    const projected = Array.from({ length: 20 * 10 }, (_, at) => {
      const [row, axis] = [Math.floor(at / 10), at % 10];
      return components.subarray(axis * dim, (axis + 1) * dim).reduce((sum, weight, d) => sum + weight * (fixture.data.data[row * dim + d]! - mean[d]!), 0);
    });
    expectAllClose(projected, result.projected_20.data);
  });

  it('gives the same by covariance, by Gram matrix and by iteration', () => {
    const [rows, dim, count] = [400, 300, 4];
    const data = sample(rows, dim, 0.7, 1);
    const iterated = principalAxes(data, rows, dim, count);
    const all = principalAxes(data, rows, dim, dim); // all axes: the dense path
    expectAllClose(iterated.explainedVariance, all.explainedVariance.subarray(0, count), 1e-10, 0);
    expectAllClose(iterated.components, all.components.subarray(0, count * dim), 0, 1e-8);
    expectOrthonormal(iterated.components, count, dim);

    const few = data.subarray(0, 50 * dim);
    const gram = principalAxes(few, 50, dim, count);
    const wide = Float32Array.from({ length: 50 * 6 * dim }, (_, i) => few[i % few.length]!); // six copies: the same axes, rows >= dim
    const covariance = principalAxes(wide, 300, dim, dim);
    expectAllClose(gram.components, covariance.components.subarray(0, count * dim), 0, 1e-8);
    expectAllClose(gram.explainedVariance.map((value) => value * 49 * 6), covariance.explainedVariance.subarray(0, count).map((value) => value * 299), 1e-10, 0);
  });

  it('finds both axes of a pair of equal variances', () => {
    const [rows, dim] = [1000, 200];
    const data = new Float32Array(rows * dim);
    for (let row = 0; row < rows; row++) {
      data[row * dim + 3] = Math.cos((2 * Math.PI * row) / rows);
      data[row * dim + 150] = Math.sin((2 * Math.PI * row) / rows);
    }
    const { explainedVariance, totalVariance, components } = principalAxes(data, rows, dim, 3);
    expectAllClose(explainedVariance, [totalVariance / 2, totalVariance / 2, 0], 1e-6, 1e-12);
    expectOrthonormal(components, 3, dim);
  });

  it('is quick: two axes of 1,500 x 768, flat spectrum included', () => {
    for (const decay of [0.5, 0]) {
      const data = sample(1500, 768, decay, 2);
      const start = performance.now();
      const { explainedVariance } = principalAxes(data, 1500, 768, 2);
      expect(performance.now() - start).toBeLessThan(20_000);
      expect(explainedVariance[0]!).toBeGreaterThanOrEqual(explainedVariance[1]!);
    }
  });

  it('gives the same bits twice', () => {
    const data = sample(300, 200, 0.3, 3);
    expect(principalAxes(data, 300, 200, 2)).toEqual(principalAxes(data, 300, 200, 2));
  });

  it('stays exact far from the origin', () => {
    const near = Float32Array.from({ length: 600 }, (_, i) => Math.fround(((i * 37) % 64) / 32));
    const far = near.map((value) => value + 1000);
    expectAllClose(principalAxes(far, 200, 3, 3).components, principalAxes(near, 200, 3, 3).components, 0, 1e-10);
  });

  it('stays finite for degenerate data: rank one, constant, one column, one row, none', () => {
    const cases: readonly (readonly [string, Float32Array, number, number])[] = [
      ['rank one', Float32Array.from({ length: 500 }, (_, i) => Math.floor(i / 5) * ((i % 5) + 1)), 100, 5],
      ['rank one, wide', Float32Array.from({ length: 2000 }, (_, i) => Math.floor(i / 200) * ((i % 200) + 1)), 10, 200],
      ['rank one, iterated', Float32Array.from({ length: 200 * 200 }, (_, i) => Math.floor(i / 200) * ((i % 200) + 1)), 200, 200],
      ['constant', new Float32Array(40).fill(3), 10, 4],
      ['constant, iterated', new Float32Array(200 * 200).fill(3), 200, 200],
      ['one row', Float32Array.of(1, 2, 3), 1, 3],
      ['no rows', new Float32Array(0), 0, 3],
    ];
    for (const [name, data, rows, dim] of cases) {
      const { components, explainedVariance, totalVariance } = principalAxes(data, rows, dim, 2);
      expect([...components, ...explainedVariance, totalVariance].every(Number.isFinite), name).toBe(true);
      expectOrthonormal(components, 2, dim);
      expect(explainedVariance[1]!, name).toBeLessThanOrEqual(1e-9 * totalVariance);
    }
    const line = principalAxes(Float32Array.of(1, 2, 6), 3, 1, 2);
    expect([...line.components]).toEqual([1, 0]);
    expect([...line.explainedVariance]).toEqual([7, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { Random } from './random';
import { symmetricEigen } from './symmetricEigen';

/** Q diag(values) Q^T with Q a product of random reflections. */
function withEigenvalues(values: readonly number[], random: Random): Float64Array {
  const n = values.length;
  let matrix = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i / (n + 1)]! : 0));
  for (let round = 0; round < 3; round++) {
    const v = Float64Array.from({ length: n }, () => random.normal());
    const norm = Math.hypot(...v);
    const reflect = (a: Float64Array): Float64Array => {
      const out = new Float64Array(n * n);
      for (let j = 0; j < n; j++) {
        let product = 0;
        for (let i = 0; i < n; i++) product += (v[i]! / norm) * a[i * n + j]!;
        for (let i = 0; i < n; i++) out[j * n + i] = a[i * n + j]! - 2 * (v[i]! / norm) * product; // transposed, so that twice is both sides
      }
      return out;
    };
    matrix = Float64Array.from(reflect(reflect(matrix)));
  }
  return matrix;
}

function check(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scale = Math.max(1e-300, ...matrix.map(Math.abs));
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < n; r++) {
      let image = 0;
      for (let c = 0; c < n; c++) image += matrix[r * n + c]! * vectors[i * n + c]!;
      expect(Math.abs(image - values[i]! * vectors[i * n + r]!)).toBeLessThan(1e-13 * n * scale);
    }
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let c = 0; c < n; c++) product += vectors[i * n + c]! * vectors[j * n + c]!;
      expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13 * n);
    }
  }
  return values;
}

describe('symmetricEigen', () => {
  it('recovers planted eigenvalues, repeated and negative ones too', () => {
    const planted = [9, 4, 4, 4, 1, 0, 0, -2, -7];
    const values = check(withEigenvalues(planted, new Random(1)), 9);
    planted.forEach((value, i) => expect(values[i]!).toBeCloseTo(value, 12));
  });

  it('decomposes random matrices of every small size', () => {
    const random = new Random(2);
    for (const n of [1, 2, 3, 4, 7, 20, 41]) {
      const matrix = new Float64Array(n * n);
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal();
      check(matrix, n);
    }
  });

  it('handles zero, diagonal, wide-ranging and rank-one matrices', () => {
    expect([...check(new Float64Array(16), 4)]).toEqual([0, 0, 0, 0]);
    expect([...check(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2), 3)]).toEqual([3, 2, 1]);
    check(Float64Array.of(1e-200, 1e-200, 1e-200, 3e-200), 2);
    check(withEigenvalues([1e8, 1, 1e-8, 0, 0], new Random(3)), 5);
    expect(check(new Float64Array(36).fill(1), 6)[0]).toBeCloseTo(6, 13);
    expect(symmetricEigen([], 0).values.length).toBe(0);
  });

  it('says so when the matrix is not finite', () => {
    expect(() => symmetricEigen([NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN], 3)).toThrow('NaN or an infinity');
  });
});

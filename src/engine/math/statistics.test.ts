import { describe, expect, it } from 'vitest';
import { Random } from './random';
import { commonEdges, histogram, mean, quantiles, sum } from './statistics';

describe('sum and mean', () => {
  it('keeps small terms beside large ones', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    const tenths = new Float64Array(1_000_000).fill(0.1);
    expect(sum(tenths)).toBe(100_000);
    expect(mean(tenths)).toBe(0.1);
  });

  it('passes on infinities and NaN', () => {
    expect(sum([1, Infinity, 2])).toBe(Infinity);
    expect(sum([1, NaN])).toBeNaN();
    expect(sum([])).toBe(0);
    expect(mean([])).toBeNaN();
  });
});

describe('quantiles', () => {
  it('interpolates linearly between order statistics', () => {
    expect(quantiles([4, 1, 3, 2], [0, 0.05, 0.25, 0.5, 1])).toEqual([1, 1.15, 1.75, 2.5, 4]);
    expect(quantiles(Float32Array.of(10, 0), [0.25])).toEqual([2.5]);
  });

  it('is all one value for one row, undefined for none, and leaves NaN out', () => {
    expect(quantiles([7], [0.05, 0.5, 1])).toEqual([7, 7, 7]);
    expect(quantiles([], [0.5])).toEqual([NaN]);
    expect(quantiles([NaN, NaN], [0.5])).toEqual([NaN]);
    expect(quantiles([3, NaN, 1], [0.5, 1])).toEqual([2, 3]);
    expect(quantiles([1, Infinity, Infinity], [1])).toEqual([Infinity]);
  });

  it('does not reorder its input', () => {
    const values = [3, 1, 2];
    quantiles(values, [0.5]);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('histogram', () => {
  it('covers every value of every set with common edges', () => {
    const random = new Random(3);
    const sets = [1, 0.3, 1e-3].map((scale) => Float64Array.from({ length: 500 }, () => 0.1 + Math.abs(random.normal()) * scale));
    const edges = commonEdges(sets, 37);
    expect(edges.length).toBe(38);
    for (let i = 0; i < 37; i++) expect(edges[i + 1]!).toBeGreaterThan(edges[i]!);
    for (const values of sets) expect(sum(histogram(values, edges))).toBe(500);
  });

  it('puts a value on an inner edge to the right and on the last edge to the left', () => {
    const edges = Float32Array.of(0, 1, 2, 4);
    expect([...histogram([0, 1, 1.5, 2, 4, 4.01, -0.01, NaN, Infinity], edges)]).toEqual([1, 2, 2]);
  });

  it('stays usable for equal values, no values and values that are not finite', () => {
    for (const values of [[2, 2, 2], [0, 0], [1e-30, 1e-30], [], [NaN, Infinity]]) {
      const edges = commonEdges([values], 5);
      for (let i = 0; i < 5; i++) expect(edges[i + 1]!).toBeGreaterThan(edges[i]!);
      expect(sum(histogram(values, edges))).toBe(values.filter(Number.isFinite).length);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { FullPass } from './metric';
import { computeMetrics } from './metrics';

function passOf(codes: readonly (readonly number[])[], change: Partial<FullPass> = {}): FullPass {
  const columns = codes.map((column) => Int32Array.from(column));
  return { rows: columns[0]!.length, dim: 2, numCodes: codes.map(() => 8), codes: columns, squaredErrors: [1, ...codes.map(() => 0)], otherSquaredErrors: {}, totalSquares: 1, norms: [], ...change };
}

describe('prefix purity', () => {
  // Prefixes of depth 1: aab bb c.
  const codes = [[0, 0, 0, 1, 1, 2]];
  const labels = Int32Array.of(0, 0, 1, 1, 1, 2);

  it('gives the worked example, with and without singletons', () => {
    const metrics = computeMetrics(passOf(codes, { labels }));
    expect(metrics.prefixPurity).toEqual([5 / 6]);
    expect(metrics.prefixPurityShared).toEqual([0.8]);
    expect(metrics.prefixSingletons).toEqual([1 / 6]);
    expect(metrics.prefixPurityChance![0]).toBeLessThan(5 / 6);
    expect(metrics.prefixPurityChance![0]).toBeGreaterThanOrEqual(0.5);
  });

  it('leaves rows without a label out, and is absent without labels', () => {
    const some = computeMetrics(passOf([[0, 0, 0, 1]], { labels: Int32Array.of(3, -1, 3, -1) }));
    expect(some.prefixPurity).toEqual([1]);
    expect(some.prefixSingletons).toEqual([0]);
    expect(computeMetrics(passOf(codes, { labels: new Int32Array(6).fill(-1) })).prefixPurity).toEqual([NaN]);
    for (const key of ['prefixPurity', 'prefixPurityChance', 'prefixPurityShared', 'prefixSingletons']) expect(key in computeMetrics(passOf(codes))).toBe(false);
  });

  it('agrees with counting by hand at every depth, and never falls with depth', () => {
    const random = new Random(7);
    const columns = [0, 1, 2].map(() => Array.from({ length: 300 }, () => random.integer(4)));
    const drawn = Int32Array.from({ length: 300 }, () => random.integer(6) - 1);
    const { prefixPurity } = computeMetrics(passOf(columns, { labels: drawn }));
    expect(prefixPurity).toEqual([1, 2, 3].map((depth) => naivePurity(columns.slice(0, depth), drawn)));
    expect(prefixPurity![1]).toBeGreaterThanOrEqual(prefixPurity![0]!);
  });
});

describe('cohesion and discrimination', () => {
  it('is 1 for equal directions, and leaves prefixes of one row out', () => {
    const metrics = computeMetrics(passOf([[0, 0, 1, 1, 2]], { vectors: Float32Array.of(1, 0, 5, 0, 0, 1, 0, 2, 3, 3) }));
    expect(metrics.cohesion).toEqual([1]);
    expect(metrics.cohesionByItems).toEqual([1]);
  });

  it('weights prefixes alike, or by their rows', () => {
    // A pair at right angles (0) and three equal rows (1).
    const metrics = computeMetrics(passOf([[0, 0, 1, 1, 1]], { vectors: Float32Array.of(1, 0, 0, 1, 1, 1, 1, 1, 1, 1) }));
    expect(metrics.cohesion![0]).toBeCloseTo(0.5, 12);
    expect(metrics.cohesionByItems![0]).toBeCloseTo(0.6, 12);
  });

  it('gives the worked examples: orthogonal -2, opposite -4, equal 0, three at 120 degrees -3', () => {
    const apart = (vectors: readonly number[]) => computeMetrics(passOf([Array.from({ length: vectors.length / 2 }, (_, row) => row)], { vectors: Float32Array.from(vectors) })).discrimination![0]!;
    expect(apart([1, 0, 0, 1])).toBeCloseTo(-2, 12);
    expect(apart([1, 0, -1, 0])).toBeCloseTo(-4, 12);
    expect(apart([1, 0, 3, 0])).toBeCloseTo(0, 12);
    expect(apart([1, 0, -0.5, Math.sqrt(0.75), -0.5, -Math.sqrt(0.75)])).toBeCloseTo(-3, 6);
    expect(apart([1, 0])).toBeNaN();
  });

  it('is absent where no vectors were gathered', () => expect('cohesion' in computeMetrics(passOf([[0, 0]]))).toBe(false));
});

function naivePurity(columns: readonly (readonly number[])[], labels: Int32Array): number {
  const clusters = new Map<string, Map<number, number>>();
  let items = 0;
  labels.forEach((label, row) => {
    if (label < 0) return;
    items++;
    const prefix = columns.map((column) => column[row]).join(' ');
    const counts = clusters.get(prefix) ?? new Map<number, number>();
    clusters.set(prefix, counts.set(label, (counts.get(label) ?? 0) + 1));
  });
  return [...clusters.values()].reduce((sum, counts) => sum + Math.max(...counts.values()), 0) / items;
}

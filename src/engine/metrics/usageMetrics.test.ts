import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import fixture from '../testing/fixtures/metrics.json';
import type { FullPass } from './metric';
import { computeMetrics, curveMetrics } from './metrics';

/** A pass of which only the codes are known, one array a level. */
function passOf(codes: readonly (readonly number[])[], numCodes: readonly number[], change: Partial<FullPass> = {}): FullPass {
  const columns = codes.map((column) => Int32Array.from(column));
  return { rows: columns[0]!.length, dim: 2, numCodes, codes: columns, squaredErrors: [8, ...codes.map(() => 4)], otherSquaredErrors: {}, totalSquares: 8, norms: [], ...change };
}

/** Rows of each code, from their counts. */
const rowsOf = (counts: readonly number[]): number[] => counts.flatMap((count, code) => new Array<number>(count).fill(code));

describe('even use', () => {
  it('gives the worked example: counts 5, 3, 2, 0', () => {
    const metrics = computeMetrics(passOf([rowsOf([5, 3, 2, 0])], [4]));
    expect(metrics.entropy![0]).toBeCloseTo(1.0297, 4);
    expect(metrics.perplexityShare![0]).toBeCloseTo(0.7, 4);
    expect(metrics.usageGini![0]).toBeCloseTo(0.4, 12);
    expect(metrics.empiricalBits![0]).toBeCloseTo(1.4855, 4);
    expect(metrics.nominalBits).toEqual([2]);
  });

  it('agrees with the reference values', () => {
    const { counts, entropy_nats, perplexity_over_K, gini } = fixture.usage;
    const metrics = computeMetrics(passOf([rowsOf(counts.data)], [counts.data.length]));
    expect(metrics.entropy![0]).toBeCloseTo(entropy_nats, 7);
    expect(metrics.perplexityShare![0]).toBeCloseTo(perplexity_over_K, 7);
    expect(metrics.usageGini![0]).toBeCloseTo(gini, 7);
  });
});

describe('bits', () => {
  it('adds nominal bits level by level; the bits in use stay below them and below log2 n', () => {
    const random = new Random(3);
    const codes = [16, 8].map((k) => Array.from({ length: 100 }, () => random.integer(k)));
    const { nominalBits, empiricalBits } = computeMetrics(passOf(codes, [16, 8]));
    expect(nominalBits).toEqual([4, 7]);
    expect(empiricalBits![0]).toBeLessThan(4);
    expect(empiricalBits![1]).toBeLessThanOrEqual(Math.log2(100));
    expect(empiricalBits![1]).toBeCloseTo(naiveBits(codes), 12);
  });

  it('is the entropy of all IDs where every row has its own', () => expect(computeMetrics(passOf([[0, 0, 1, 1], [0, 1, 0, 1]], [2, 2])).empiricalBits).toEqual([1, 2]));
});

describe('explained variance', () => {
  it('gives the worked example and may be below 0', () => {
    expect(computeMetrics(passOf([[0, 0, 1, 1]], [2], { squaredErrors: [8, 2] })).explainedVariance).toEqual([0.75]);
    expect(computeMetrics(passOf([[0, 0, 1, 1]], [2], { squaredErrors: [8, 12] })).explainedVariance).toEqual([-0.5]);
    expect(computeMetrics(passOf([[0, 0]], [2], { squaredErrors: [0, 0], totalSquares: 0 })).explainedVariance).toEqual([NaN]);
  });
});

describe('what each code adds', () => {
  it('gives the worked example: pairs (0,0) (0,1) (1,0) (1,0)', () => {
    const { conditionalEntropyRatio } = computeMetrics(passOf([[0, 0, 1, 1], [0, 1, 0, 0]], [2, 2]));
    expect(conditionalEntropyRatio![0]).toBe(1);
    expect(conditionalEntropyRatio![1]).toBeCloseTo(0.616, 3);
  });

  it('is 0 for a level that repeats the one before, 1 for an independent one, undefined for a level of one code', () => {
    const first = [0, 0, 1, 1];
    const { conditionalEntropyRatio } = computeMetrics(passOf([first, first, [0, 1, 0, 1], [0, 0, 0, 0]], [2, 2, 2, 2]));
    expect(conditionalEntropyRatio).toEqual([1, 0, 1, NaN]);
  });

  it('counts prefixes, as a share of all and of what the rows can use, beyond 2^53 prefixes too', () => {
    const metrics = computeMetrics(passOf([[0, 0, 1], [0, 0, 1]], [4, 4]));
    expect(metrics.distinctPrefixes).toEqual([2, 2]);
    expect(metrics.prefixUse![0]).toBeCloseTo(0.5, 12);
    expect(metrics.prefixUse![1]).toBeCloseTo(0.125, 12);
    expect(metrics.prefixUseLimit![0]).toBeCloseTo(0.75, 12);
    expect(metrics.prefixUseLimit![1]).toBeCloseTo(0.1875, 12);
    const deep = computeMetrics(passOf(Array.from({ length: 8 }, () => [0, 1]), new Array<number>(8).fill(1 << 20)));
    expect(deep.prefixUse![7]! / (2 * 2 ** -160)).toBeCloseTo(1, 9);
    expect(deep.idEntropyRatio).toBeCloseTo(1 / 160, 12);
  });
});

describe('identifiers', () => {
  it('gives the worked example: IDs A A A B B C', () => {
    const metrics = computeMetrics(passOf([[0, 0, 0, 1, 1, 2]], [4]));
    expect(metrics.idGini).toBeCloseTo(0.2222, 4);
    expect(metrics.idEntropyRatio).toBeCloseTo((1 / 2 + Math.log2(3) / 3 + Math.log2(6) / 6) / 2, 12);
  });

  it('counts equal rows: no method parts them', () => {
    const vectors = Float32Array.of(1, 2, 0, 1, 1, 2, -0, 1, 1, 2, 2, 1);
    const metrics = computeMetrics(passOf([[0, 1, 0, 1, 0, 2]], [4], { vectors }));
    expect(metrics.duplicateShare).toBe(3 / 6);
    expect(metrics.collisionRate).toBe(3 / 6);
  });
});

describe('residual norms', () => {
  it('gives quantiles after each level over the median before the first', () => {
    const metrics = computeMetrics(passOf([[0, 1, 0, 1, 0]], [2], { norms: [[2, 4, 4, 4, 9], [1, 2, 3, 4, NaN]] }));
    expect(metrics.residualNormMedian).toEqual([2.5 / 4]);
    expect(metrics.residualNormMax).toEqual([1]);
    expect(metrics.residualNorm25).toEqual([1.75 / 4]);
    expect(computeMetrics(passOf([[0]], [2], { norms: [[0], [1]] })).residualNormMedian).toEqual([NaN]);
    expect('residualNormMedian' in computeMetrics(passOf([[0]], [2]))).toBe(false);
  });
});

describe('curves of live metrics', () => {
  it('takes lists at their last level, and leaves out what is undefined or never moves', () => {
    const curve = curveMetrics(computeMetrics(passOf([[0, 1, 0, 1], [0, 0, 0, 0]], [2, 2])));
    expect(curve).toMatchObject({ collisionRate: 0.5, utilization: 0.5, perplexity: 1, explainedVariance: 0.5 });
    for (const key of ['conditionalEntropyRatio', 'nominalBits', 'relativeError', 'knnOverlap']) expect(key in curve, key).toBe(false);
  });
});

/** Entropy in bits of whole rows of codes, by their text. */
function naiveBits(codes: readonly (readonly number[])[]): number {
  const rows = codes[0]!.map((_, row) => codes.map((column) => column[row]).join(' '));
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / rows.length) * Math.log2(count / rows.length), 0);
}

import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { HeldOutMetrics, Metrics } from '../records/quantize';
import given from '../testing/fixtures/metrics.json';
import { watched } from '../testing/watched';
import type { CompletePass } from './metric';
import { computeMetrics, quantizerMetrics, runEntries } from './metrics';

const fixture = watched(given, ['usage/used_share', 'usage/perplexity', 'identifiers/collision_rate', 'identifiers/singleton_share', 'identifiers/largest_bucket']);

/** A pass with the given codes, one array a level, and perfect reconstruction unless told otherwise. */
function passOf(codes: readonly (readonly number[])[], numCodes: readonly number[], change: Partial<CompletePass> = {}): CompletePass {
  const rows = change.rows ?? codes[0]!.length;
  return {
    rows,
    dim: 2,
    numCodes,
    codes: codes.map((column) => Int32Array.from(column)),
    squaredErrors: [8, ...codes.map(() => 0)],
    otherSquaredErrors: {},
    totalSquares: 8,
    norms: [0, ...codes].map(() => new Float32Array(rows).fill(1)),
    vectors: new Float32Array(2 * rows),
    knnOverlap: rows === 0 ? NaN : 1,
    ...change,
  };
}

/** Rows of each code, from their counts. */
const rowsOf = (counts: readonly number[]): number[] => counts.flatMap((count, code) => new Array<number>(count).fill(code));

const { rtol, atol } = fixture.meta.tolerance_float64;
function expectClose(seen: number, wanted: number): void {
  expect(Math.abs(seen - wanted)).toBeLessThanOrEqual(atol + rtol * Math.abs(wanted));
}

describe('reconstruction', () => {
  it('gives the worked example: SSE 2 of SST 8 over four rows of two', () => {
    const metrics = computeMetrics(passOf([[0, 0, 1, 1]], [2], { squaredErrors: [8, 2] }));
    expect(metrics.rmse).toBe(0.5);
    expect(metrics.relativeError).toBe(0.5);
    expect(metrics.residualEnergy).toEqual([0.25]);
  });

  it('follows the levels and takes the last for the whole', () => {
    const metrics = computeMetrics(passOf([[0, 0, 1, 1], [0, 1, 0, 1]], [2, 2], { squaredErrors: [8, 4, 10] }));
    expect(metrics.residualEnergy).toEqual([0.5, 1.25]);
    expect(metrics.relativeError).toBeCloseTo(Math.sqrt(1.25), 15);
  });

  it('keeps the other errors apart and leaves out those a method does not have', () => {
    const plain = computeMetrics(passOf([[0, 0, 1, 1]], [2]));
    expect('rmseHard' in plain).toBe(false);
    const metrics = computeMetrics(passOf([[0, 0, 1, 1]], [2], { squaredErrors: [8, 8], otherSquaredErrors: { hard: 2, soft: 0.5 } }));
    expect([metrics.rmse, metrics.rmseHard, metrics.rmseSoft]).toEqual([1, 0.5, 0.25]);
  });

  it('has no relative error for equal rows: there is no spread to compare with', () => {
    const exact = computeMetrics(passOf([[0, 0]], [2], { totalSquares: 0 }));
    expect([exact.rmse, exact.relativeError, exact.residualEnergy]).toEqual([0, NaN, [NaN]]);
    const wrong = computeMetrics(passOf([[0, 0]], [2], { squaredErrors: [0, 1], totalSquares: 0 }));
    expect(wrong.rmse).toBe(0.5);
    expect(wrong.relativeError).toBeNaN();
    expect(wrong.residualEnergy).toEqual([NaN]);
  });
});

describe('use of codes', () => {
  it('gives the worked example: counts 5, 3, 2, 0', () => {
    const metrics = computeMetrics(passOf([rowsOf([5, 3, 2, 0])], [4]));
    expect(metrics.utilization).toEqual([0.75]);
    expect(metrics.deadCodes).toEqual([1]);
    expect(metrics.perplexity[0]!).toBeCloseTo(2.8001, 4);
  });

  it('agrees with the reference values', () => {
    const { counts, used_share, perplexity, used } = fixture.usage;
    const metrics = computeMetrics(passOf([rowsOf(counts.data)], [counts.data.length]));
    expectClose(metrics.utilization[0]!, used_share);
    expectClose(metrics.perplexity[0]!, perplexity);
    expect(metrics.deadCodes).toEqual([counts.data.length - used]);
  });

  it('is 1 for a single code and for all rows in one code', () => {
    const metrics = computeMetrics(passOf([[0, 0, 0], [3, 3, 3]], [1, 8]));
    expect(metrics.perplexity).toEqual([1, 1]);
    expect(metrics.utilization).toEqual([1, 0.125]);
    expect(metrics.deadCodes).toEqual([0, 7]);
  });

  it('refuses codes outside the codebook', () => {
    expect(() => computeMetrics(passOf([[0, 4]], [4]))).toThrow('Row 1 has code 4');
  });
});

describe('semantic IDs', () => {
  it('gives the worked example: IDs A A A B B C', () => {
    const metrics = computeMetrics(passOf([[0, 0, 0, 0, 0, 1], [2, 2, 2, 1, 1, 2]], [2, 3]));
    expect(metrics.collisionRate).toBe(0.5);
    expect(metrics.uniqueIdShare).toBeCloseTo(1 / 6, 15);
    expect(metrics.largestBucket).toBe(3);
  });

  it('agrees with the reference values', () => {
    const { codes, collision_rate, singleton_share, largest_bucket } = fixture.identifiers;
    const [rows, levels] = codes.shape as [number, number];
    const columns = Array.from({ length: levels }, (_, level) => Array.from({ length: rows }, (_, row) => codes.data[row * levels + level]!));
    const metrics = computeMetrics(passOf(columns, [5, 5, 5]));
    expectClose(metrics.collisionRate, collision_rate);
    expectClose(metrics.uniqueIdShare, singleton_share);
    expect(metrics.largestBucket).toBe(largest_bucket);
  });

  it('covers the extremes: all alike, all distinct, one row', () => {
    const alike = computeMetrics(passOf([[1, 1, 1, 1]], [2]));
    expect([alike.collisionRate, alike.uniqueIdShare, alike.largestBucket]).toEqual([0.75, 0, 4]);
    const distinct = computeMetrics(passOf([[0, 0, 1, 1], [0, 1, 0, 1]], [2, 2]));
    expect([distinct.collisionRate, distinct.uniqueIdShare, distinct.largestBucket]).toEqual([0, 1, 1]);
    const single = computeMetrics(passOf([[0]], [1]));
    expect([single.collisionRate, single.uniqueIdShare, single.largestBucket]).toEqual([0, 1, 1]);
  });
});

describe('the registry', () => {
  it('has one entry a key of Metrics, completely described', () => {
    const keys = quantizerMetrics.map((metric) => metric.entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    // Every key of Metrics and no other: a key that Metrics does not have would not compile here, one that is missing would neither.
    const known: Record<keyof Omit<Metrics, keyof HeldOutMetrics | 'parameters'>, true> = {
      rmse: true, rmseHard: true, rmseSoft: true, relativeError: true, residualEnergy: true, explainedVariance: true, nominalBits: true, empiricalBits: true,
      residualNorm5: true, residualNorm25: true, residualNormMedian: true, residualNorm75: true, residualNorm95: true, residualNormMax: true,
      utilization: true, windowUtilization: true, perplexity: true, perplexityShare: true, entropy: true, usageGini: true, deadCodes: true,
      conditionalEntropyRatio: true, distinctPrefixes: true, prefixUse: true, prefixUseLimit: true,
      collisionRate: true, uniqueIdShare: true, largestBucket: true, idGini: true, idEntropyRatio: true, duplicateShare: true,
      knnOverlap: true, cohesion: true, cohesionByItems: true, discrimination: true,
      prefixPurity: true, prefixPurityChance: true, prefixPurityShared: true, prefixSingletons: true,
    };
    expect(keys).toEqual(Object.keys(known));
    expect(runEntries.map((entry) => entry.key)).toEqual(['heldOutError', 'heldOutUtilization', 'heldOutUniqueIdShare', 'seconds', 'parameters']);
    const entries = [...quantizerMetrics.map((metric) => metric.entry), ...runEntries];
    expect(new Set(entries.map((entry) => entry.title)).size).toBe(entries.length);
    for (const entry of entries) {
      expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
      expect(entry.formula).not.toBe('');
    }
  });

  it('gives a list exactly where the entry says per level', () => {
    const metrics = computeMetrics(passOf([[0, 0, 1], [0, 1, 0]], [2, 2], { otherSquaredErrors: { hard: 1, soft: 1 }, labels: Int32Array.of(0, 1, 1), recentUse: [Float32Array.of(1, 1), Float32Array.of(1.95, 0.05)] }));
    expect(metrics.windowUtilization).toEqual([1, 0.5]);
    for (const { entry } of quantizerMetrics) {
      const value = metrics[entry.key as keyof typeof metrics];
      expect([entry.key, Array.isArray(value) ? value.length : 0]).toEqual([entry.key, entry.perLevel ? 2 : 0]);
    }
  });

  it('is undefined throughout without rows, never 0', () => {
    const metrics = computeMetrics(passOf([[], []], [4, 4], { squaredErrors: [0, 0, 0], totalSquares: 0, otherSquaredErrors: { hard: 0, soft: 0 }, labels: new Int32Array(0), recentUse: [new Float32Array(4), new Float32Array(4)] }));
    expect(Object.keys(metrics)).toHaveLength(quantizerMetrics.length);
    for (const value of Object.values(metrics)) for (const number of [value].flat()) expect(number).toBeNaN();
    expect(metrics.deadCodes).toEqual([NaN, NaN]);
  });

  it('takes seconds, not minutes, on 200,000 rows', () => {
    const random = new Random(1);
    const rows = 200_000;
    const codes = [0, 1, 2].map(() => Int32Array.from({ length: rows }, () => random.integer(256)));
    const vectors = Float32Array.from({ length: 2 * rows }, () => random.normal());
    const labels = Int32Array.from({ length: rows }, () => random.integer(100));
    const start = performance.now();
    const metrics = computeMetrics(
      passOf([[0]], [256, 256, 256], { rows, codes, squaredErrors: [4, 3, 2, 1], norms: [vectors, vectors, vectors, vectors].map((all) => all.subarray(0, rows)), vectors, labels }),
    );
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeLessThan(60);
    expect(metrics.utilization).toEqual([1, 1, 1]);
    expect(metrics.collisionRate).toBeGreaterThan(0.004); // 2e5 balls in 1.7e7 bins: 0.0059 expected
    expect(metrics.collisionRate).toBeLessThan(0.008);
  }, 90_000);
});

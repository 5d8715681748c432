import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { bucketRows, countUsed, entropy } from './counting';
import { giniOfCounts } from './evenness';

const fixture = watched(given, ['usage/counts', 'usage/used', 'usage/gini', 'usage/entropy_nats', 'usage/perplexity_over_K', 'identifiers/codes', 'identifiers/items', 'identifiers/distinct', 'identifiers/unique_share', 'identifiers/items_per_identifier', 'identifiers/items_in_shared_buckets_share']);
const tolerance = fixture.meta.tolerance_float64;

describe('evenness of counts', () => {
  it('agrees with the reference values of code usage', () => {
    const wanted = fixture.usage;
    const { counts } = wanted;
    expectClose(giniOfCounts(counts.data), wanted.gini, tolerance);
    expectClose(entropy(counts.data), wanted.entropy_nats, tolerance);
    expectClose(Math.exp(entropy(counts.data)) / counts.data.length, wanted.perplexity_over_K, tolerance);
    expect(countUsed(counts.data)).toBe(wanted.used);
  });

  it('agrees with the reference values of semantic IDs', () => {
    const wanted = fixture.identifiers;
    const { codes } = wanted;
    const [rows, levels] = codes.shape as [number, number];
    const columns = Array.from({ length: levels }, (_, level) => codes.data.filter((_code, i) => i % levels === level));
    const { sizes } = bucketRows(columns, rows);
    expect([rows, sizes.length, Math.max(...sizes)]).toEqual([wanted.items, wanted.distinct, wanted.largest_bucket]);
    expectClose(sizes.length / rows, wanted.unique_share, tolerance);
    expectClose(rows / sizes.length, wanted.items_per_identifier, tolerance);
    const shared = sizes.reduce((items, size) => items + (size > 1 ? size : 0), 0);
    expectClose(shared / rows, wanted.items_in_shared_buckets_share, tolerance);
  });

  it('gives the worked examples', () => {
    expect(giniOfCounts([5, 3, 2, 0])).toBeCloseTo(0.4, 15);
    expect(giniOfCounts([5, 3, 2])).toBeCloseTo(0.2, 15);
    expect(giniOfCounts([10, 0, 0, 0])).toBe(0.75);
    expect(giniOfCounts(bucketRows([[0, 0, 0, 1, 1, 2]], 6).sizes)).toBeCloseTo(0.2222, 4);
  });

  it('is half the mean absolute difference of two counts over their mean', () => {
    const counts = [7, 1, 0, 4, 4, 30, 2];
    const differences = counts.flatMap((a) => counts.map((b) => Math.abs(a - b)));
    const total = counts.reduce((a, b) => a + b);
    expect(giniOfCounts(counts)).toBeCloseTo(differences.reduce((a, b) => a + b) / (2 * counts.length * total), 14);
  });

  it('is 0 for even counts and undefined for none', () => {
    expect(giniOfCounts([3, 3, 3, 3])).toBe(0);
    expect([giniOfCounts([0, 0]), giniOfCounts([])]).toEqual([NaN, NaN]);
  });
});

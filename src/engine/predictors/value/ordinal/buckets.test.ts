/** Buckets of a target: even, ordered, none empty, and one to a value that fills several. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../math/random';
import { quantileBuckets } from './buckets';

describe('quantileBuckets', () => {
  it('cuts different values evenly, and each bucket stands for the mean of its rows', () => {
    const targets = Float64Array.from(new Random(1).permutation(100));
    const { edges, of, means, counts } = quantileBuckets(targets, 10);
    expect([...counts]).toEqual(Array(10).fill(10));
    expect([...edges]).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89]);
    expect([...means]).toEqual(Array.from({ length: 10 }, (_, i) => 10 * i + 4.5));
    expect([...of]).toEqual(Array.from(targets, (target) => Math.floor(target / 10)));
  });

  it('gives a value that fills several a bucket of its own, and leaves none empty', () => {
    const random = new Random(2);
    const targets = Float64Array.from({ length: 500 }, () => (random.uniform() < 0.7 ? 0 : Math.exp(random.normal())));
    const { counts, means } = quantileBuckets(targets, 50);
    expect(counts[0]).toBe(targets.filter((target) => target === 0).length);
    expect(means[0]).toBe(0);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect([...means]).toEqual([...means].sort((a, b) => a - b));
  });

  it('keeps two where nearly all targets are the largest, and refuses where all are', () => {
    const targets = Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? 1 : 9));
    expect([...quantileBuckets(targets, 4).counts]).toEqual([1, 99]);
    expect(() => quantileBuckets(new Float64Array(5).fill(3), 4)).toThrow('All training rows have the target 3');
  });
});

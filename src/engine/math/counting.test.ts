import { describe, expect, it } from 'vitest';
import { bucketRows, countCodes, countUsed, entropy } from './counting';
import { Random } from './random';

describe('code counts', () => {
  it('counts every code, unused ones too', () => {
    expect([...countCodes([2, 0, 2, 2], 4)]).toEqual([1, 0, 3, 0]);
    expect(countUsed([1, 0, 3, 0])).toBe(2);
  });

  it('refuses a code outside the codebook and names the row', () => {
    expect(() => countCodes([0, 4], 4)).toThrow('Row 1 has code 4; codes run from 0 to 3.');
    expect(() => countCodes([-1], 4)).toThrow('Row 0 has code -1');
  });

  it('gives the entropy of counts', () => {
    expect(entropy([5, 3, 2, 0])).toBeCloseTo(1.0296530140645737, 14);
    expect(entropy([1, 1, 1, 1])).toBeCloseTo(Math.log(4), 14);
    expect(entropy([7])).toBe(0);
    expect(entropy([0, 1_000_003, 0])).toBe(0);
    expect(entropy([0, 0])).toBeNaN();
  });
});

describe('buckets of equal codes', () => {
  it('groups rows as a map of joined codes does', () => {
    const random = new Random(5);
    const rows = 3000;
    const columns = [7, 9, 40].map((numCodes) => Int32Array.from({ length: rows }, () => random.integer(numCodes)));
    const expected = new Map<string, number>();
    for (let row = 0; row < rows; row++) {
      const key = columns.map((column) => column[row]).join('-');
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const { bucketOf, sizes } = bucketRows(columns, rows);
    expect([...sizes]).toEqual([...expected.values()]);
    for (let row = 0; row < rows; row++) {
      const key = columns.map((column) => column[row]).join('-');
      expect(sizes[bucketOf[row]!]).toBe(expected.get(key));
    }
  });

  it('does not confuse the order of levels or merge large codes', () => {
    expect([...bucketRows([Int32Array.of(1, 2, 0x7fffffff), Int32Array.of(2, 1, 0)], 3).sizes]).toEqual([1, 1, 1]);
  });

  it('handles no rows and no levels', () => {
    expect(bucketRows([new Int32Array(0)], 0).sizes.length).toBe(0);
    expect([...bucketRows([], 3).sizes]).toEqual([3]);
  });

  it('groups a million rows in linear time', () => {
    const rows = 1_000_000;
    const columns = [8, 4, 0].map((shift) => Int32Array.from({ length: rows }, (_, row) => (row >> shift) & 0xfff));
    const start = performance.now();
    const { sizes } = bucketRows(columns, rows);
    expect(sizes.length).toBe(rows);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

/** The summary against a naive count, and its corner cases. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { VectorRows } from './reader';
import { summarize } from './summarize';

const table = (rows: readonly (readonly number[])[]): VectorRows => ({
  dtype: 'float32',
  fileRows: rows.length,
  dim: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
  rowIndex: Uint32Array.from(rows.keys()),
  columns: [],
  ids: null,
  metadata: [],
});

describe('summarize', () => {
  it('agrees with a naive count on rows that repeat, vanish and stay constant', () => {
    const random = new Random(5);
    // Few different values: many repeated and some zero rows.
    const rows = Array.from({ length: 2000 }, () => [random.integer(6), random.integer(6) - 2, random.integer(6), 1.5]);
    rows.forEach((row, i) => i % 50 === 0 && row.fill(0));
    const seen = summarize(table(rows));
    expect(seen.duplicateRows).toBe(rows.length - new Set(rows.map((row) => row.join())).size);
    expect(seen.zeroRows).toBe(rows.filter((row) => row.every((value) => value === 0)).length);
    const norms = rows.map((row) => Math.hypot(...row)).sort((a, b) => a - b);
    expect(seen.norms.min).toBeCloseTo(norms[0]!, 5);
    expect(seen.norms.median).toBeCloseTo((norms[999]! + norms[1000]!) / 2, 5);
    expect(seen.norms.max).toBeCloseTo(norms[1999]!, 5);
  });

  it('counts norms in 40 bins over their range', () => {
    const rows = Array.from({ length: 401 }, (_, i) => [i / 10, 0]);
    const { edges, counts } = summarize(table(rows)).norms.histogram;
    expect([edges.length, edges[0], edges[40]]).toEqual([41, 0, 40]);
    expect(counts.reduce((sum, n) => sum + n)).toBe(401);
    expect(counts[39]).toBe(11);
  });

  it('finds constant columns, zero rows and -0 for 0', () => {
    const seen = summarize(
      table([
        [1, 0, 5],
        [2, -0, 5],
        [1, 0, 5],
        [1, -0, 5],
      ]),
    );
    expect([seen.constantColumns, seen.firstConstantColumns, seen.duplicateRows]).toEqual([2, [1, 2], 2]);
    expect(
      summarize(
        table([
          [0, -0],
          [1, 1],
        ]),
      ).zeroRows,
    ).toBe(1);
    expect(summarize(table([Array.from({ length: 20 }, () => 3)])).firstConstantColumns).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives equal norms a range and rows that are not finite none', () => {
    const { histogram, min, max } = summarize(
      table([
        [3, 4],
        [4, 3],
        [NaN, 0],
        [Infinity, 0],
      ]),
    ).norms;
    expect([min, max]).toEqual([5, 5]);
    expect(histogram.edges[0]! < 5 && histogram.edges[40]! > 5).toBe(true);
    expect(histogram.counts.reduce((sum, n) => sum + n)).toBe(2);
    expect(summarize(table([[NaN], [NaN]])).norms.min).toBeNaN();
  });

  it('shows the first five rows and eight columns', () => {
    const seen = summarize(table(Array.from({ length: 9 }, (_, i) => Array.from({ length: 12 }, (_, j) => i * 100 + j)))).preview;
    expect(seen.ids).toEqual(['0', '1', '2', '3', '4']);
    expect(seen.columns).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(seen.rows[4]).toEqual([400, 401, 402, 403, 404, 405, 406, 407]);
  });
});

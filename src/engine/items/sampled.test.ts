import { describe, expect, it } from 'vitest';
import { sampledVectors } from './sampled';

const items = { rows: 6, dim: 2, data: Float32Array.from({ length: 12 }, (_, i) => i), known: null };

describe('sampledVectors', () => {
  it('are all rows where there are few, and those that have a vector', () => {
    expect(sampledVectors(items, 9, 1)).toEqual({ rows: Uint32Array.of(0, 1, 2, 3, 4, 5), dim: 2, total: 6, data: items.data });
    const some = sampledVectors({ ...items, known: Uint8Array.of(0, 1, 1, 0, 0, 1) }, 2, 1);
    expect(some.rows.length).toBe(2);
    some.rows.forEach((row, i) => {
      expect([1, 2, 5]).toContain(row);
      expect([...some.data.subarray(2 * i, 2 * i + 2)]).toEqual([2 * row, 2 * row + 1]);
    });
  });
});

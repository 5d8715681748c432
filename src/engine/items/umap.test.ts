import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { LEAST_ITEMS, umapPlaces } from './umap';

/** Three clusters far apart in eight dimensions. */
function clusters(rows: number): Float32Array {
  const random = new Random(3);
  return Float32Array.from({ length: 8 * rows }, (_, i) => (i % 8 === Math.floor(i / 8) % 3 ? 20 : 0) + random.normal());
}

describe('umapPlaces', () => {
  it('keeps clusters together and apart, and is the same for a seed', () => {
    const ask = { data: clusters(150), rows: 150, dim: 8, seed: 5 };
    const shares: number[] = [];
    const places = umapPlaces(ask, (share) => shares.push(share));
    expect(umapPlaces(ask, () => undefined)).toEqual(places);
    expect(umapPlaces({ ...ask, seed: 6 }, () => undefined)).not.toEqual(places);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const far = (a: number, b: number) => Math.hypot(places[2 * a]! - places[2 * b]!, places[2 * a + 1]! - places[2 * b + 1]!);
    for (let row = 0; row < 150; row++) {
      const nearest = [...Array(150).keys()].filter((other) => other !== row).sort((a, b) => far(row, a) - far(row, b)).slice(0, 5);
      expect(nearest.every((other) => other % 3 === row % 3)).toBe(true);
    }
  });

  it('refuses too few items in words', () => {
    expect(() => umapPlaces({ data: clusters(LEAST_ITEMS - 1), rows: LEAST_ITEMS - 1, dim: 8, seed: 1 }, () => undefined)).toThrow('UMAP needs 30 items with a vector; there are 29.');
  });
});

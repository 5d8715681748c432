/** Points within outlines, and the nearest point, beside plain loops over all. */
import { randomLcg } from 'd3';
import { describe, expect, it } from 'vitest';
import { boxOutline, ringOutline, within } from './lasso';
import { pointGrid } from './pointGrid';

const chance = randomLcg(0.3);
const places = Float32Array.from({ length: 2000 }, () => 10 * chance());
places.set([NaN, 3, 4, NaN], 100);
const indices = (inside: Uint8Array) => [...inside.keys()].filter((i) => inside[i] === 1);
const where = (has: (x: number, y: number) => boolean) => [...Array(1000).keys()].filter((i) => has(places[2 * i]!, places[2 * i + 1]!));

describe('within', () => {
  it('a box, from either corner', () => {
    const wanted = where((x, y) => x > 2 && x < 5 && y > 1 && y < 8);
    expect(wanted.length).toBeGreaterThan(100);
    expect(indices(within(places, boxOutline([2, 1], [5, 8])))).toEqual(wanted);
    expect(indices(within(places, boxOutline([5, 8], [2, 1])))).toEqual(wanted);
  });
  it('a triangle', () => expect(indices(within(places, [[0, 0], [10, 0], [0, 10]]))).toEqual(where((x, y) => x + y < 10)));
  it('an outline with a notch', () => {
    const notched = where((x, y) => x > 1 && x < 9 && y > 1 && y < 9 && !(x > 4 && x < 6 && y > 4));
    expect(indices(within(places, [[1, 1], [9, 1], [9, 9], [6, 9], [6, 4], [4, 4], [4, 9], [1, 9]]))).toEqual(notched);
  });
  it('a ring', () => {
    const ring = indices(within(places, ringOutline([5, 5], 3)));
    for (const i of ring) expect(Math.hypot(places[2 * i]! - 5, places[2 * i + 1]! - 5)).toBeLessThanOrEqual(3);
    expect(ring.length).toBeGreaterThan(0.97 * where((x, y) => Math.hypot(x - 5, y - 5) < 3).length);
  });
  it('nothing holds nothing', () => expect(indices(within(places, []))).toEqual([]));
});

describe('pointGrid', () => {
  it('finds what a loop over all finds', () => {
    const grid = pointGrid(places);
    for (let at = 0; at < 200; at++) {
      const [x, y, reach] = [12 * chance() - 1, 12 * chance() - 1, 0.5 * chance()];
      const far = (i: number) => Math.hypot(places[2 * i]! - x, places[2 * i + 1]! - y);
      const best = where(() => true).filter((i) => far(i) <= reach).sort((a, b) => far(a) - far(b))[0] ?? -1;
      expect(grid.nearest(x, y, reach)).toBe(best);
      const even = where(() => true).filter((i) => i % 2 === 0 && far(i) <= reach).sort((a, b) => far(a) - far(b))[0] ?? -1;
      expect(grid.nearest(x, y, reach, (i) => i % 2 === 0)).toBe(even);
    }
  });
  it('finds nothing among nothing, and points that all lie on one place', () => {
    expect(pointGrid(new Float32Array(0)).nearest(0, 0, 9)).toBe(-1);
    expect(pointGrid(Float32Array.of(NaN, NaN)).nearest(0, 0, 9)).toBe(-1);
    expect(pointGrid(Float32Array.of(2, 2, 2, 2)).nearest(2.5, 2, 1)).toBe(1);
  });
});

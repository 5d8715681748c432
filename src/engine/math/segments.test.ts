/** Orders by id and bags against plain loops. */
import { expect, test } from 'vitest';
import { Random } from './random';
import { checkIds, meanBags, meanBagsOf, orderById, segmentsOf, segmentsOfBags } from './segments';

test.each([[0, 5], [1, 1], [50, 3], [400, 2048], [400, 2049], [3000, 5_000_000]])('%i ids below %i: sorted, equal ones in their order', (n, most) => {
  const random = new Random(n);
  const ids = Int32Array.from({ length: n }, () => random.integer(most));
  const wanted = Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]! || a - b);
  expect([...orderById(ids)]).toEqual(wanted);
  const { rows, weights, starts, targets } = segmentsOf(ids);
  expect([...rows]).toEqual(wanted);
  expect([...targets]).toEqual([...new Set(wanted.map((at) => ids[at]!))]);
  expect([starts.length, starts.at(-1), weights.length]).toEqual([targets.length + 1, n, n]);
  targets.forEach((target, s) => expect(rows.subarray(starts[s], starts[s + 1]).every((row) => ids[row] === target)).toBe(true));
});

test('bags: means, without masked ids, empty ones too', () => {
  const bags = meanBagsOf(Int32Array.of(7, 9, 7, 4, 4, 0, 1, 2, 3), [1, 0, 1, 0, 0, 0, 1, 1, 1], 3);
  expect(bags).toEqual(meanBags(Int32Array.of(7, 7, 1, 2, 3), [0, 2, 2, 5]));
  expect([...bags.weights]).toEqual([0.5, 0.5, ...new Array(3).fill(Math.fround(1 / 3))]);
  expect(segmentsOfBags(bags)).toEqual({ rows: Int32Array.of(2, 2, 2, 0, 0), weights: Float32Array.of(1 / 3, 1 / 3, 1 / 3, 0.5, 0.5), starts: Int32Array.of(0, 1, 2, 3, 5), targets: Int32Array.of(1, 2, 3, 7) });
});

test('an id outside the table is named', () => {
  expect(() => checkIds(Int32Array.of(0, 3), 3)).toThrow('Entry 1 has id 3; the table has rows 0 to 2.');
  expect(() => checkIds(Int32Array.of(-1), 3)).toThrow(RangeError);
});

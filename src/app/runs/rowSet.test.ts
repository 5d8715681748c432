import { describe, expect, it } from 'vitest';
import { inverse, packed, rowsIn, sameSet, setOf, setOfRows, union, unpacked } from './rowSet';

const ROWS = 21;
const thirds = setOf(ROWS, (row) => row % 3 === 0);

describe('a set of rows', () => {
  it('is told by a rule, or by its members, which may come twice or be none of the rows', () => {
    expect(thirds.count).toBe(7);
    expect(sameSet(setOfRows(ROWS, [18, 0, 3, 6, 9, 12, 15, 3, -1, 21, 400]), thirds)).toBe(true);
  });

  it('lists its rows in order, each set its own', () => {
    const others = inverse(thirds);
    expect([...rowsIn(thirds)]).toEqual([0, 3, 6, 9, 12, 15, 18]);
    expect(rowsIn(others).length).toBe(14);
    expect([...rowsIn(thirds)]).toEqual([0, 3, 6, 9, 12, 15, 18]);
    expect(sameSet(union(thirds, others), setOf(ROWS, () => true))).toBe(true);
  });

  it('differs from one with as many rows, and from one of other rows', () => {
    expect(sameSet(thirds, setOf(ROWS, (row) => row % 3 === 1))).toBe(false);
    expect(sameSet(setOf(3, () => true), setOf(4, (row) => row < 3))).toBe(false);
  });

  it('comes back from a document as it was, and a text that is none gives null', () => {
    for (const set of [thirds, inverse(thirds), setOf(ROWS, () => false)]) expect(sameSet(unpacked(ROWS, packed(set))!, set)).toBe(true);
    expect([unpacked(ROWS, packed(setOf(40, () => true))), unpacked(ROWS, '%')]).toEqual([null, null]);
  });
});

import { describe, expect, it } from 'vitest';
import { bucketKind, codesOfRows, collisionsOf, movedRows } from './collisions';
import { prefixTree } from './prefixTree';

const IDS = [[1, 1], [0, 2], [1, 1], [0, 2], [0, 2], [3, 3], [1, 0], [1, 1], [2, 2], [2, 2]];
const codes = Int32Array.from(IDS.flat());
const tree = prefixTree(codes, 10, 2);

describe('collisions', () => {
  it('are IDs of several items, largest first, with copies apart', () => {
    const { buckets, sharing, copies } = collisionsOf(tree, codes, Uint32Array.of(0, 1, 2, 1, 1, 5, 6, 0, 8, 9));
    expect(buckets.map(({ id, rows, distinct }) => [id, [...rows], distinct])).toEqual([[[0, 2], [1, 3, 4], 1], [[1, 1], [0, 2, 7], 2], [[2, 2], [8, 9], 2]]);
    expect(buckets.map(bucketKind)).toEqual(['copies', 'some', 'none']);
    expect([sharing, copies]).toEqual([8, 5]);
  });
  it('say nothing of copies where vectors are not known', () => {
    const { buckets, copies } = collisionsOf(tree, codes, null);
    expect([copies, buckets.map(bucketKind)]).toEqual([null, ['unknown', 'unknown', 'unknown']]);
  });
  it('are none where every item has its own ID, or there is none', () => {
    expect(collisionsOf(prefixTree(Int32Array.of(0, 1, 2), 3, 1), Int32Array.of(0, 1, 2), null)).toMatchObject({ buckets: [], sharing: 0 });
    expect(collisionsOf(prefixTree(new Int32Array(0), 0, 0), new Int32Array(0), null)).toMatchObject({ buckets: [], items: 0 });
  });
  it('find the rows that other codes move, whatever suffix those have', () => {
    const other = Int32Array.of(1, 1, 0, 0, 9, 1);
    expect([...movedRows(Int32Array.of(1, 1, 0, 2), 2, other, 3)]).toEqual([1]);
    expect([...codesOfRows(codes, 2, Uint32Array.of(5, 1))]).toEqual([3, 3, 0, 2]);
  });
});

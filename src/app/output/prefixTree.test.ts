import { describe, expect, it } from 'vitest';
import { countsAlong, endOf, meansOf, nodeOf, prefixTree, purityOf } from './prefixTree';

const IDS = [[2, 0], [0, 3], [2, 0], [0, 1], [2, 5], [0, 3]];
const tree = prefixTree(Int32Array.from(IDS.flat()), 6, 2);

describe('the tree of IDs', () => {
  it('lays items in the order of their IDs, prefixes as runs of neighbours', () => {
    expect([...tree.order]).toEqual([3, 1, 5, 0, 2, 4]);
    expect(tree.depths.map(({ starts, codes }) => [[...starts], [...codes]])).toEqual([[[0, 3], [0, 2]], [[0, 1, 3, 5], [1, 3, 0, 5]]]);
    expect([endOf(tree, 0, 0), endOf(tree, 0, 1), endOf(tree, 1, 1)]).toEqual([3, 6, 3]);
  });
  it('agrees with a plain grouping on made-up codes', () => {
    const [items, levels] = [5000, 3];
    const codes = Int32Array.from({ length: items * levels }, (_, i) => (Math.imul(i + 7, 2654435761) >>> 20) % (5 + (i % 7)));
    const made = prefixTree(codes, items, levels);
    for (let depth = 0; depth < levels; depth++) {
      const groups = new Map<string, number[]>();
      for (let row = 0; row < items; row++) {
        const key = codes.subarray(row * levels, row * levels + depth + 1).join(' ');
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      expect(made.depths[depth]!.starts.length).toBe(groups.size);
      for (const [key, rows] of groups) {
        const node = nodeOf(made, key.split(' ').map(Number));
        expect([...made.order.subarray(made.depths[depth]!.starts[node], endOf(made, depth, node))].sort((a, b) => a - b)).toEqual(rows);
      }
    }
  });
  it('finds no node for codes that no item has', () => {
    expect([nodeOf(tree, [1]), nodeOf(tree, [0, 0]), nodeOf(tree, [2, 5, 1]), nodeOf(tree, [])]).toEqual([-1, -1, -1, -1]);
  });
  it('counts purity, means and members', () => {
    expect([...purityOf(tree, 0, Int32Array.of(7, 1, 7, 1, 2, 0))]).toEqual([2 / 3, 2 / 3]);
    expect([...purityOf(tree, 1, Int32Array.of(-1, 1, -1, 1, 2, 0))]).toEqual([1, 0.5, NaN, 1]);
    expect([...meansOf(tree, 0, (row) => (row === 5 ? NaN : row))]).toEqual([2, 2]);
    expect([...countsAlong(tree, Uint8Array.of(1, 0, 0, 1, 0, 0))]).toEqual([0, 1, 1, 1, 2, 2, 2]);
  });
  it('holds no items, more codes than items, and one item', () => {
    expect(prefixTree(new Int32Array(0), 0, 3).depths.map(({ starts }) => starts.length)).toEqual([0, 0, 0]);
    expect(prefixTree(Int32Array.of(9000, 100_000), 1, 2).depths.map(({ codes }) => [...codes])).toEqual([[9000], [100_000]]);
  });
});

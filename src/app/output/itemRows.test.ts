import { describe, expect, it } from 'vitest';
import { itemId, itemName, itemsAmong } from './itemRows';
import type { ItemRows } from './itemRows';

describe('some of the rows', () => {
  const titles = ['Tape', 'Clamp', 'Valve'];
  const rows: ItemRows = { data: 'data', rows: 3, ids: ['a', '', 'c'], rowIndex: Uint32Array.of(5, 6, 9), titles, metadata: [{ name: 'title', values: titles }, { name: 'brand', values: ['x', 'y', 'z'] }] };
  it('keep their ids, titles, columns and numbers', () => {
    const some = itemsAmong(rows, Uint32Array.of(2, 1));
    expect([some.rows, itemName(some, 0), itemId(some, 0), itemId(some, 1)]).toEqual([2, 'Valve', 'c', 'row 6']);
    expect(some.metadata.map(({ values }) => values)).toEqual([['Valve', 'Clamp'], ['z', 'y']]);
    // The titles stay the column that they are.
    expect(some.titles).toBe(some.metadata[0]!.values);
  });
  it('are told by their place among all where there are neither ids nor numbers', () => {
    const some = itemsAmong({ ...rows, ids: null, rowIndex: null, titles: null }, Uint32Array.of(2));
    expect([some.titles, itemName(some, 0)]).toEqual([null, 'row 2']);
  });
});

/** Items of sequences and rows: by id, by number, what is missing, what is further, and the files that name them. */
import { describe, expect, it } from 'vitest';
import { catalogueOf } from './catalogue';
import { joinItems, numberedRows } from './itemJoin';
import { itemsCsv, topItemsCsv, topItemsNpy } from './retrievalFiles';

describe('items and rows', () => {
  it('join by id; rows that no item has follow as further items', () => {
    const join = joinItems(['b', 'x', 'a'], { ids: ['a', 'b', 'c'], rowIndex: Uint32Array.of(0, 1, 2) });
    expect([Array.from(join.rows), join.by, join.without, join.further]).toEqual([[1, -1, 0, 2], 'id', [1], 1]);
  });

  it('join by number where no id fits, as numbered in the file', () => {
    const join = joinItems(['7', '5'], { ids: ['p', 'q'], rowIndex: Uint32Array.of(5, 7) });
    expect([Array.from(join.rows), join.by]).toEqual([[1, 0], 'row number']);
    expect(joinItems(['x'], { ids: ['p'], rowIndex: Uint32Array.of(0) })).toMatchObject({ by: 'id', without: [0] });
  });
});

describe('the catalogue', () => {
  const sequences = { itemNames: ['2', '0', '9'], itemTitles: ['two', '', ''] };
  const rows = { ...numberedRows(null, 4), metadata: [{ name: 'title', values: ['zero', 'one', 'TWO', 'three'] }] };
  const catalogue = catalogueOf(sequences, rows);

  it('names items of the sequences, then further ones, with the titles of either', () => {
    expect([catalogue.names, catalogue.titles, Array.from(catalogue.rows!)]).toEqual([['2', '0', '9', '1', '3'], ['two', 'zero', '', 'one', 'three'], [2, 0, -1, 1, 3]]);
    expect(catalogueOf(sequences, null)).toEqual({ names: sequences.itemNames, titles: sequences.itemTitles, rows: null });
    expect(itemsCsv(catalogue).split('\n')[1]!.trim()).toBe('0,2,two,2');
  });

  it('gives rankings as rows of items: none found, and none joined, are told apart', async () => {
    const result = { ranked: Int32Array.of(0, 2, 4, -1), targets: Int32Array.of(1, 2), ranks: Int32Array.of(-1, 1), rowIndex: Uint32Array.of(3, 4), users: Int32Array.of(0, -1) };
    const bytes = await topItemsNpy(result, catalogue).arrayBuffer();
    expect(Array.from(new Int32Array(bytes.slice(-16)))).toEqual([2, -2, 3, -1]);
    expect(new TextDecoder('latin1').decode(bytes)).toContain("'shape': (2, 2)");
    expect(topItemsCsv(result, catalogue, ['ann']).trim().split(/\r?\n/)).toEqual(['row,user,target,rank,top_1,top_2', '3,ann,0,,2,9', '4,,9,1,3,']);
  });
});

import { describe, expect, it } from 'vitest';
import { findItems, patternOf } from './findItems';
import type { ItemRows } from './itemRows';

const titles = ['Café filter', 'PLA filament 1.75 mm', 'filament dryer', '<b>bold</b> tape', '', 'مفك براغي', '螺丝刀 套装'];
const items: ItemRows = {
  data: 'data', rows: 7, ids: ['B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6'], rowIndex: Uint32Array.of(10, 11, 12, 13, 14, 15, 16), titles,
  metadata: [{ name: 'title', values: titles }, { name: 'brand', values: ['acme', 'Ümlaut', 'acme', '', '', '', ''] }],
};
const run = { levels: 3, codes: Int32Array.from([1, 2, 3, 1, 5, 3, 4, 2, 3, 1, 2, 9, 12, 0, 3, 0, 0, 0, 0, 0, 1]) };
const rows = (text: string) => findItems(items, text, run).rows;

describe('findItems', () => {
  it('finds by words of a title, its beginning first, whatever case and accents', () => {
    expect(rows('filament')).toEqual([2, 1]);
    expect(rows('CAFE')).toEqual([0]);
    expect(rows('mm pla')).toEqual([1]);
    expect(rows('umlaut')).toEqual([1]);
    expect(rows('براغي')).toEqual([5]);
    expect(rows('套装')).toEqual([6]);
    expect(rows('<b>')).toEqual([3]);
  });

  it('finds by id and by the number of the row in its file', () => {
    expect(rows('b3')).toEqual([3]);
    expect(rows('12')).toEqual([2]);
    expect(rows('row 16')).toEqual([6]);
  });

  it('finds by a pattern of codes, whole or of the first levels', () => {
    expect(rows('1-*-3')).toEqual([0, 1]);
    expect(rows('1 · 2')).toEqual([0, 3]);
    expect(rows('0-0-1')).toEqual([6]);
    expect(findItems(items, '1-2', run).how).toBe('IDs that begin with 1, 2');
    expect(findItems(items, '1-2-3-4', run)).toEqual({ rows: [], how: 'The pattern has 4 codes, the IDs have 3.' });
    expect(findItems(items, '1-2', null).how).toMatch(/needs a method with a result/);
  });

  it('takes a single number and words with signs for no pattern', () => {
    expect(patternOf('12')).toBeNull();
    expect(patternOf('12-inch')).toBeNull();
    expect(patternOf('*-3')).toEqual([null, 3]);
  });
});

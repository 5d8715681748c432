import { describe, expect, it } from 'vitest';
import type { ItemRows } from './itemRows';
import { baseCounts, topValues } from './topValues';

const titles = ['PLA filament black', 'PLA filament white', 'PETG filament', 'Drill bit', 'Drill for wood', 'Saw for wood', '', '螺丝刀'];
const brand = ['acme', 'acme', 'bolt', 'bolt', 'bolt', 'saws', '', 'saws'];
const items: ItemRows = { data: 'data', rows: 8, ids: null, rowIndex: null, titles, metadata: [{ name: 'title', values: titles }, { name: 'brand', values: brand }, { name: 'sku', values: titles.map((_, row) => `S${row}`) }] };
const base = baseCounts(items);

describe('topValues', () => {
  it('names the words and values that the items have more often than all, with both shares', () => {
    const [first, second] = topValues(items, base, [0, 1, 2], 5);
    expect(first).toEqual({ value: 'filament', column: '', count: 3, share: 1, baseShare: 3 / 8 });
    expect([second!.value, second!.count]).toEqual(['acme', 2]);
  });

  it('leaves out what names single rows, and what is no more frequent than among all', () => {
    const all = topValues(items, base, [0, 1, 2, 3, 4, 5, 6, 7], 9);
    expect(all).toEqual([]);
    expect(topValues(items, base, [3, 4], 9).some(({ column }) => column === 'sku')).toBe(false);
  });

  it('of one item takes its own words, in any script', () => {
    expect(topValues(items, base, [7], 3).map(({ value }) => value)).toContain('螺丝刀');
  });
});

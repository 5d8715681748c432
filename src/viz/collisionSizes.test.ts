import { describe, expect, it } from 'vitest';
import { collisionSizes, sizeBars } from './collisionSizes';
import type { SizeBar } from './collisionSizes';
import { collisionSizesFixtures } from './collisionSizes.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const usual = firstOf(collisionSizesFixtures);

describe('collisionSizes', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(collisionSizes, usual, 700), collisionSizes.describe(usual))).toMatchFileSnapshot('snapshots/collisionSizes.svg');
  });
  it('is sound at every width', () => expectAllSound(collisionSizes, collisionSizesFixtures));
  it('updates in place', () => expectInPlace(collisionSizes, usual, collisionSizesFixtures[1]!.data));
  it('counts every shared ID in the bar of its size, once', () => {
    for (const { data } of collisionSizesFixtures) {
      const bars = sizeBars(data.shared);
      expect(bars.reduce((sum, { ids }) => sum + ids, 0)).toBe(data.shared.length);
      expect(bars.reduce((sum, { items }) => sum + items, 0)).toBe(data.shared.reduce((sum, { items }) => sum + items, 0));
      for (const bar of bars) expect(bar.ids).toBe(data.shared.filter(({ items }) => items >= bar.low && items <= bar.high).length);
    }
    expect(sizeBars(usual.shared).map(({ low, copies }) => [low, copies]).filter(([, copies]) => copies! > 0)).toEqual([[2, 40], [7, 3]]);
  });
  it('lists a size by keyboard and by click', () => {
    const chosen: (readonly [number, number])[] = [];
    const told: (SizeBar | null)[] = [];
    const root = drawn(collisionSizes, usual, 700, { select: (sizes) => chosen.push(sizes), hover: (bar) => told.push(bar) });
    const hit = root.querySelector<SVGElement>('[data-key="hit"]')!;
    for (const key of ['ArrowRight', 'Enter', 'End', 'Enter']) hit.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    expect(chosen).toEqual([[3, 3], [10, 19]]);
    expect(told.at(-1)).toEqual({ low: 10, high: 19, ids: 1, copies: 0, items: 14 });
  });
  it('writes a line an ID', () => {
    expect(collisionSizes.toCsv(usual).trimEnd().split('\n')).toHaveLength(usual.shared.length + 1);
    expect(collisionSizes.toCsv(usual)).toContain('RQ-KMeans,800 0 0,14,12');
  });
});

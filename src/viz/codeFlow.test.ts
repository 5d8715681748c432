import { describe, expect, it } from 'vitest';
import { codeFlow } from './codeFlow';
import { flowLayout, matchedShare } from './flowLayout';
import type { Band } from './flowLayout';
import { codeFlowFixtures } from './codeFlow.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const usual = firstOf(codeFlowFixtures);

describe('codeFlow', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(codeFlow, usual, 700), codeFlow.describe(usual))).toMatchFileSnapshot('snapshots/codeFlow.svg');
  });
  it('is sound at every width', () => expectAllSound(codeFlow, codeFlowFixtures));
  it('updates in place', () => expectInPlace(codeFlow, usual, codeFlowFixtures[1]!.data));
  it('draws every item once: in a bar on each side, and in a band or among those left out', () => {
    for (const { data } of codeFlowFixtures.slice(0, 4)) {
      const { left, right, bands, hiddenItems } = flowLayout(data, 0, 400);
      const sum = (of: readonly { items: number }[]) => of.reduce((total, { items }) => total + items, 0);
      expect([sum(left), sum(right), sum(bands) + hiddenItems]).toEqual([data.items, data.items, data.items]);
      expect(left.length).toBeLessThanOrEqual(25);
      for (const { from, to, y, toY, height } of bands) {
        expect(y).toBeGreaterThanOrEqual(from.y - 1e-6);
        expect(y + height).toBeLessThanOrEqual(from.y + from.height + 1e-6);
        expect(toY).toBeGreaterThanOrEqual(to.y - 1e-6);
        expect(toY + height).toBeLessThanOrEqual(to.y + to.height + 1e-6);
      }
    }
    expect(matchedShare(codeFlowFixtures[3]!.data)).toBe(1);
  });
  it('reaches bands by keyboard, the widest first', () => {
    const told: (Band | null)[] = [];
    const chosen: Band[] = [];
    const root = drawn(codeFlow, usual, 700, { hover: (band) => told.push(band), select: (band) => chosen.push(band) });
    const hit = root.querySelector<SVGElement>('[data-key="hit"]')!;
    const press = (key: string) => hit.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    press('Enter');
    press('ArrowRight');
    press('Enter');
    const most = Math.max(...usual.flows.map(({ items }) => items));
    expect(chosen[0]!.items).toBe(most);
    expect(chosen[1]!.items).toBeLessThanOrEqual(most);
    expect(told.at(-1)).toBe(chosen[1]);
  });
});

import { describe, expect, it } from 'vitest';
import { heatStrip } from './heatStrip';
import { heatStripFixtures } from './heatStrip.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import { seriesAt } from './testing/seeded';
import type { CodeSelection } from './usage';

const strip = (usage: Uint32Array) => ({ series: [{ series: seriesAt(2), rows: 64, exact: true, levels: [{ numCodes: usage.length, usage }] }] });

describe('heatStrip', () => {
  it('keeps its picture', async () => {
    const data = firstOf(heatStripFixtures);
    await expect(picture(drawn(heatStrip, data, 700), heatStrip.describe(data))).toMatchFileSnapshot('snapshots/heatStrip.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(heatStrip, heatStripFixtures));

  it('updates in place', () => expectInPlace(heatStrip, firstOf(heatStripFixtures), heatStripFixtures[1]!.data));

  it('colours a code by its use against an even share: eight steps of doubling around the middle', () => {
    // Even share is 8: uses 64, 0, 8, ... lie at 8x, dead, even.
    const root = drawn(heatStrip, strip(Uint32Array.of(56, 0, 8, 0, 0, 0, 0, 0)), 700);
    const d = (key: string) => root.querySelector(`[data-key="${key}"]`)?.getAttribute('d') ?? '';
    expect(d('step 6').startsWith('M56 0')).toBe(true);
    expect(d('step 12').startsWith('M0 0')).toBe(true);
    expect(d('dead').match(/M/g)?.length).toBe(6);
  });

  it('moves by lines with the up and down arrows', () => {
    const chosen: CodeSelection[] = [];
    const root = drawn(heatStrip, strip(new Uint32Array(256).fill(1)), 340, { select: (code) => chosen.push(code) });
    const node = root.querySelector<SVGElement>('[tabindex="0"]')!;
    for (const key of ['ArrowDown', 'ArrowRight', ' ']) node.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    expect(chosen).toEqual([{ seriesId: 'r3-vae', level: 0, code: 65 }]);
  });
});

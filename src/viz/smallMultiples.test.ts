import { describe, expect, it } from 'vitest';
import { smallMultiples } from './smallMultiples';
import { smallMultiplesFixtures } from './smallMultiples.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(smallMultiplesFixtures);

describe('smallMultiples', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(smallMultiples, first, 700), smallMultiples.describe(first))).toMatchFileSnapshot('snapshots/smallMultiples.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(smallMultiples, smallMultiplesFixtures));

  it('updates in place', () => expectInPlace(smallMultiples, first, { ...first, points: first.points.map((point) => ({ ...point, values: point.values.map((value) => value / 2) })) }));

  it('tells points by keyboard, failures with their reason', () => {
    const told: (string | null)[] = [];
    const root = drawn(smallMultiples, first, 700, { hover: (words) => told.push(words) });
    const surface = root.querySelector<SVGElement>('.surface')!;
    surface.dispatchEvent(new (root.ownerDocument.defaultView!.FocusEvent)('focus'));
    expect(told.at(-1)).toMatch(/^Codes per level 16, Levels 2, Gradient through the codes straight-through: 0\.\d+ ± 0\.\d+ over 3 seeds$/);
    expect(smallMultiples.describe(first)).toMatch(/24 of 30 points measured, 4 failed\. Least: .* Most: /);
  });

  it('writes a row a point', () => {
    const lines = smallMultiples.toCsv(first).trimEnd().split('\n');
    expect(lines[0]).toBe('Codes per level,Levels,Gradient through the codes,state,seeds,mean,sd');
    expect(lines).toHaveLength(31);
    expect(lines[10]).toBe('256,3,straight-through,failed,0,,');
  });
});

import { describe, expect, it } from 'vitest';
import { prefixes } from './prefixes';
import { prefixesFixtures } from './prefixes.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(prefixesFixtures);

describe('prefixes', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(prefixes, first, 700), prefixes.describe(first))).toMatchFileSnapshot('snapshots/prefixes.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(prefixes, prefixesFixtures));

  it('updates in place', () => expectInPlace(prefixes, first, prefixesFixtures[1]!.data));

  it('draws chance under purity and nowhere else', () => {
    expect(drawn(prefixes, first, 700).querySelectorAll('.chance path')).toHaveLength(4);
    expect(drawn(prefixes, { ...first, measure: 'cohesion' }, 700).querySelectorAll('.chance path')).toHaveLength(0);
  });

  it('says what is missing where there are no labels', () => {
    expect(drawn(prefixes, prefixesFixtures[3]!.data, 700).textContent).toContain('needs a label column');
  });

  it('tells the point under the pointer, in per cent', () => {
    const told: unknown[] = [];
    const series = first.series[0]!.series;
    const root = drawn(prefixes, { measure: 'purity', series: [{ series, purity: [0.25, 0.5], purityByChance: [0.125, 0.25] }] }, 700, { hover: (point) => told.push(point) });
    root.querySelectorAll('.hits circle')[1]!.dispatchEvent(new (root.ownerDocument.defaultView!.MouseEvent)('pointerenter'));
    expect(told).toEqual([{ seriesId: 'rq-kmeans', depth: 2, value: 50, chance: 25 }]);
  });
});

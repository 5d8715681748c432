import { describe, expect, it } from 'vitest';
import { rateDistortion, ratePoints } from './rateDistortion';
import { rateDistortionFixtures } from './rateDistortion.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(rateDistortionFixtures);

describe('rateDistortion', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(rateDistortion, first, 700), rateDistortion.describe(first))).toMatchFileSnapshot('snapshots/rateDistortion.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(rateDistortion, rateDistortionFixtures));

  it('updates in place', () => expectInPlace(rateDistortion, first, rateDistortionFixtures[1]!.data));

  it('counts bits level by level and takes the root of the energy', () => {
    expect(ratePoints([0.25, 0.04], [256, 16])).toEqual([{ bits: 0, error: 1 }, { bits: 8, error: 0.5 }, { bits: 12, error: 0.2 }]);
  });

  it('tells the point under the pointer', () => {
    const told: unknown[] = [];
    const root = drawn(rateDistortion, { series: [{ series: first.series[0]!.series, points: ratePoints([0.25], [4]) }] }, 700, { hover: (point) => told.push(point) });
    root.querySelectorAll('.hits circle')[1]!.dispatchEvent(new (root.ownerDocument.defaultView!.MouseEvent)('pointerenter'));
    expect(told).toEqual([{ seriesId: 'rq-kmeans', depth: 1, bits: 2, error: 0.5 }]);
  });
});

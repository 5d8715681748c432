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

  it('updates in place', () => expectInPlace(rateDistortion, first, rateDistortionFixtures[3]!.data));

  it('counts bits level by level and takes the root of the energy', () => {
    expect(ratePoints([0.25, 0.04], [256, 16])).toEqual([{ bits: 0, error: 1 }, { bits: 8, error: 0.5 }, { bits: 12, error: 0.2 }]);
    expect(ratePoints([0.25], [256], [7])[1]).toEqual({ bits: 8, error: 0.5, bitsInUse: 7 });
  });

  it('marks the bits in use beside the nominal ones, left of them, at the same error', () => {
    const root = drawn(rateDistortion, first, 700);
    const rings = [...root.querySelectorAll('.savings line')];
    expect(rings).toHaveLength(11);
    for (const link of rings) {
      expect(Number(link.getAttribute('x1'))).toBeLessThan(Number(link.getAttribute('x2')));
      expect(link.getAttribute('y1')).toBe(link.getAttribute('y2'));
    }
    expect(root.querySelectorAll('.in-use path')).toHaveLength(11);
  });

  it('turns error into explained variance, upwards', () => {
    const data = { measure: 'explained' as const, series: [{ series: first.series[0]!.series, points: ratePoints([0.5, 0.25], [4, 4]) }] };
    expect(rateDistortion.describe(data)).toContain('50.0 at 2.00 bits and 75.0 at 4.00 bits');
    const [start, middle, end] = [...drawn(rateDistortion, data, 700).querySelectorAll('.points circle')].map((node) => Number(node.getAttribute('cy')));
    expect(start).toBeGreaterThan(middle!);
    expect(middle).toBeGreaterThan(end!);
  });

  it('tells the point under the pointer', () => {
    const told: unknown[] = [];
    const root = drawn(rateDistortion, { series: [{ series: first.series[0]!.series, points: ratePoints([0.25], [4]) }] }, 700, { hover: (point) => told.push(point) });
    root.querySelectorAll('.hits circle')[1]!.dispatchEvent(new (root.ownerDocument.defaultView!.MouseEvent)('pointerenter'));
    expect(told).toEqual([{ seriesId: 'rq-kmeans', depth: 1, bits: 2, error: 0.5 }]);
  });
});

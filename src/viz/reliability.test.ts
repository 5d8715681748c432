import { describe, expect, it } from 'vitest';
import { reliability } from './reliability';
import { reliabilityFixtures } from './reliability.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(reliabilityFixtures);
const one = { series: [{ series: first.series[0]!.series, reliability: { predicted: new Float32Array([0.05, NaN, 0.25]), observed: new Float32Array([0.125, NaN, 0.125]), rows: new Uint32Array([100, 0, 25]) } }] };

describe('reliability', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(reliability, first, 700), reliability.describe(first))).toMatchFileSnapshot('snapshots/reliability.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(reliability, reliabilityFixtures));

  it('updates in place', () => expectInPlace(reliability, first, reliabilityFixtures[2]!.data));

  it('draws a bin above the diagonal where probabilities are too low, and dots whose area follows the rows', () => {
    const root = drawn(reliability, one, 700);
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(root.querySelector('.diagonal line')!.getAttribute(name))) as [number, number, number, number];
    const dots = [...root.querySelectorAll('.points circle')].map((node) => ['cx', 'cy', 'r'].map((name) => Number(node.getAttribute(name))) as [number, number, number]);
    expect(dots.map(([cx, cy]) => cy < y1 + ((cx - x1) / (x2 - x1)) * (y2 - y1))).toEqual([true, false]);
    expect(dots[0]![2] / dots[1]![2]).toBeCloseTo(2);
  });

  it('says the expected calibration error', () => expect(reliability.describe(one)).toContain('calibration error 0.085'));

  it('reads a bin under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(reliability, one, 700, { hover: (bin) => told.push(bin) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'iat', bin: 2, predicted: 0.25, observed: 0.125, rows: 25 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('IAT: 0.250 predicted, 0.125 positive, 25 rows');
  });
});

import { describe, expect, it } from 'vitest';
import { calibration } from './calibration';
import { calibrationFixtures } from './calibration.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(calibrationFixtures);
const one = { unit: 's', series: [{ series: first.series[0]!.series, calibration: { predicted: new Float32Array([2, 8]), actual: new Float32Array([3, 6]), rows: new Uint32Array([50, 50]) } }] };

describe('calibration', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(calibration, first, 700), calibration.describe(first))).toMatchFileSnapshot('snapshots/calibration.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(calibration, calibrationFixtures));

  it('updates in place', () => expectInPlace(calibration, first, calibrationFixtures[1]!.data));

  it('draws a group above the diagonal where predictions are too low', () => {
    const root = drawn(calibration, one, 700);
    const [line] = root.querySelectorAll('.diagonal line');
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(line!.getAttribute(name))) as [number, number, number, number];
    const above = [...root.querySelectorAll('.points circle')].map((node) => {
      const diagonal = y1 + ((Number(node.getAttribute('cx')) - x1) / (x2 - x1)) * (y2 - y1);
      return Number(node.getAttribute('cy')) < diagonal;
    });
    expect(above).toEqual([true, false]);
  });

  it('reads a group under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(calibration, one, 700, { hover: (group) => told.push(group) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'rq-reg', group: 1, predicted: 8, actual: 6, rows: 50 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('RQ-Reg, group 2: predicted 8.00\u202fs, true 6.00\u202fs, 50 rows');
  });
});

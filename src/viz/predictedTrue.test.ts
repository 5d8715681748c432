import { describe, expect, it } from 'vitest';
import { predictedTrue } from './predictedTrue';
import { predictedTrueFixtures } from './predictedTrue.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(predictedTrueFixtures);

describe('predictedTrue', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(predictedTrue, first, 700), predictedTrue.describe(first))).toMatchFileSnapshot('snapshots/predictedTrue.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(predictedTrue, predictedTrueFixtures));

  it('updates in place', () => expectInPlace(predictedTrue, first, predictedTrueFixtures[1]!.data));

  it('puts a row above the diagonal where the prediction is too high', () => {
    const one = { unit: 's', series: [{ series: first.series[0]!.series, rows: [1, 2], targets: [10, 20], predictions: [12, 15] }] };
    const root = drawn(predictedTrue, one, 700);
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(root.querySelector('.diagonal line')!.getAttribute(name))) as [number, number, number, number];
    const points = [...root.querySelector('.cloud path')!.getAttribute('d')!.matchAll(/M([\d.]+) ([\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])] as const);
    expect(points.map(([x, y]) => y < y1 + ((x - x1) / (x2 - x1)) * (y2 - y1))).toEqual([true, false]);
  });

  it('draws bins where there are many rows, and every row in one', () => {
    const root = drawn(predictedTrue, predictedTrueFixtures[1]!.data, 700);
    const shades = [...root.querySelectorAll('.panels > g:first-child .cloud path')];
    expect(shades.map((node) => node.getAttribute('data-key'))).toEqual(['shade 0', 'shade 1', 'shade 2', 'shade 3', 'shade 4']);
    expect(root.querySelectorAll('path').length).toBeLessThan(40);
  });

  it('tells the row under the keyboard', () => {
    const told: unknown[] = [];
    const root = drawn(predictedTrue, predictedTrueFixtures[4]!.data, 700, { hover: (point) => told.push(point) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'rq-reg', row: 3, target: 2, prediction: 2.5 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('RQ-Reg, row 3: predicted 2.50\u202fs, true 2.00\u202fs');
  });
});

import { describe, expect, it } from 'vitest';
import { points, seriesAt } from './testing/seeded';
import { drawn, expectAllSound, expectInPlace, expectSound, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import { trainingCurves } from './trainingCurves';
import { trainingCurvesFixtures } from './trainingCurves.fixture';
import type { CurvesReading } from './trainingCurves';

const first = firstOf(trainingCurvesFixtures);

describe('trainingCurves', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(trainingCurves, first, 700), trainingCurves.describe(first))).toMatchFileSnapshot('snapshots/trainingCurves.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(trainingCurves, trainingCurvesFixtures));

  it('updates in place', () => expectInPlace(trainingCurves, first, trainingCurvesFixtures[1]!.data));

  it('draws at most about 2,000 points of a long line and keeps a lone spike', () => {
    const long = points(3, 50_000, 1, 0.4).map((p, i) => (i === 31_337 ? { ...p, losses: { relativeError: 7 } } : p));
    const root = drawn(trainingCurves, { ...first, series: [{ series: seriesAt(1), points: long }] }, 700);
    const d = root.querySelector('.lines path')?.getAttribute('d') ?? '';
    expect(d.match(/L/g)!.length).toBeLessThan(2010);
    const heights = d.split(/[ML]/).slice(1).map((pair) => Number(pair.split(',')[1]));
    const floor = Math.max(...heights);
    expect(heights.filter((y) => y < floor * 0.35)).toHaveLength(1);
  });

  it('reads all runs at one place of the axis', () => {
    const readings: (CurvesReading | null)[] = [];
    const root = drawn(trainingCurves, first, 700, { hover: (reading) => readings.push(reading) });
    const view = root.ownerDocument.defaultView!;
    const line = root.querySelector('.x-ticks line')!;
    const middle = (Number(line.getAttribute('x1')) + Number(line.getAttribute('x2'))) / 2;
    const hit = root.querySelector('.hit')!;
    hit.dispatchEvent(new view.MouseEvent('pointermove', { clientX: middle, clientY: 60 }));
    expect(readings[0]?.x).toBeCloseTo(50, 6);
    expect(readings[0]?.values.map((v) => [v.name, v.step])).toEqual([['RQ-KMeans', 185], ['RQ-VAE', 600], ['R3-VAE', 600], ['RQ-GMM', 200]]);
    expectSound(root, 'with a crosshair');
    trainingCurves.draw(root, first, { width: 700, height: trainingCurves.height(first, 700) });
    expect(root.querySelectorAll('.crosshair line')).toHaveLength(1);
    hit.dispatchEvent(new view.MouseEvent('pointerleave'));
    expect(root.querySelectorAll('.crosshair line')).toHaveLength(0);
  });

  it('draws one line through the points that know the error, as of a mixture whose passes know their likelihood alone', () => {
    const points = Array.from({ length: 9 }, (_, i) => ({ step: i + 1, seconds: i, level: 0, losses: { logLikelihood: i, ...(i % 3 === 0 && { relativeError: 1 / (i + 1) }) } }));
    const pathOf = (key: string) => drawn(trainingCurves, { ...first, key, series: [{ series: seriesAt(3), points }] }, 700).querySelector('.lines path')?.getAttribute('d') ?? '';
    expect([pathOf('relativeError').match(/M/g)!.length, pathOf('relativeError').match(/L/g)!.length]).toEqual([1, 2]);
    expect(pathOf('logLikelihood').match(/L/g)).toHaveLength(8);
  });

  it('shows the parts of training of one series: bands that meet, in words and in the numbers', async () => {
    const { data } = trainingCurvesFixtures.find(({ name }) => name === 'parts of training')!;
    const root = drawn(trainingCurves, data, 700);
    await expect(picture(root, trainingCurves.describe(data))).toMatchFileSnapshot('snapshots/trainingCurves.stages.svg');
    const bands = [...root.querySelectorAll('.stages rect')].map((band) => [Number(band.getAttribute('x')), Number(band.getAttribute('width'))] as const);
    expect(bands).toHaveLength(8);
    bands.slice(1).forEach(([x], i) => expect(x).toBeCloseTo(bands[i]![0] + bands[i]![1], 1));
    expect(trainingCurves.describe(data)).toContain('soft passes, level 1 in steps 2 to 16');
    expect(trainingCurves.describe(data)).toContain('distinct IDs in steps 61 to 62');
    expect(trainingCurves.toCsv(data).split('\n').slice(0, 3)).toEqual(['method,step,seconds,level,part,objective', expect.stringMatching(/,1,seeding,$/), expect.stringMatching(/,1,soft passes,0\.8/)]);
    expect(drawn(trainingCurves, { ...data, stagesOf: 'nobody' }, 700).querySelectorAll('.stages rect')).toHaveLength(0);
  });

  it('draws a live metric from report to report, over the points that know none', () => {
    const points = [1, 2, 3, 4, 5].map((step) => ({ step, seconds: step, level: 0, losses: { relativeError: 1 / step }, ...(step % 2 === 1 && { metrics: { collisionRate: 0.1 * step } }) }));
    const series = trainingCurvesFixtures[0]!.data.series[0]!.series;
    const data = { series: [{ series, points }], key: 'collisionRate', title: 'collision rate', x: 'step' as const, y: 'linear' as const };
    const path = drawn(trainingCurves, data, 700).querySelector('.lines path')!.getAttribute('d')!;
    expect(path.match(/[ML]/g)).toEqual(['M', 'L', 'L']);
    expect(trainingCurves.describe(data)).toContain('from 0.100 to 0.500 in 5 steps');
    expect(trainingCurves.toCsv(data).split('\n')[1]).toMatch(/,0\.1$/);
  });
});

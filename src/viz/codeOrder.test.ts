import { describe, expect, it } from 'vitest';
import { codeOrder } from './codeOrder';
import { codeOrderFixtures } from './codeOrder.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(codeOrderFixtures);

describe('codeOrder', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(codeOrder, first, 700), codeOrder.describe(first))).toMatchFileSnapshot('snapshots/codeOrder.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(codeOrder, codeOrderFixtures));

  it('updates in place', () => expectInPlace(codeOrder, first, codeOrderFixtures[1]!.data));

  it('joins codes in the order of their values and marks the ends with them', () => {
    const panel = drawn(codeOrder, first, 700).querySelector('.runs > g:first-child .levels > g:first-child')!;
    const [start, ...rest] = panel.querySelector('.order path')!.getAttribute('d')!.slice(1).split('L');
    const circles = [...panel.querySelectorAll('.codes circle')].map((node) => [node.getAttribute('cx'), node.getAttribute('cy')].join(','));
    expect([start, ...rest]).toEqual(circles);
    expect([...panel.querySelectorAll('.ends text')].map((node) => node.textContent)).toEqual(['0.234\u202fs', '225\u202fs']);
  });

  it('takes the same pixels for a length on both axes', () => {
    const square = { points: new Float32Array([0, 0, 0, 1, 3, 1]), values: new Float32Array([1, 2, 3]), neighbourShare: 1, axisCorrelation: 1, distanceCorrelation: 1 };
    const at = [...drawn(codeOrder, { unit: '', series: [{ series: first.series[0]!.series, tables: [square] }] }, 700).querySelectorAll('.codes circle')].map((node) => [Number(node.getAttribute('cx')), Number(node.getAttribute('cy'))] as const);
    expect(at[2]![0] - at[1]![0]).toBeCloseTo(3 * (at[0]![1] - at[1]![1]), 0);
  });

  it('tells the code under the keyboard', () => {
    const told: unknown[] = [];
    const root = drawn(codeOrder, first, 700, { hover: (code) => told.push(code) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toMatchObject([{ seriesId: 'plain', level: 2, code: 15 }]);
  });
});

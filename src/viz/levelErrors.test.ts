import { describe, expect, it } from 'vitest';
import { levelErrors } from './levelErrors';
import { levelErrorsFixtures } from './levelErrors.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(levelErrorsFixtures);

describe('levelErrors', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(levelErrors, first, 700), levelErrors.describe(first))).toMatchFileSnapshot('snapshots/levelErrors.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(levelErrors, levelErrorsFixtures));

  it('updates in place', () => expectInPlace(levelErrors, first, levelErrorsFixtures[1]!.data));

  it('leaves the true codes off the axis and says where they are', () => {
    const root = drawn(levelErrors, first, 700);
    const keys = [...root.querySelectorAll('.panels > g:first-child .lines path')].map((node) => [node.getAttribute('data-key'), node.getAttribute('d') !== '']);
    expect(keys).toEqual([['learned', true], ['expected', true], ['greedy', true], ['oracle', false]]);
    expect(root.textContent).toContain('True codes, off this axis:');
  });

  it('gives the learned heads one step more than the codes', () => {
    const points = (way: string) => drawn(levelErrors, first, 700).querySelectorAll(`.panels > g:first-child .points [data-key^="${way}/"]`).length;
    expect([points('learned'), points('greedy')]).toEqual([4, 3]);
  });

  it('tells the point under the keyboard', () => {
    const told: unknown[] = [];
    const decoding = { byLevel: [{ way: 'learned' as const, mae: [4, 3], xauc: [0.6, 0.7] }, { way: 'greedy' as const, mae: [5], xauc: [0.5] }], errorHead: { mae: 1, without: 2 } };
    const root = drawn(levelErrors, { unit: 's', measure: 'xauc', series: [{ series: first.series[0]!.series, decoding }] }, 700, { hover: (point) => told.push(point) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'ArrowRight' }));
    expect(told).toEqual([{ seriesId: 'reg', way: 'learned', level: 2, value: 70 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('RQ-Reg, learned heads: 70.0\u202f% with the error head');
  });
});

import { describe, expect, it } from 'vitest';
import { bitsAuc } from './bitsAuc';
import { bitsAucFixtures } from './bitsAuc.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(bitsAucFixtures);
const one = { measure: 'auc' as const, series: [{ series: first.series[0]!.series, points: [{ name: 'b', bits: 16, value: 0.75, sd: 0.01 }, { name: 'a', bits: 8, value: 0.7 }] }], floors: [] };

describe('bitsAuc', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(bitsAuc, first, 700), bitsAuc.describe(first))).toMatchFileSnapshot('snapshots/bitsAuc.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(bitsAuc, bitsAucFixtures));

  it('updates in place', () => expectInPlace(bitsAuc, first, bitsAucFixtures[3]!.data));

  it('joins points by rising bits, better ones further up, and bars only where seeds spread', () => {
    const root = drawn(bitsAuc, one, 700);
    const [a, b] = [...root.querySelectorAll('.points circle')].map((node) => [Number(node.getAttribute('cx')), Number(node.getAttribute('cy'))] as const);
    expect(a![0]).toBeLessThan(b![0]);
    expect(a![1]).toBeGreaterThan(b![1]);
    expect(root.querySelectorAll('.spreads path')).toHaveLength(1);
  });

  it('draws near floors as level lines and tells far ones', () => {
    const root = drawn(bitsAuc, first, 700);
    expect([...root.querySelectorAll('.floors line')].every((node) => node.getAttribute('y1') === node.getAttribute('y2'))).toBe(true);
    expect(root.querySelectorAll('.floors line')).toHaveLength(2);
    expect(root.querySelector('.caption')!.textContent).toContain('Too far away to draw: Constant 50.00\u202f%.');
    expect(bitsAuc.describe(first)).toContain('Without bits: Constant 50.00\u202f%, Logistic regression 71.30\u202f% and No store 71.94\u202f%');
  });

  it('reads a run under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(bitsAuc, one, 700, { hover: (point) => told.push(point) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'rq-vae', name: 'b', bits: 16, value: 0.75, sd: 0.01 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('RQ-VAE codes, b: 75.00\u202f% ± 1.00\u202f% at 16.0 bits');
  });
});

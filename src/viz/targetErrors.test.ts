import { describe, expect, it } from 'vitest';
import { targetErrors } from './targetErrors';
import { targetErrorsFixtures } from './targetErrors.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(targetErrorsFixtures);

describe('targetErrors', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(targetErrors, first, 700), targetErrors.describe(first))).toMatchFileSnapshot('snapshots/targetErrors.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(targetErrors, targetErrorsFixtures));

  it('updates in place', () => expectInPlace(targetErrors, first, targetErrorsFixtures[2]!.data));

  it('draws bias around a line at zero, error without one', () => {
    const root = drawn(targetErrors, { ...first, measure: 'bias' }, 700);
    const zero = Number(root.querySelector('.zero line')!.getAttribute('y1'));
    const at = [...root.querySelectorAll('.points circle')].map((node) => Number(node.getAttribute('cy')));
    const bias = first.series.flatMap(({ byTarget }) => [...byTarget!.bias]);
    expect(at.map((y) => y < zero)).toEqual(bias.map((value) => value > 0));
    expect(drawn(targetErrors, first, 700).querySelectorAll('.zero line')).toHaveLength(0);
  });

  it('names groups by their largest value only where runs agree on them', () => {
    const labels = (data: typeof first) => drawn(targetErrors, data, 1000).querySelector('.x-labels')!.textContent;
    expect(labels(first)).not.toContain('group');
    const other = { ...first.series[1]!, byTarget: { ...first.series[1]!.byTarget!, upTo: first.series[1]!.byTarget!.upTo.map((value) => value + 1) } };
    expect(labels({ ...first, series: [first.series[0]!, other] })).toContain('group 1');
  });

  it('reads a group in words', () => {
    const told: unknown[] = [];
    const root = drawn(targetErrors, targetErrorsFixtures[4]!.data, 700, { hover: (group) => told.push(group) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'Home' }));
    expect(told).toEqual([{ seriesId: 'rq-reg', group: 1, value: 3, rows: 5 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('RQ-Reg, true up to 3.00\u202fs: off by 3.00\u202fs, 5 rows');
  });
});

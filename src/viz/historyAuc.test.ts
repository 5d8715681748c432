import { describe, expect, it } from 'vitest';
import { historyAuc } from './historyAuc';
import { historyAucFixtures } from './historyAuc.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(historyAucFixtures);
const one = { series: [{ series: first.series[0]!.series, byHistory: { upTo: new Uint32Array([3, 9, 9, 20]), auc: new Float32Array([0.625, NaN, 0.75, 0.875]), rows: new Uint32Array([50, 49, 48, 1200]) } }] };

describe('historyAuc', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(historyAuc, first, 700), historyAuc.describe(first))).toMatchFileSnapshot('snapshots/historyAuc.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(historyAuc, historyAucFixtures));

  it('updates in place', () => expectInPlace(historyAuc, first, historyAucFixtures[2]!.data));

  it('names ranges where they fit and ends of groups where not', () => {
    const labels = (width: number) => [...drawn(historyAuc, first, width).querySelectorAll('.x-labels text')].map((label) => label.textContent);
    expect(labels(700)).toEqual(['up to 3', '4–9', '10–22', '23–61', '62–340', 'earlier events of the user']);
    expect(labels(340)).toEqual(['3', '9', '22', '61', '340', 'earlier events of the user, up to']);
  });

  it('leaves out groups whose labels are all equal, and shows a coin only near it', () => {
    expect(historyAuc.describe(one)).toContain('IAT: 62.50\u202f% with up to 3, 75.00\u202f% with 9 and 87.50\u202f% with 10–20');
    expect(drawn(historyAuc, one, 700).querySelectorAll('.points circle')).toHaveLength(3);
    expect([one, historyAucFixtures[2]!.data].map((data) => drawn(historyAuc, data, 700).querySelectorAll('.chance line').length)).toEqual([0, 1]);
  });

  it('reads a group under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(historyAuc, one, 700, { hover: (group) => told.push(group) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'iat', group: 3, from: 10, upTo: 20, auc: 0.875, rows: 1200 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('IAT, 10–20 earlier events: 87.50\u202f%, 1\u202f200 rows');
  });
});

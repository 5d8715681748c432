import { describe, expect, it } from 'vitest';
import { categoriesOf, categoryOf } from './categories';
import { tokenMap } from './tokenMap';
import { tokenMapFixtures } from './tokenMap.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(tokenMapFixtures);
const source = {
  points: new Float32Array([0, 0, 10, 0, 0, 5]), axisShares: [0.5, 0.25] as const, rows: new Uint32Array([7, 8, 9]), labels: new Uint8Array([0, 1, 1]),
  colours: [{ name: 'device', codes: new Int32Array([0, 1, -1]), names: ['phone', 'desktop'] }],
};
const by = (field: string) => ({ by: field, series: [{ series: first.series[0]!.series, source }] });

describe('tokenMap', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(tokenMap, first, 700), tokenMap.describe(first))).toMatchFileSnapshot('snapshots/tokenMap.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(tokenMap, tokenMapFixtures));

  it('updates in place', () => expectInPlace(tokenMap, first, tokenMapFixtures[4]!.data));

  it('keeps one length the same on both axes', () => {
    const [a, b, c] = [...drawn(tokenMap, by('label'), 700).querySelectorAll('.points path')].map((node) => /\(([\d.]+) ([\d.]+)\)/.exec(node.getAttribute('transform')!)!.slice(1).map(Number)) as [number, number][];
    expect((b![0] - a![0]) / (a![1] - c![1])).toBeCloseTo(2, 1);
  });

  it('has a sign for each value, and a ring for what is not known', () => {
    const points = [...drawn(tokenMap, by('device'), 700).querySelectorAll('.points path')];
    expect(points.map((node) => node.getAttribute('fill'))).toEqual(['var(--category-2)', 'var(--category-1)', 'none']);
    expect(new Set(points.map((node) => node.getAttribute('d'))).size).toBe(3);
    expect(tokenMap.describe(by('device'))).toContain('Of these: desktop 1, phone 1 and not known 1');
    expect(tokenMap.toCsv(by('device')).split('\n')[1]).toBe('User-order source,7,0,0,0,phone');
  });

  it('gathers what is beyond ten values', () => {
    const categories = categoriesOf(Array.from({ length: 12 }, (_, i) => Array<string>(20 - i).fill(`v${i}`)).flat());
    expect(categories.map(({ name }) => name)).toEqual([...Array.from({ length: 10 }, (_, i) => `v${i}`), '2 others']);
    expect([categories[10]!.count, categoryOf('v11', categories)?.key, categoryOf('v0', categories)?.shape]).toEqual([19, 'other', 0]);
  });

  it('reads an event under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(tokenMap, by('device'), 700, { hover: (point) => told.push(point) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'user-order', row: 9, value: '', label: 1 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('User-order source, row 9: device not known, label yes');
  });
});

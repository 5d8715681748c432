import { describe, expect, it } from 'vitest';
import { seriesAt } from './testing/seeded';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import { utilization } from './utilization';
import { someSelected, utilizationFixtures } from './utilization.fixture';
import type { CodeHover, CodeSelection } from './usage';

const worked = { series: [{ series: seriesAt(1), rows: 10, exact: true, levels: [{ numCodes: 4, usage: Uint32Array.of(3, 0, 5, 2) }] }], mode: 'sorted' as const };

describe('utilization', () => {
  it('keeps its picture', async () => {
    const data = firstOf(utilizationFixtures);
    await expect(picture(drawn(utilization, data, 700), utilization.describe(data))).toMatchFileSnapshot('snapshots/utilization.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(utilization, utilizationFixtures));

  it('updates in place', () => expectInPlace(utilization, firstOf(utilizationFixtures), utilizationFixtures[2]!.data));

  it('prints codes in use and perplexity of a worked example', () => {
    const words = [...drawn(utilization, worked, 700).querySelectorAll('text')].map((node) => node.textContent);
    expect(words).toContain('3 / 4');
    expect(words).toContain('perplexity 2.80');
    expect(utilization.describe(worked)).toContain('3 of 4 (1 dead, perplexity 2.80)');
    expect(utilization.toCsv(worked)).toBe('method,level,code,uses,share\nRQ-VAE,1,0,3,0.3\nRQ-VAE,1,1,0,0\nRQ-VAE,1,2,5,0.5\nRQ-VAE,1,3,2,0.2\n');
  });

  it('shows one dead code among 256 in a narrow cell by a mark at least 5 px wide', () => {
    const usage = new Uint32Array(256).fill(20);
    usage[100] = 0;
    const one = { series: [{ series: seriesAt(0), rows: 5100, exact: true, levels: [0, 1].map(() => ({ numCodes: 256, usage })) }], mode: 'code order' as const };
    const d = drawn(utilization, one, 320).querySelector('[data-key="dead"]')?.getAttribute('d') ?? '';
    expect(Number(/h([\d.]+)/.exec(d)?.[1])).toBeGreaterThanOrEqual(4);
    expect(d.match(/M/g)).toHaveLength(1);
  });

  it('tells and selects the code under the keyboard cursor, most used first', () => {
    const hovers: (CodeHover | null)[] = [];
    const selections: CodeSelection[] = [];
    const root = drawn(utilization, worked, 700, { hover: (code) => hovers.push(code), select: (code) => selections.push(code) });
    const view = root.ownerDocument.defaultView!;
    const cell = root.querySelector<SVGElement>('[tabindex="0"]')!;
    for (const key of ['ArrowRight', 'Enter', 'End', 'Enter']) cell.dispatchEvent(new view.KeyboardEvent('keydown', { key }));
    expect(selections).toEqual([{ seriesId: 'rq-vae', level: 0, code: 0 }, { seriesId: 'rq-vae', level: 0, code: 1 }]);
    expect(hovers.at(-1)).toEqual({ seriesId: 'rq-vae', level: 0, code: 1, uses: 0, share: 0, selected: '' });
  });

  it('draws the part of each bar that is selected, in the order of the bars, and tells it', () => {
    const hovers: (CodeHover | null)[] = [];
    const root = drawn(utilization, { series: someSelected, mode: 'code order' }, 700, { hover: (code) => hovers.push(code) });
    const bars = root.querySelector('[data-key="selected"]')!.getAttribute('d')!;
    expect(bars.match(/M/g)).toHaveLength(someSelected[0]!.levels[0]!.selected!.filter((uses) => uses > 0).length);
    root.querySelector<SVGElement>('[tabindex="0"]')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(hovers.at(-1)!.selected).toBe(', 63 of 2\u202f016 selected');
  });

  it('finds the code under the pointer', () => {
    const hovers: (CodeHover | null)[] = [];
    const root = drawn(utilization, worked, 700, { hover: (code) => hovers.push(code) });
    const cell = root.querySelector<SVGElement>('[tabindex="0"]')!;
    const move = new (root.ownerDocument.defaultView!.MouseEvent)('pointermove', { clientX: 2, clientY: 30 });
    cell.dispatchEvent(move);
    expect(hovers.at(-1)).toMatchObject({ code: 2, uses: 5, share: 0.5 });
  });
});

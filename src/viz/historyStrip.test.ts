import { describe, expect, it } from 'vitest';
import { historyStrip } from './historyStrip';
import { historyStripFixtures } from './historyStrip.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(historyStripFixtures);
const attention = {
  users: new Int32Array([5, 8]), rows: new Uint32Array([90, 91]), labels: new Uint8Array([1, 0]), probabilities: new Float32Array([0.75, 0.25]), offsets: new Uint32Array([0, 3, 3]),
  tokenRows: new Uint32Array([10, 20, 30]), gaps: new Float64Array([86_400, 10_800, 60]), tokenLabels: new Uint8Array([0, 1, 2]), weights: new Float32Array([0.25, 0.5, 0.25]),
};
const one = { readers: [{ series: first.readers[0]!.series, attention }] };

describe('historyStrip', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(historyStrip, first, 700), historyStrip.describe(first))).toMatchFileSnapshot('snapshots/historyStrip.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(historyStrip, historyStripFixtures));

  it('updates in place', () => expectInPlace(historyStrip, first, historyStripFixtures[1]!.data));

  it('says what a reader attends to most, or that it prefers nothing', () => {
    expect(historyStrip.describe(one)).toBe('User 5, 3 earlier events. IAT: attends most to the event 3\u202fh before (50\u202f%, yes).');
    expect(historyStrip.describe({ ...one, user: 8 })).toBe('User 8, no earlier events. IAT: has no earlier event to attend to.');
    const even = { ...attention, weights: new Float32Array([0.33, 0.34, 0.33]) };
    expect(historyStrip.describe({ readers: [{ series: one.readers[0]!.series, attention: even }] })).toContain('attends to all events about alike');
  });

  it('tells labels apart by fill, with the newest event at the right', () => {
    const bars = [...drawn(historyStrip, one, 700).querySelectorAll('.bars path')];
    expect(bars.map((bar) => bar.getAttribute('fill'))).toEqual(['none', 'var(--hue-iat)', 'none']);
    const outlines = bars.map((bar) => bar.getAttribute('d')!.split('z'));
    expect(outlines.map(([, hatching]) => hatching !== '')).toEqual([false, false, true]);
    const places = outlines.map(([outline]) => Number(/^M([\d.]+)/.exec(outline!)![1]));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('reads an event under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(historyStrip, one, 700, { hover: (event) => told.push(event) });
    const press = (key: string) => root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    press('ArrowRight');
    expect(told).toEqual([{ seriesId: 'iat', row: 20, gap: 10_800, label: 1, weight: 0.5 }]);
    expect(root.querySelector('.reading')!.textContent).toBe('IAT: 3\u202fh before, yes, attention 50\u202f%');
    press('End');
    expect(root.querySelector('.reading')!.textContent).toBe('IAT: judged event, probability 0.75, label yes');
  });
});

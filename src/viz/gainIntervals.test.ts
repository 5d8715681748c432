import { describe, expect, it } from 'vitest';
import { gainIntervals } from './gainIntervals';
import { gainIntervalsFixtures } from './gainIntervals.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(gainIntervalsFixtures);
const interval = (difference: number, low: number, high: number) => ({ difference, low, high });
const [up, noise] = [interval(0.01, 0.005, 0.015), interval(0.01, -0.005, 0.025)];
const two = (measure: 'auc' | 'logLoss') => ({ measure, control: 'no store', rows: [up, noise].map((each, i) => ({ series: first.rows[i]!.series, difference: { auc: each, logLoss: each, users: 300, draws: 1000 } })) });

describe('gainIntervals', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(gainIntervals, first, 700), gainIntervals.describe(first))).toMatchFileSnapshot('snapshots/gainIntervals.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(gainIntervals, gainIntervalsFixtures));

  it('updates in place', () => expectInPlace(gainIntervals, first, gainIntervalsFixtures[1]!.data));

  it('draws intervals that hold 0 hollow, and says so', () => {
    const root = drawn(gainIntervals, two('auc'), 700);
    expect([...root.querySelectorAll('.points circle')].map((node) => node.getAttribute('fill'))).toEqual(['var(--hue-iat)', 'var(--ground)']);
    expect([...root.querySelectorAll('.words text')].map((node) => node.textContent)).toEqual(['+1.00 (+0.50 to +1.50), better', '+1.00 (−0.50 to +2.50), within noise']);
  });

  it('knows that less LogLoss is better', () => {
    expect(gainIntervals.describe(two('logLoss'))).toContain('IAT: +0.0100 (+0.0050 to +0.0150), worse');
    expect([...drawn(gainIntervals, gainIntervalsFixtures[1]!.data, 700).querySelectorAll('.sides text')].map((node) => node.textContent)).toEqual(['← better', 'worse →']);
  });

  it('reads a row under the keyboard, in words too', () => {
    const told: unknown[] = [];
    const root = drawn(gainIntervals, two('auc'), 700, { hover: (row) => told.push(row) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ ...noise, seriesId: 'iat-codes', verdict: 'within noise' }]);
    expect(root.querySelector('.reading')!.textContent).toBe('IAT with RQ-VAE codes: +1.00 (−0.50 to +2.50), within noise');
  });
});

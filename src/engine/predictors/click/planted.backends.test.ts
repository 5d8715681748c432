/** The planted clicks, whose law is known: codes tell of new items what ids cannot, codes of other items do not, and nothing does better than the law. Bounds are wider than what six seeds gave. */
import { expect, it } from 'vitest';
import { auc } from '../../math/binary';
import type { ClickResult, JudgedRows } from '../../records/click';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { clickSpec, plantedLog, runClicks } from '../../testing/clicks';
import { clickDifference } from '../log/clickDifference';
import { TEST } from '../log/parts';

const SEEDS = [1, 2, 3];

describeBackends('planted clicks', (backend) => {
  // Thousands of rows: too many for the plain processor and for a software adapter.
  if (backend !== 'wasm') return it('are for the kernels of the processor', () => expect(backend).not.toBe('wasm'));

  it.each(SEEDS)('seed %i: what is gained by codes, and by codes of other items', async (seed) => {
    const inputs = plantedLog(seed);
    const { events, law } = inputs;
    const best = auc(Array.from(events.test, (event) => events.labels[event]!), Array.from(events.test, (event) => law[event]!));
    const train = async (kind: string, params: Params): Promise<ClickResult> => {
      const { result, problem } = await runClicks(clickSpec(kind, params, { seed }), inputs);
      if (!result) throw new Error(problem?.message);
      return result;
    };
    for (const kind of ['fnn', 'ipnn']) {
      const by = async (fields: string) => train(kind, { fields, learningRate: 0.003 });
      const [none, codes, shuffled, replace] = [await by('none'), await by('codes'), await by('shuffled'), await by('replace')];
      const gain = (a: ClickResult, b: ClickResult, key: string) => a.scores[key]! - b.scores[key]!;
      expect(gain(codes, none, 'auc')).toBeGreaterThan(0.05);
      expect(gain(codes, none, 'aucCold')).toBeGreaterThan(0.12);
      expect(gain(codes, shuffled, 'aucCold')).toBeGreaterThan(0.12);
      expect(Math.abs(gain(shuffled, none, 'auc'))).toBeLessThan(0.02);
      expect(Math.abs(gain(shuffled, none, 'aucCold'))).toBeLessThan(0.04);
      expect(none.scores.aucCold).toBeLessThan(0.66);
      for (const { scores } of [codes, replace]) {
        expect(scores.auc).toBeLessThan(best + 0.01);
        expect(scores.auc).toBeGreaterThan(best - 0.05);
      }
      expect(gain(codes, none, 'logLoss')).toBeLessThan(-0.02);
      expect([codes.bits, none.bits, shuffled.bits]).toEqual([7, 0, 7]);
      if (kind === 'ipnn') continue;
      const { auc: difference, logLoss, users } = await clickDifference({ first: judged(codes), second: judged(none), seed: 1 });
      expect(difference.difference).toBeCloseTo(gain(codes, none, 'auc'), 12);
      expect(difference.low).toBeGreaterThan(0);
      expect(logLoss.high).toBeLessThan(0);
      expect(users).toBe(new Set(Array.from(events.test, (event) => events.log.users[event])).size);
    }
    const logistic = await train('logistic', { fields: 'codes' });
    expect(logistic.scores.auc).toBeGreaterThan(best - 0.04);
    expect(logistic.scores.auc! - (await train('logistic', {})).scores.auc!).toBeGreaterThan(0.05);
  }, 120_000);

  it('rows of two runs that differ are not compared', async () => {
    const rows = { labels: Uint8Array.of(0, 1), users: Int32Array.of(1, 2), probabilities: Float32Array.of(0.2, 0.8) };
    await expect(clickDifference({ first: rows, second: { ...rows, users: Int32Array.of(1, 1) }, seed: 1 })).rejects.toThrow('The two runs were judged on different rows.');
    await expect(clickDifference({ first: rows, second: { ...rows, labels: Uint8Array.of(0) }, seed: 1 })).rejects.toThrow('The two runs were judged on different rows.');
  });
});

function judged({ parts, labels, users, probabilities }: ClickResult): JudgedRows {
  const test = (_: unknown, row: number) => parts[row] === TEST;
  return { labels: labels.filter(test), users: users.filter(test), probabilities: probabilities.filter(test) };
}

/** The bootstrap by user against one that copies rows, and on cases whose answer is known. */
import { describe, expect, it } from 'vitest';
import { auc, logLoss } from './binary';
import { Random } from './random';
import { mean, quantiles } from './statistics';
import { bootstrapByUser, type PairedPredictions } from './userBootstrap';

/** Rows of users whose logits have an effect of their own; `first` sees a signal of some strength, `second` one of another; to two digits, so that many are equal. */
function drawn(seed: number, rows: number, users: number, strengths: readonly [number, number]): PairedPredictions {
  const random = new Random(seed);
  const effects = Array.from({ length: users }, () => random.normal());
  const user = Array.from({ length: rows }, () => random.integer(users));
  const signal = user.map(() => random.normal());
  const labels = user.map((each, row) => (random.uniform() < 1 / (1 + Math.exp(-effects[each]! - signal[row]!)) ? 1 : 0));
  const seen = (strength: number): number[] => signal.map((value) => Math.round(100 / (1 + Math.exp(-strength * value - 0.5 * random.normal()))) / 100);
  return { labels, users: user.map((each) => 10 * each + 3), first: seen(strengths[0]), second: seen(strengths[1]) };
}

describe('the bootstrap by user', () => {
  it('is the resampling of users, rows copied', async () => {
    const given = drawn(1, 120, 12, [1, 0.6]);
    const { labels, users, first, second } = given;
    const known = [...new Set(Array.from(users))];
    const random = new Random(5).split('users');
    const [areas, losses]: [number[], number[]] = [[], []];
    for (let draw = 0; draw < 200; draw++) {
      const rows = Array.from({ length: known.length }, () => known[random.integer(known.length)]!).flatMap((user) => Array.from(users).flatMap((each, row) => (each === user ? [row] : [])));
      const of = (column: ArrayLike<number>) => rows.map((row) => column[row]!);
      areas.push(auc(of(labels), of(first)) - auc(of(labels), of(second)));
      losses.push(logLoss(of(labels), of(first)) - logLoss(of(labels), of(second)));
    }
    const found = await bootstrapByUser(given, { seed: 5, draws: 200 });
    for (const [difference, wanted, value] of [[found.auc, areas, auc(labels, first) - auc(labels, second)], [found.logLoss, losses, logLoss(labels, first) - logLoss(labels, second)]] as const) {
      const [low, high] = quantiles(wanted, [0.025, 0.975]) as [number, number];
      expect(difference.value).toBeCloseTo(value, 12);
      expect(difference.mean).toBeCloseTo(mean(wanted), 12);
      expect([difference.low, difference.high]).toEqual([expect.closeTo(low, 12), expect.closeTo(high, 12)]);
    }
    expect([found.users, found.draws]).toEqual([12, 200]);
  });

  it('finds a real difference, in the right direction', async () => {
    const { auc: area, logLoss: loss } = await bootstrapByUser(drawn(2, 6000, 200, [1, 0.3]));
    expect([area.noise, loss.noise]).toEqual([false, false]);
    expect([area.low > 0, loss.high < 0, area.low < area.mean, area.mean < area.high]).toEqual([true, true, true, true]);
    const turned = drawn(2, 6000, 200, [1, 0.3]);
    const back = await bootstrapByUser({ ...turned, first: turned.second, second: turned.first });
    expect([back.auc.low, back.auc.high, back.auc.value]).toEqual([expect.closeTo(-area.high, 12), expect.closeTo(-area.low, 12), expect.closeTo(-area.value, 12)]);
  });

  it('calls differences of chance noise in about 19 of 20 cases', async () => {
    let noise = 0;
    for (let seed = 0; seed < 60; seed++) if ((await bootstrapByUser(drawn(100 + seed, 800, 60, [0.7, 0.7]), { draws: 300 })).auc.noise) noise++;
    expect(noise).toBeGreaterThanOrEqual(51);
    expect(noise).toBeLessThan(60);
  });

  it('is wider where rows hang together than rows alone would say', async () => {
    // Every user has one label and one prediction of each model: 1,500 rows hold 30 independent ones.
    const random = new Random(4);
    const of = Array.from({ length: 30 }, () => [random.integer(2), random.uniform(), random.uniform()]);
    const users = Array.from({ length: 1500 }, (_, row) => row % 30);
    const given = { labels: users.map((user) => of[user]![0]!), users, first: users.map((user) => of[user]![1]!), second: users.map((user) => of[user]![2]!) };
    const [byUser, byRow] = [await bootstrapByUser(given), await bootstrapByUser({ ...given, users: users.map((_, row) => row) })];
    expect((byUser.auc.high - byUser.auc.low) / (byRow.auc.high - byRow.auc.low)).toBeGreaterThan(4);
  });

  it('is exactly zero, and noise, for equal predictions and for the same order', async () => {
    const given = drawn(3, 300, 20, [1, 1]);
    expect((await bootstrapByUser({ ...given, second: given.first })).auc).toEqual({ value: 0, mean: 0, low: 0, high: 0, noise: true });
    const { auc: area, logLoss: loss } = await bootstrapByUser({ ...given, second: Array.from(given.first, (p) => p * 0.5) });
    expect([area.low, area.high, loss.noise]).toEqual([0, 0, false]);
  });

  it('leaves out draws of one class, and is undefined where none is left or beside a NaN', async () => {
    const lone = await bootstrapByUser({ labels: [1, 0, 0], users: [0, 1, 2], first: [0.9, 0.1, 0.2], second: [0.1, 0.9, 0.2] });
    expect(lone.draws).toBeLessThan(800);
    expect(lone.draws).toBeGreaterThan(600);
    expect([lone.auc.value, lone.auc.noise]).toEqual([1, false]);
    for (const none of [{ labels: [1, 1], users: [0, 1], first: [0.5, 0.6], second: [0.5, 0.6] }, { labels: [0, 1], users: [0, 0], first: [NaN, 0.6], second: [0.5, 0.6] }, { labels: [], users: [], first: [], second: [] }]) {
      const { auc: area, draws } = await bootstrapByUser(none);
      expect([area.value, area.mean, area.low, area.high, area.noise, draws]).toEqual([NaN, NaN, NaN, NaN, true, 0]);
    }
    await expect(bootstrapByUser({ labels: [0, 2], users: [0, 1], first: [0, 1], second: [0, 1] })).rejects.toThrow('Row 1 has label 2');
    await expect(bootstrapByUser({ labels: [0, 1], users: [0], first: [0, 1], second: [0, 1] })).rejects.toThrow('2 and 1 entries');
  });

  it('depends on the seed alone, and takes a breath every few draws', async () => {
    const given = drawn(6, 400, 30, [1, 0.8]);
    let breaths = 0;
    const slow = await bootstrapByUser(given, { draws: 100, seed: 2, breathe: async () => void breaths++ });
    expect(await bootstrapByUser(given, { draws: 100, seed: 2 })).toEqual(slow);
    expect(await bootstrapByUser(given, { draws: 100, seed: 3 })).not.toEqual(slow);
    expect(breaths).toBe(13);
  });

  it('takes 1,000 draws of 40,000 rows in seconds', async () => {
    const given = drawn(7, 40_000, 1500, [1, 0.8]);
    const began = performance.now();
    expect((await bootstrapByUser(given)).draws).toBe(1000);
    // 0.2 s alone; other tests run beside.
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

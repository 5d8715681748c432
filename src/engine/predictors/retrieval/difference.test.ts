/** The difference of two recommenders: what it is on all cases, and that users are drawn with all of theirs. */
import { expect, it } from 'vitest';
import type { RankedCases } from '../../records/retrieval';
import { retrievalDifference } from './difference';

const cases = (ranks: readonly number[], users: readonly number[], bucketSizes = ranks.map(() => 1)): RankedCases => ({ ranks: Int32Array.from(ranks), users: Int32Array.from(users), bucketSizes: Int32Array.from(bucketSizes) });
const users = Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : i));

it('is the difference of the means, within the interval', () => {
  const first = cases(users.map((_, i) => (i % 3 === 0 ? 0 : -1)), users);
  const second = cases(users.map((_, i) => (i % 6 === 0 ? 1 : -1)), users);
  const { recall10, ndcg10, users: count, draws } = retrievalDifference({ first, second, seed: 1 });
  expect([count, draws]).toEqual([31, 1000]);
  expect(recall10.difference).toBeCloseTo(1 / 6, 12);
  expect(ndcg10.difference).toBeCloseTo(1 / 3 - 1 / 6 / Math.log2(3), 12);
  expect(recall10.low).toBeLessThan(recall10.difference);
  expect(recall10.high).toBeGreaterThan(recall10.difference);
  expect(retrievalDifference({ first, second, seed: 1 })).toEqual({ recall10, ndcg10, users: count, draws });
  expect(retrievalDifference({ first: second, second: first, seed: 1 }).recall10.difference).toBeCloseTo(-1 / 6, 12);
});

it('counts a shared place by what random order gives', () => {
  const [first, second] = [cases([8], [0], [4]), cases([-1], [0])];
  expect(retrievalDifference({ first, second, seed: 1 }).recall10.difference).toBe(0.5);
});

it('has wide intervals where one user has most of the cases', () => {
  const gain = (of: readonly number[]) => retrievalDifference({ first: cases(of.map((user) => (user === 0 ? 0 : -1)), of), second: cases(of.map(() => -1), of), seed: 2 }).recall10;
  const [many, one] = [gain(users.map((_, i) => i % 2)), gain(users)];
  expect(one.high - one.low).toBeGreaterThan(0.3);
  expect(many.difference).toBe(0.5);
});

it('refuses other cases', () => {
  expect(() => retrievalDifference({ first: cases([0], [1]), second: cases([0], [2]), seed: 1 })).toThrow('The two runs were judged on different cases.');
});

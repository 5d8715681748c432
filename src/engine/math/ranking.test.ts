import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { Random } from './random';
import {
  cappedRecallOfListsAtK, meanReciprocalRank, ndcgAtK, ndcgOfListsAtK, ndcgOfRanksAtK, placeAmong, recallAtK, recallOfListsAtK, recallOfRanksAtK, reciprocalRankOfRanks,
} from './ranking';

const fixture = watched(given, ['ranking']);
const tolerance = fixture.meta.tolerance_float64;
const { ranked_items, single_target, several_targets } = fixture.ranking;
const [users, length] = ranked_items.shape as [number, number];
const ranked = Array.from({ length: users }, (_, user) => ranked_items.data.slice(user * length, (user + 1) * length));

describe('one target a user', () => {
  const ranks = ranked.map((items, user) => items.indexOf(single_target.target.data[user]!));

  it('agrees with the reference values', () => {
    expectClose(recallAtK(ranks, 5), single_target.recall_at_5, tolerance);
    expectClose(recallAtK(ranks, 10), single_target.recall_at_10, tolerance);
    expectClose(ndcgAtK(ranks, 5), single_target.ndcg_at_5, tolerance);
    expectClose(ndcgAtK(ranks, 10), single_target.ndcg_at_10, tolerance);
  });

  it('gives the worked example: ranks 0, 3 and a miss at K = 10', () => {
    for (const miss of [-1, Infinity, 10]) {
      expect(recallAtK([0, 3, miss], 10)).toBeCloseTo(2 / 3, 15);
      expect(ndcgAtK([0, 3, miss], 10)).toBeCloseTo(0.4769, 4);
    }
  });

  it('weighs ranks 0 to 4 by 1, .6309, .5, .4307, .3869 and cuts at K', () => {
    [1, 0.6309, 0.5, 0.4307, 0.3869].forEach((weight, rank) => expect(ndcgAtK([rank], 5)).toBeCloseTo(weight, 4));
    expect([recallAtK([4], 5), recallAtK([5], 5), ndcgAtK([5], 5)]).toEqual([1, 0, 0]);
  });

  it('counts a shared bucket by what of it fits into K', () => {
    expect(recallAtK([8, 8, 8, 12], 10, [1, 2, 8, 4])).toBe((1 + 1 + 0.25 + 0) / 4);
    expect(ndcgAtK([1], 3, [4])).toBeCloseTo((1 / Math.log2(3) + 1 / 2) / 4, 15);
    expect(ndcgAtK([0, 3, -1], 10, [1, 1, 1])).toBe(ndcgAtK([0, 3, -1], 10));
  });

  it('gives a shared bucket the mean over all orders of it', () => {
    const orders = [0, 1, 2, 3, 4].map((place) => 2 + place);
    for (const k of [1, 3, 5, 9]) {
      expect(recallAtK([2], k, [5])).toBeCloseTo(recallAtK(orders, k), 15);
      expect(ndcgAtK([2], k, [5])).toBeCloseTo(ndcgAtK(orders, k), 15);
    }
  });

  it('is undefined without users and beside a NaN, and refuses a K below 1', () => {
    expect([recallAtK([], 5), ndcgAtK([], 5), recallAtK([0, NaN], 5), ndcgAtK([NaN], 5)]).toEqual([NaN, NaN, NaN, NaN]);
    expect(() => recallAtK([0], 0)).toThrow('K is 0');
    expect(() => ndcgAtK([0], 2.5)).toThrow('K is 2.5');
  });
});

describe('several targets a user', () => {
  const lists = ranked.map((items, user) => ({ ranked: items, relevant: several_targets.relevant[user]! }));

  it('agrees with the reference values', () => {
    expectClose(recallOfListsAtK(lists, 5), several_targets.recall_at_5, tolerance);
    expectClose(recallOfListsAtK(lists, 10), several_targets.recall_at_10, tolerance);
    expectClose(ndcgOfListsAtK(lists, 5), several_targets.ndcg_at_5, tolerance);
    expectClose(ndcgOfListsAtK(lists, 10), several_targets.ndcg_at_10, tolerance);
  });

  it('is the one-target form where every user has one', () => {
    const random = new Random(8);
    const single = ranked.map((items) => ({ ranked: items, relevant: [random.integer(30)] }));
    const ranks = single.map((list) => list.ranked.indexOf(list.relevant[0]!));
    for (const k of [1, 5, 20]) {
      expect(recallOfListsAtK(single, k)).toBe(recallAtK(ranks, k));
      expect(ndcgOfListsAtK(single, k)).toBe(ndcgAtK(ranks, k));
    }
  });

  it('reaches 1 with the targets at the top; plain recall only where they fit', () => {
    const perfect = [{ ranked: [4, 2, 9, 7], relevant: [9, 4, 2] }];
    expect([recallOfListsAtK(perfect, 2), cappedRecallOfListsAtK(perfect, 2), ndcgOfListsAtK(perfect, 2)]).toEqual([2 / 3, 1, 1]);
    expect([recallOfListsAtK(perfect, 4), cappedRecallOfListsAtK(perfect, 4), ndcgOfListsAtK(perfect, 4)]).toEqual([1, 1, 1]);
  });

  it('counts an item once however often it is returned or named', () => {
    expect(recallOfListsAtK([{ ranked: [3, 3, 3], relevant: [3, 3, 5] }], 3)).toBe(0.5);
    expect(ndcgOfListsAtK([{ ranked: [3, 3, 3], relevant: [3] }], 3)).toBe(1);
  });

  it('leaves out users without a target, keeps those without a list', () => {
    const some = [{ ranked: [1], relevant: [1] }, { ranked: [1], relevant: [] }, { ranked: [], relevant: [2] }];
    expect([recallOfListsAtK(some, 5), ndcgOfListsAtK(some, 5)]).toEqual([0.5, 0.5]);
    expect([recallOfListsAtK([], 5), ndcgOfListsAtK(some.slice(1, 2), 5)]).toEqual([NaN, NaN]);
    expect(() => recallOfListsAtK(some, -1)).toThrow('K is -1');
  });
});

describe('ranks of several targets', () => {
  const random = new Random(11);
  const lists = ranked.map((items, user) => ({ ranked: items, relevant: several_targets.relevant[user]! }));

  it('score as the lists they stand for, in any order', () => {
    const ranks = lists.map(({ ranked, relevant }) => relevant.map((item) => ranked.indexOf(item)).sort(() => random.uniform() - 0.5));
    for (const k of [1, 5, 10, 20]) {
      expect(recallOfRanksAtK(ranks, k)).toBe(recallOfListsAtK(lists, k));
      expect(ndcgOfRanksAtK(ranks, k)).toBe(ndcgOfListsAtK(lists, k));
    }
  });

  it('leave out users without a target, are undefined beside a NaN, and refuse two targets of one rank', () => {
    expect(recallOfRanksAtK([[0], [], [-1]], 5)).toBe(0.5);
    expect([recallOfRanksAtK([[0, NaN]], 5), ndcgOfRanksAtK([[NaN]], 5), recallOfRanksAtK([], 5), reciprocalRankOfRanks([[], []])]).toEqual([NaN, NaN, NaN, NaN]);
    expect(() => ndcgOfRanksAtK([[3, 3]], 5)).toThrow('the rank 3');
    expect(recallOfRanksAtK([[-1, -1, Infinity]], 5)).toBe(0);
  });
});

describe('reciprocal rank', () => {
  it('is one over the place of the first target, 0 for a miss', () => {
    expect(meanReciprocalRank([0, 3, -1, Infinity])).toBe(1.25 / 4);
    expect(reciprocalRankOfRanks([[4, 1], [-1, 7], [-1]])).toBeCloseTo((1 / 2 + 1 / 8) / 3, 15);
    expect([meanReciprocalRank([]), meanReciprocalRank([NaN])]).toEqual([NaN, NaN]);
  });

  it('counts a shared place as the mean over its orders', () => {
    expect(meanReciprocalRank([2], [3])).toBeCloseTo(meanReciprocalRank([2, 3, 4]), 15);
  });
});

describe('place among candidates', () => {
  it('is the place in a sorted list, ties shared', () => {
    expect(placeAmong([0.3, 0.9, 0.1], 0)).toEqual({ rank: 1, bucketSize: 1 });
    expect(placeAmong([0.5, 0.9, 0.5, 0.5], 2)).toEqual({ rank: 1, bucketSize: 3 });
    expect(placeAmong([0.5, NaN], 0).rank).toBeNaN();
    expect(() => placeAmong([0.5], 1)).toThrow('candidate 1 of 1');
  });

  it('makes of equal scores what a random order gives on average', () => {
    const random = new Random(12);
    const places = Array.from({ length: 40 }, () => placeAmong(Float64Array.from({ length: 30 }, () => random.integer(5)), random.integer(30)));
    const bySorting = places.flatMap(({ rank, bucketSize }) => Array.from({ length: bucketSize }, (_, i) => ({ rank: rank + i, weight: 1 / bucketSize })));
    const expected = bySorting.reduce((total, { rank, weight }) => total + (rank < 10 ? weight : 0), 0) / places.length;
    expect(recallAtK(places.map(({ rank }) => rank), 10, places.map(({ bucketSize }) => bucketSize))).toBeCloseTo(expected, 12);
  });
});

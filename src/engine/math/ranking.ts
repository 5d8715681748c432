/** How high recommended lists place what the user went on to choose: recall and NDCG at K and the reciprocal rank, for one target a user and for several. */
import { hasNaN, requireSameLength } from './ranks';
import { mean } from './statistics';

/**
 * Recall at K with one target a user (the hit rate): the share of users whose target stands among the first K.
 * `ranks` [users] count from 0; -1 (as indexOf gives) or Infinity: not returned, which counts 0 and stays in the mean.
 * With `bucketSizes` [users] the target shares its semantic ID with that many items (itself included), and `ranks` is the number of
 * items ranked before their bucket: it counts clamp((K - rank) / size, 0, 1), the expected value under a random order of the bucket.
 * [0, 1], higher is better. NaN without users or beside a NaN; RangeError for a K that is no positive integer.
 */
export function recallAtK(ranks: ArrayLike<number>, k: number, bucketSizes?: ArrayLike<number>): number {
  return meanOverTargets(ranks, k, bucketSizes, () => 1);
}

/**
 * NDCG at K with one target a user: mean of 1 / log2(rank + 2) where rank < K, else 0; the ideal is 1. Arguments as in `recallAtK`;
 * a shared bucket counts the mean of the weights over its positions. [0, 1], higher is better. NaN without users or beside a NaN.
 */
export function ndcgAtK(ranks: ArrayLike<number>, k: number, bucketSizes?: ArrayLike<number>): number {
  return meanOverTargets(ranks, k, bucketSizes, positionWeight);
}

/**
 * Mean reciprocal rank with one target a user: mean of 1 / (rank + 1), 0 where it is not returned. Arguments as in `recallAtK`; a shared bucket counts the mean over
 * its positions. [0, 1], higher is better. NaN without users or beside a NaN.
 */
export function meanReciprocalRank(ranks: ArrayLike<number>, bucketSizes?: ArrayLike<number>): number {
  return meanOverPlaces(ranks, Infinity, bucketSizes, (position) => 1 / (position + 1));
}

/**
 * Where a target stands among candidates by score, higher first, for `recallAtK` and its siblings: the candidates strictly above it, and how many share its score
 * (itself included). Ties so count their expected value under a random order, whatever the order of the candidates. A NaN among the scores: rank NaN.
 */
export function placeAmong(scores: ArrayLike<number>, target: number): { readonly rank: number; readonly bucketSize: number } {
  if (!(target >= 0 && target < scores.length)) throw new RangeError(`The target is candidate ${target} of ${scores.length}.`);
  if (hasNaN(scores)) return { rank: NaN, bucketSize: 1 };
  let [rank, bucketSize] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > scores[target]!) rank++;
    else if (scores[i] === scores[target]) bucketSize++;
  }
  return { rank, bucketSize };
}

/** `recallOfListsAtK` from the 0-based ranks of each user's targets [users][targets], in any order; -1 or Infinity: not returned. NaN beside a NaN; RangeError where two targets have one rank. */
export function recallOfRanksAtK(ranks: readonly ArrayLike<number>[], k: number): number {
  return meanOverHits(ranks.map((user) => hitsAmong(user, k)), k, recallOf);
}

/** `ndcgOfListsAtK` from the ranks of each user's targets, as in `recallOfRanksAtK`. */
export function ndcgOfRanksAtK(ranks: readonly ArrayLike<number>[], k: number): number {
  return meanOverHits(ranks.map((user) => hitsAmong(user, k)), k, gainOf(k));
}

/** Mean over users of 1 / (rank + 1) of the target that stands highest; arguments as in `recallOfRanksAtK`. [0, 1], higher is better. */
export function reciprocalRankOfRanks(ranks: readonly ArrayLike<number>[]): number {
  return meanOverHits(ranks.map((user) => hitsAmong(user, Infinity)), 1, (hits) => (hits.length > 0 ? 1 / (hits[0]! + 1) : 0));
}

/** One user's list, best first, and what of all items was relevant. */
export interface RankedList {
  readonly ranked: ArrayLike<number>;
  readonly relevant: readonly number[];
}

/**
 * Recall at K with several targets a user: hits among the first K / number of targets, mean over users. A user with more than K targets
 * cannot reach 1 (see `cappedRecallOfListsAtK`). An item returned twice counts once, in its better place; users without a target have no
 * recall and are left out. [0, 1], higher is better. NaN where no user is left; RangeError for a K that is no positive integer.
 */
export function recallOfListsAtK(lists: readonly RankedList[], k: number): number {
  return meanOverLists(lists, k, recallOf);
}

/** `recallOfListsAtK` with hits / min(K, number of targets): 1 is in everyone's reach. Not comparable with the plain form. */
export function cappedRecallOfListsAtK(lists: readonly RankedList[], k: number): number {
  return meanOverLists(lists, k, (hits, targets) => hits.length / Math.min(k, targets));
}

/**
 * NDCG at K with several targets a user, all of gain 1: sum over hits of 1 / log2(position + 2), over the same sum for the ideal list of
 * min(K, number of targets) hits at the top; mean over users. Repeated items and users without a target as in `recallOfListsAtK`.
 * [0, 1], higher is better. NaN where no user is left.
 */
export function ndcgOfListsAtK(lists: readonly RankedList[], k: number): number {
  return meanOverLists(lists, k, gainOf(k));
}

function meanOverTargets(
  ranks: ArrayLike<number>,
  k: number,
  bucketSizes: ArrayLike<number> | undefined,
  weight: (position: number) => number,
): number {
  requirePositive(k);
  return meanOverPlaces(ranks, k, bucketSizes, weight);
}

function meanOverPlaces(ranks: ArrayLike<number>, k: number, bucketSizes: ArrayLike<number> | undefined, weight: (position: number) => number): number {
  if (bucketSizes) requireSameLength(ranks, bucketSizes, 'Ranks and bucket sizes');
  const values = Float64Array.from({ length: ranks.length }, (_, user) => {
    const rank = ranks[user]!;
    if (Number.isNaN(rank)) return NaN;
    if (rank < 0) return 0;
    const size = bucketSizes ? bucketSizes[user]! : 1;
    let total = 0;
    for (let position = rank; position < Math.min(rank + size, k); position++) total += weight(position);
    return total / size;
  });
  return mean(values);
}

/** What a user's hits count: 0-based positions below K, ascending, and the number of targets. */
type Counted = (hits: readonly number[], targets: number) => number;

interface Hits {
  readonly positions: readonly number[];
  readonly targets: number;
}

function meanOverLists(lists: readonly RankedList[], k: number, score: Counted): number {
  return meanOverHits(lists.map(({ ranked, relevant }): Hits => {
    const open = new Set(relevant);
    const targets = open.size;
    const positions: number[] = [];
    for (let position = 0; position < Math.min(k, ranked.length); position++) if (open.delete(ranked[position]!)) positions.push(position);
    return { positions, targets };
  }), k, score);
}

/** Mean over the users who have targets. */
function meanOverHits(users: readonly Hits[], k: number, score: Counted): number {
  requirePositive(k);
  return mean(users.filter(({ targets }) => targets > 0).map(({ positions, targets }) => (positions.some(Number.isNaN) ? NaN : score(positions, targets))));
}

function hitsAmong(ranks: ArrayLike<number>, k: number): Hits {
  if (hasNaN(ranks)) return { positions: [NaN], targets: ranks.length };
  const positions = Array.from(ranks).filter((rank) => rank >= 0 && rank < k).sort((a, b) => a - b);
  const twice = positions.find((rank, i) => rank === positions[i + 1]);
  if (twice !== undefined) throw new RangeError(`Two targets of one user have the rank ${twice}.`);
  return { positions, targets: ranks.length };
}

function recallOf(hits: readonly number[], targets: number): number {
  return hits.length / targets;
}

function gainOf(k: number): Counted {
  return (hits, targets) => {
    let ideal = 0;
    for (let position = 0; position < Math.min(k, targets); position++) ideal += positionWeight(position);
    return hits.reduce((total, position) => total + positionWeight(position), 0) / ideal;
  };
}

function positionWeight(position: number): number {
  return 1 / Math.log2(position + 2);
}

function requirePositive(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`K is ${k}; a whole number of 1 or more was wanted.`);
}

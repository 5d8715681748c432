/** How high recommended lists place what the user went on to choose: recall and NDCG at K, for one target a user and for several. */
import { requireSameLength } from './ranks';
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
  return meanOverLists(lists, k, (hits, targets) => hits.length / targets);
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
  return meanOverLists(lists, k, (hits, targets) => {
    let ideal = 0;
    for (let position = 0; position < Math.min(k, targets); position++) ideal += positionWeight(position);
    return hits.reduce((total, position) => total + positionWeight(position), 0) / ideal;
  });
}

function meanOverTargets(
  ranks: ArrayLike<number>,
  k: number,
  bucketSizes: ArrayLike<number> | undefined,
  weight: (position: number) => number,
): number {
  requirePositive(k);
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

/** Mean over the users who have targets; `score` takes the 0-based positions of the hits and the number of targets. */
function meanOverLists(lists: readonly RankedList[], k: number, score: (hits: readonly number[], targets: number) => number): number {
  requirePositive(k);
  const scores: number[] = [];
  for (const { ranked, relevant } of lists) {
    const open = new Set(relevant);
    const targets = open.size;
    if (targets === 0) continue;
    const hits: number[] = [];
    for (let position = 0; position < Math.min(k, ranked.length); position++) if (open.delete(ranked[position]!)) hits.push(position);
    scores.push(score(hits, targets));
  }
  return mean(scores);
}

function positionWeight(position: number): number {
  return 1 / Math.log2(position + 2);
}

function requirePositive(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`K is ${k}; a whole number of 1 or more was wanted.`);
}

/** What the views show of a recommender: scores of cases, and how they depend on the depth of the ID, on the frequency of the target and on the length of the history. */
import { scoresOf } from '../../../metrics/scores';
import type { Scores } from '../../../records/predict';
import type { CaseGroups } from '../../../records/retrieval';
import { stableOrder } from '../../../math/ranks';
import { equalGroups } from '../../training/groups';
import { historyOf, type Cases, type PreparedSequences } from '../preparedSequences';
import type { Rankings } from '../ranking';

const GROUPS = 4;

/** Means over these cases of some rankings. */
export function scoresOfCases({ ranks, bucketSizes }: Pick<Rankings, 'ranks' | 'bucketSizes'>, cases?: readonly number[]): Scores {
  return scoresOf('ranking', cases ? { ranks: Int32Array.from(cases, (i) => ranks[i]!), bucketSizes: Int32Array.from(cases, (i) => bucketSizes[i]!) } : { ranks, bucketSizes });
}

/** Means over users of their means over cases. */
export function scoresByUser(rankings: Rankings, users: Int32Array): Scores {
  const casesOf = new Map<number, number[]>();
  users.forEach((user, i) => casesOf.set(user, [...(casesOf.get(user) ?? []), i]));
  const each = Array.from(casesOf.values(), (cases) => scoresOfCases(rankings, cases));
  return Object.fromEntries(Object.keys(each[0] ?? {}).map((key) => [key, each.reduce((sum, scores) => sum + scores[key]!, 0) / each.length]));
}

/** [places]: share of cases whose right tokens up to each place were kept. */
export function foundByDepth({ found, ranks }: Rankings): Float32Array {
  if (!found || ranks.length === 0) return new Float32Array(0);
  const places = found.length / ranks.length;
  const shares = new Float32Array(places);
  for (let place = 0; place < places; place++) {
    let count = 0;
    for (let i = 0; i < ranks.length; i++) count += found[i * places + place]!;
    shares[place] = count / ranks.length;
  }
  return shares;
}

/** By how often the target stands in the training sequences. */
export function byFrequency(rankings: Rankings, { training, items }: PreparedSequences, cases: Cases): CaseGroups {
  const counts = new Uint32Array(items);
  for (const item of training.events) counts[item]!++;
  return grouped(rankings, Uint32Array.from(cases.targets, (item) => counts[item]!));
}

export function byHistory(rankings: Rankings, cases: Cases): CaseGroups {
  return grouped(rankings, Uint32Array.from({ length: cases.count }, (_, i) => historyOf(cases, i).length));
}

/** Cases in up to four groups of about equal size; equal values stay together. */
function grouped(rankings: Rankings, values: Uint32Array): CaseGroups {
  const groups = equalGroups(stableOrder(values), GROUPS, (a, b) => values[a] === values[b]);
  const scores = groups.map((cases) => scoresOfCases(rankings, cases));
  return {
    upTo: Uint32Array.from(groups, (cases) => values[cases.at(-1)!]!), cases: Uint32Array.from(groups, (cases) => cases.length),
    recall10: Float32Array.from(scores, ({ recall10 }) => recall10!), ndcg10: Float32Array.from(scores, ({ ndcg10 }) => ndcg10!),
  };
}

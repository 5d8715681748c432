/** Whether two recommenders differ on the same cases by more than the choice of users: a paired bootstrap that draws users, each with all cases. */
import { EngineError } from '../../errors';
import { ndcgAtK, recallAtK } from '../../math/ranking';
import { Random } from '../../math/random';
import { quantiles } from '../../math/statistics';
import type { RankedCases, RetrievalDifference } from '../../records/retrieval';

const CUT_OFF = 10;
const DRAWS = 1000;

/** Percentile bootstrap (Efron and Tibshirani, 1993) of means over cases. @throws EngineError where the cases are not the same. */
export function retrievalDifference({ first, second, seed }: { readonly first: RankedCases; readonly second: RankedCases; readonly seed: number }): RetrievalDifference {
  const n = first.users.length;
  if (second.users.length !== n || first.users.some((user, i) => user !== second.users[i])) throw new EngineError('The two runs were judged on different cases.', 'Compare runs on the same sequences.');
  const numbers = new Map<number, number>();
  const users = Int32Array.from(first.users, (user) => numbers.get(user) ?? (numbers.set(user, numbers.size), numbers.size - 1));
  const casesOf = new Float64Array(numbers.size);
  users.forEach((user) => casesOf[user]!++);
  const scores = [recallAtK, ndcgAtK].map((score) => {
    const sums = new Float64Array(numbers.size);
    const of = ({ ranks, bucketSizes }: RankedCases, i: number) => score([ranks[i]!], CUT_OFF, [bucketSizes[i]!]);
    users.forEach((user, i) => (sums[user]! += of(first, i) - of(second, i)));
    return sums;
  });
  const random = new Random(seed).split('users');
  const drawn: number[][] = scores.map(() => []);
  for (let draw = 0; draw < DRAWS; draw++) {
    const picked = Int32Array.from({ length: numbers.size }, () => random.integer(numbers.size));
    const cases = picked.reduce((sum, user) => sum + casesOf[user]!, 0);
    scores.forEach((sums, which) => drawn[which]!.push(picked.reduce((sum, user) => sum + sums[user]!, 0) / cases));
  }
  const [recall10, ndcg10] = scores.map((sums, which) => {
    const [low, high] = quantiles(drawn[which]!, [0.025, 0.975]) as [number, number];
    return { difference: sums.reduce((sum, value) => sum + value, 0) / n, low, high };
  }) as [RetrievalDifference['recall10'], RetrievalDifference['ndcg10']];
  return { recall10, ndcg10, users: numbers.size, draws: DRAWS };
}

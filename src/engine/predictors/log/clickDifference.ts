/** Whether two runs over the same test rows differ by more than the choice of users. */
import { EngineError } from '../../errors';
import { bootstrapByUser, type Difference } from '../../math/userBootstrap';
import type { ClickDifference, Interval, JudgedRows } from '../../records/click';
import { breathe } from '../../runs/breathe';

/** @throws EngineError where the rows are not the same. */
export async function clickDifference({ first, second, seed }: { readonly first: JudgedRows; readonly second: JudgedRows; readonly seed: number }): Promise<ClickDifference> {
  const same = (a: ArrayLike<number>, b: ArrayLike<number>) => a.length === b.length && Array.from(a).every((value, row) => value === b[row]);
  if (!same(first.labels, second.labels) || !same(first.users, second.users)) throw new EngineError('The two runs were judged on different rows.', 'Compare runs on one log with one split.');
  const { labels, users } = first;
  const { auc, logLoss, users: count, draws } = await bootstrapByUser({ labels, users, first: first.probabilities, second: second.probabilities }, { seed, breathe });
  return { auc: interval(auc), logLoss: interval(logLoss), users: count, draws };
}

function interval({ value, low, high }: Difference): Interval {
  return { difference: value, low, high };
}

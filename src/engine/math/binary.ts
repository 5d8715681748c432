/** How well scores and probabilities predict a yes or no. */
import { midRanks, requireSameLength, stableOrder } from './ranks';
import { mean } from './statistics';

/** What probabilities are kept away from 0 and 1 by, so that one sure mistake does not cost infinity. */
export const PROBABILITY_MARGIN = 1e-7;

/**
 * Area under the ROC curve: P(score of a positive > score of a negative) + half the ties
 * = (sum of the mid-ranks of the positives - n1 (n1 + 1) / 2) / (n1 n0). In [0, 1], higher is better, 0.5 is chance.
 * `labels` are 0 or 1 (else RangeError), `scores` on any scale. NaN where only one class is there or a score is NaN.
 */
export function auc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  requireSameLength(labels, scores, 'AUC of labels and scores');
  const ranks = midRanks(scores);
  let positives = 0;
  let rankSum = 0; // multiples of 1/2: exact
  for (let row = 0; row < labels.length; row++) {
    if (!isPositive(labels, row)) continue;
    positives++;
    rankSum += ranks[row]!;
  }
  const negatives = labels.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * AUC by group (GAUC, UAUC): the AUC within each group that has both classes, weighted by its rows; pairs across groups are not compared. `groups` [rows] are numbers of
 * users. `share`: of the groups, those that counted. Both NaN without groups, `value` NaN where none counts or a score of one that counts is NaN.
 */
export function groupAuc(labels: ArrayLike<number>, scores: ArrayLike<number>, groups: ArrayLike<number>): { readonly value: number; readonly share: number } {
  requireSameLength(labels, scores, 'AUC of labels and scores');
  requireSameLength(labels, groups, 'AUC of labels and groups');
  const order = stableOrder(groups);
  let [weighted, weights, counted, all] = [0, 0, 0, 0];
  for (let start = 0, end = 0; start < order.length; start = end, all++) {
    while (end < order.length && groups[order[end]!] === groups[order[start]!]) end++;
    const rows = order.subarray(start, end);
    const positives = rows.reduce((count, row) => count + (isPositive(labels, row) ? 1 : 0), 0);
    if (positives === 0 || positives === rows.length) continue;
    counted++;
    weights += rows.length;
    weighted += rows.length * auc(Array.from(rows, (row) => labels[row]!), Array.from(rows, (row) => scores[row]!));
  }
  return { value: weighted / weights, share: counted / all };
}

/**
 * Binary cross-entropy, -mean(y log p + (1 - y) log(1 - p)), p clipped to [margin, 1 - margin]. Natural logarithm. In [0, inf),
 * lower is better; the constant predictor reaches the entropy of the positive share. `labels` are 0 or 1 (else RangeError).
 * NaN without rows or where a probability is NaN.
 */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>, margin = PROBABILITY_MARGIN): number {
  requireSameLength(labels, probabilities, 'LogLoss of labels and probabilities');
  const losses = Float64Array.from({ length: labels.length }, (_, row) => {
    const probability = Math.min(Math.max(probabilities[row]!, margin), 1 - margin);
    return isPositive(labels, row) ? -Math.log(probability) : -Math.log1p(-probability);
  });
  return mean(losses);
}

/** Whether the row's label is 1. RangeError where it is neither 0 nor 1. */
export function isPositive(labels: ArrayLike<number>, row: number): boolean {
  const label = labels[row]!;
  if (label !== 0 && label !== 1) throw new RangeError(`Row ${row} has label ${label}; a binary label is 0 or 1.`);
  return label === 1;
}

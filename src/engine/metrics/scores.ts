/** The registry of scores: the numbers by which predictions of a continuous target are judged, over all rows and over the positive ones. */
import { meanAbsoluteError, normalisedGini, rootMeanSquareError, spearman, xauc, xaucSortedByPrediction } from '../math/regression';
import { mean } from '../math/statistics';
import type { ScoreEntry, Scores } from '../records/predict';

type Column = ArrayLike<number>;
type Judged = Omit<ScoreEntry, 'rows'> & { readonly of: (targets: Column, predictions: Column) => number };

const judged: readonly Judged[] = [
  {
    key: 'mae', title: 'Mean absolute error', term: 'MAE', direction: 'down', format: 'target', shown: true, of: meanAbsoluteError,
    meaning: 'How far a prediction lies from the true value on average.', formula: 'mean |ŷ - y|',
  },
  {
    key: 'rmse', title: 'Root mean square error', term: 'RMSE', direction: 'down', format: 'target', shown: true, of: rootMeanSquareError,
    meaning: 'As the mean absolute error, but large misses weigh more: few long values decide it.', formula: 'sqrt(mean (ŷ - y)²)',
  },
  {
    key: 'spearman', title: 'Rank correlation', term: 'Spearman', direction: 'up', format: 'number', shown: true, of: spearman,
    meaning: 'How alike predictions and true values order the rows: 1 alike, 0 unrelated, -1 reversed.', formula: 'correlation of the mid-ranks',
  },
  {
    key: 'normGini', title: 'Normalised Gini', term: 'norm. Gini', direction: 'up', format: 'number', shown: true, of: normalisedGini,
    meaning: 'How much of the total value lies with the rows predicted highest, over what the best order has: 1 best, about 0 random.',
    formula: 'G(ŷ) / G(y), G = 2 mean_j (running share of y, sorted by prediction, falling) - 1',
  },
  {
    key: 'xauc', title: 'Pairs in the right order', term: 'XAUC', direction: 'up', format: 'share', shown: true, of: xauc,
    meaning: 'Of the pairs of rows with different values, the share that is predicted in the right order; ties in prediction count one half.',
    formula: 'P(ŷ_i > ŷ_j | y_i > y_j) + P(ŷ_i = ŷ_j | y_i > y_j) / 2',
  },
  {
    key: 'xaucTpm', title: 'Pairs in the right order, as TPM counts', term: 'XAUC (TPM)', direction: 'up', format: 'share', shown: false, of: xaucSortedByPrediction,
    meaning: 'As XAUC, over all pairs: those with equal values count as wrong. For comparison with papers; much lower where many values are equal.',
    formula: 'pairs whose y falls strictly, sorted by ŷ, over n (n - 1) / 2',
  },
];

const further: readonly ScoreEntry[] = [
  {
    key: 'meanPrediction', title: 'Mean prediction', term: 'mean ŷ', direction: 'none', format: 'target', rows: 'all', shown: true,
    meaning: 'Beside the mean true value it tells whether predictions are too high or too low in all.', formula: 'mean ŷ',
  },
  { key: 'meanTarget', title: 'Mean true value', term: 'mean y', direction: 'none', format: 'target', rows: 'all', shown: false, meaning: 'What predictions average to at best.', formula: 'mean y' },
  {
    key: 'negativeShare', title: 'Predictions below zero', term: 'share ŷ < 0', direction: 'none', format: 'share', rows: 'all', shown: false,
    meaning: 'Predictions are not clipped; where the target is never negative, these are plainly wrong.', formula: 'rows with ŷ < 0 / rows',
  },
];

/** A score is added here and nowhere else: each of `judged` is given over all rows and over those with y > 0 (key + `Positive`). */
export const scoreEntries: readonly ScoreEntry[] = [
  ...judged.map(({ of: _, ...entry }): ScoreEntry => ({ ...entry, rows: 'all' })),
  ...further,
  ...judged.map(({ of: _, ...entry }): ScoreEntry => ({ ...entry, key: `${entry.key}Positive`, title: `${entry.title}, positive rows`, term: `${entry.term}, y > 0`, rows: 'positive', shown: false })),
];

/** Every score of predictions [n] of targets [n], by key, in the target's unit. NaN where one is undefined. */
export function computeScores(targets: Column, predictions: Column): Scores {
  const positive = Array.from(targets, (_, row) => row).filter((row) => targets[row]! > 0);
  const [positiveTargets, positivePredictions] = [targets, predictions].map((column) => Float64Array.from(positive, (row) => column[row]!)) as [Float64Array, Float64Array];
  const all = judged.map(({ key, of }) => [key, of(targets, predictions)] as const);
  const some = judged.map(({ key, of }) => [`${key}Positive`, of(positiveTargets, positivePredictions)] as const);
  const below = Array.from(predictions).filter((value) => value < 0).length;
  return { ...Object.fromEntries([...all, ...some]), meanPrediction: mean(predictions), meanTarget: mean(targets), negativeShare: below / predictions.length };
}

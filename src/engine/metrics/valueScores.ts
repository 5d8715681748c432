/** Scores of predictions of a number: how near they come and how they order the rows, over all rows and over the positive ones. */
import { meanAbsoluteError, normalisedGini, rootMeanSquareError, spearman, xauc, xaucSortedByPrediction } from '../math/regression';
import { mean } from '../math/statistics';
import type { ScoreEntry } from '../records/predict';
import type { Column, Judged, Score, ValuePairs } from './score';

type Row = Omit<ScoreEntry, 'rows' | 'needs'> & { readonly of: (targets: Column, predictions: Column) => number };

/** Each is given over all rows and over those with y > 0 (key + `Positive`). */
const judged: readonly Row[] = [
  {
    key: 'mae', title: 'Mean absolute error', term: 'MAE', direction: 'down', format: 'target', shown: true, of: meanAbsoluteError,
    meaning: 'How far a prediction lies from the true value on average.', formula: 'mean |ŷ - y|',
  },
  {
    key: 'rmse', title: 'Root mean square error', term: 'RMSE', direction: 'down', format: 'target', shown: true, of: rootMeanSquareError,
    meaning: 'As the mean absolute error, but large errors weigh more: a few large values dominate it.', formula: 'sqrt(mean (ŷ - y)²)',
  },
  {
    key: 'spearman', title: 'Rank correlation', term: 'Spearman', direction: 'up', format: 'number', shown: true, of: spearman,
    meaning: 'How similarly predictions and true values order the rows: 1 same order, 0 unrelated, -1 reversed.', formula: 'correlation of the mid-ranks',
  },
  {
    key: 'normGini', title: 'Normalised Gini', term: 'norm. Gini', direction: 'up', format: 'number', shown: true, of: normalisedGini,
    meaning: 'How much of the total value lies with the rows predicted highest, relative to the best order: 1 best, about 0 random.',
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

const further: readonly Row[] = [
  {
    key: 'meanPrediction', title: 'Mean prediction', term: 'mean ŷ', direction: 'none', format: 'target', shown: true, of: (_, predictions) => mean(predictions),
    meaning: 'Compared with the mean true value, it shows whether predictions are too high or too low overall.', formula: 'mean ŷ',
  },
  { key: 'meanTarget', title: 'Mean true value', term: 'mean y', direction: 'none', format: 'target', shown: false, meaning: 'The mean of the true values, which the mean prediction should match.', formula: 'mean y', of: (targets) => mean(targets) },
  {
    key: 'negativeShare', title: 'Predictions below zero', term: 'share ŷ < 0', direction: 'none', format: 'share', shown: false,
    meaning: 'Predictions are not clipped; where the target is never negative, predictions below zero are wrong.', formula: 'rows with ŷ < 0 / rows',
    of: (_, predictions) => Array.from(predictions).filter((value) => value < 0).length / predictions.length,
  },
];

export const valueScores: readonly Score<'values'>[] = [
  ...judged.map(overAll),
  ...judged.map(({ of, ...entry }): Score<'values'> => ({
    needs: 'values', of: ({ positive }) => of(positive.targets, positive.predictions),
    entry: { ...entry, key: `${entry.key}Positive`, title: `${entry.title}, positive rows`, term: `${entry.term}, y > 0`, rows: 'positive', needs: 'values', shown: false },
  })),
  ...further.map(overAll),
];

/** What value scores are computed from: the positive rows are picked once for all of them. */
export function judgedValues(targets: Column, predictions: Column): Judged['values'] {
  const rows = Array.from(targets, (_, row) => row).filter((row) => targets[row]! > 0);
  const positive = (column: Column) => Float64Array.from(rows, (row) => column[row]!);
  return { all: { targets, predictions }, positive: { targets: positive(targets), predictions: positive(predictions) } satisfies ValuePairs };
}

function overAll({ of, ...entry }: Row): Score<'values'> {
  return { needs: 'values', entry: { ...entry, rows: 'all', needs: 'values' }, of: ({ all }) => of(all.targets, all.predictions) };
}

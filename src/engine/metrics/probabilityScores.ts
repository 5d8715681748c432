/** Scores of probabilities against labels of 0 and 1: the order of the rows, the cost of a miss, and whether what is said to be likely is. */
import { auc, groupAuc, logLoss } from '../math/binary';
import { calibrationError, calibrationErrorByMass, predictedOverObserved } from '../math/calibration';
import type { ScoreEntry } from '../records/predict';
import type { Judged, Score } from './score';

export const SUFFIX = { cold: 'Cold', warm: 'Warm' } as const;

type Row = Omit<ScoreEntry, 'rows' | 'needs'> & { readonly of: (judged: Judged['probabilities']) => number };

const rows: readonly Row[] = [
  {
    key: 'auc', title: 'Area under the ROC curve', term: 'AUC', direction: 'up', format: 'share', shown: true,
    meaning: 'Of the pairs of a positive and a negative row, the share in which the positive has the higher probability; equal ones count one half.',
    formula: 'P(p_i > p_j | y_i = 1, y_j = 0) + P(p_i = p_j | y_i = 1, y_j = 0) / 2', of: ({ labels, probabilities }) => auc(labels, probabilities),
  },
  {
    key: 'userAuc', title: 'AUC within users', term: 'GAUC', direction: 'up', format: 'share', shown: false,
    meaning: 'As AUC, but only rows of the same user are compared, so differences between users do not count. Mean over users with both labels, weighted by their rows.',
    formula: 'sum_u n_u AUC_u / sum_u n_u, u with both labels', of: (judged) => byUser(judged).value,
  },
  {
    key: 'userAucShare', title: 'Users with both labels', term: 'users in GAUC', direction: 'none', format: 'share', shown: false,
    meaning: 'The share of users with both labels; the AUC within users is a mean over them.', formula: 'users with both labels / users', of: (judged) => byUser(judged).share,
  },
  {
    key: 'logLoss', title: 'Cross-entropy', term: 'LogLoss', direction: 'down', format: 'number', shown: true,
    meaning: 'Mean negative log probability of the true labels: confident mistakes cost most. A constant reaches the entropy of the positive share at best.',
    formula: '-mean (y ln p + (1 - y) ln(1 - p)), p clipped to [1e-7, 1 - 1e-7]', of: ({ labels, probabilities }) => logLoss(labels, probabilities),
  },
  {
    key: 'calibrationError', title: 'Expected calibration error', term: 'ECE', direction: 'down', format: 'number', shown: true,
    meaning: 'How far predicted probabilities are from the share of positive rows, in ten bins of equal width. Too large by chance on few rows.',
    formula: 'sum_b (n_b / n) |mean p_b - mean y_b|, b <= 10 p < b + 1', of: ({ labels, probabilities }) => calibrationError(labels, probabilities),
  },
  {
    key: 'calibrationErrorByMass', title: 'Calibration error, equal bins', term: 'ECE by mass', direction: 'down', format: 'number', shown: false,
    meaning: 'The same in ten bins of equally many rows: where all probabilities are small, the bins still tell them apart.',
    formula: 'as before, b by the rank of p', of: ({ labels, probabilities }) => calibrationErrorByMass(labels, probabilities),
  },
  {
    key: 'predictedOverObserved', title: 'Predicted over observed', term: 'PCOC', direction: 'none', format: 'number', shown: true,
    meaning: 'Whether probabilities are too high (above 1) or too low (below 1) overall.', formula: 'sum p / sum y', of: ({ labels, probabilities }) => predictedOverObserved(labels, probabilities),
  },
];

export const probabilityScores: readonly Score<'probabilities'>[] = rows.map(({ of, ...entry }) => ({ needs: 'probabilities', entry: { ...entry, rows: 'all', needs: 'probabilities' }, of }));

/** Entries of the same scores over the rows with items that no training row has, and over the others: `scoresByItem` in scores.ts counts them. */
export const byItemEntries: readonly ScoreEntry[] = (['cold', 'warm'] as const).flatMap((part) => rows.map(({ of: _, key, title, term, ...entry }) => ({
  ...entry, key: key + SUFFIX[part], title: `${title}, ${part === 'cold' ? 'new' : 'known'} items`, term: `${term}, ${part}`, rows: part, needs: 'probabilities' as const, shown: key === 'auc' && part === 'cold',
})));

/** Undefined without users. */
function byUser({ labels, probabilities, users }: Judged['probabilities']): { readonly value: number; readonly share: number } {
  return users ? groupAuc(labels, probabilities, users) : { value: NaN, share: NaN };
}

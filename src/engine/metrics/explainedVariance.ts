/** What each level explains, as a share of the data's variance. */
import { ratioToTotal } from '../math/ratio';
import type { Metric } from './metric';

export const explainedVariance: Metric = {
  entry: {
    key: 'explainedVariance',
    title: 'Explained variance',
    term: 'explained variance',
    meaning: "The share of the data's variance that the first 1, 2, ... levels rebuild; below 0 where a reconstruction is worse than the mean.",
    formula: '1 - SSE(t) / SST, t = 1 .. L',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'reconstruction',
    shown: false,
  },
  // Not 1 - 0 for equal rows: no variance is there to be explained.
  compute: ({ rows, squaredErrors, totalSquares }) =>
    squaredErrors.slice(1).map((error) => (rows === 0 || totalSquares === 0 ? NaN : 1 - ratioToTotal(error, totalSquares))),
};

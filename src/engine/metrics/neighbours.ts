/** How many of a row's nearest neighbours are still its nearest after coding. */
import { knnOverlap as overlapOf } from '../math/neighbours';
import type { Metric } from './metric';

/** Neighbours; rows asked for at most; rows they are sought among at most: time goes with the product of the last two. */
export const KNN = { k: 10, maxQueries: 2000, maxRows: 20_000 } as const;

export const knnOverlap: Metric = {
  entry: {
    key: 'knnOverlap',
    title: 'Neighbours kept',
    term: 'kNN overlap',
    meaning:
      "The share of a row's 10 nearest rows that stay among its 10 nearest when all rows are rebuilt from their codes: Euclidean, for 2,000 rows drawn by seed among 20,000 at most.",
    formula: 'mean_i |N_i(x) and N_i(xhat)| / k, rows at equal distance by their expected share; chance k / (n - 1)',
    direction: 'up',
    perLevel: false,
    format: 'share',
    group: 'neighbours',
    shown: true,
  },
  compute({ vectors, reconstruction, rows, dim }) {
    if (!vectors || !reconstruction) return undefined;
    return overlapOf({ data: vectors, rows, dim }, { data: reconstruction, rows, dim }, 'euclidean', KNN).expected;
  },
};

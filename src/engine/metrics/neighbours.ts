/** How many of a row's nearest neighbours are still its nearest after coding. */
import type { Metric } from './metric';

export const knnOverlap: Metric = {
  entry: {
    key: 'knnOverlap',
    title: 'Neighbours kept',
    term: 'kNN overlap',
    meaning:
      "The share of a row's 10 nearest rows that stay among its 10 nearest when all rows are rebuilt from their codes. Distances are Euclidean, for 2,000 rows drawn by seed among 20,000 at most.",
    formula: 'mean_i |N_i(x) and N_i(xhat)| / k, rows at equal distance by their expected share; chance k / (n - 1)',
    direction: 'up',
    perLevel: false,
    format: 'share',
    group: 'neighbours',
    shown: true,
  },
  compute: (pass) => pass.knnOverlap,
};

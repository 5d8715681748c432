/** The data sets that come with the page: which generator, which seed, which file. */
import type { Generated } from './generated';
import { nestedClusters } from './nestedClusters';
import { skewedMixture } from './skewedMixture';
import { spiralSheet } from './spiralSheet';

export interface Sample {
  readonly id: string;
  readonly title: string;
  /** What it is and what to see in it, for a newcomer. */
  readonly sentence: string;
  /** Below public/samples; the ending tells the format. */
  readonly file: string;
  readonly make: () => Generated;
}

/** The first is the one that the page opens with. */
export const samples: readonly Sample[] = [
  {
    id: 'nested-clusters',
    title: 'Nested clusters',
    sentence:
      'Eight groups of eight subgroups of very different sizes: the first level finds the groups, the second the subgroups, the third what is left.',
    file: 'data/nested-clusters.parquet',
    make: () => nestedClusters(1),
  },
  {
    id: 'spiral-sheet',
    title: 'Spiral sheet',
    sentence: 'A rolled-up sheet in three dimensions: it can be seen with the eye how codes tile a curved surface.',
    file: 'data/spiral-sheet.csv',
    make: () => spiralSheet(2),
  },
  {
    id: 'skewed-mixture',
    title: 'Skewed mixture',
    sentence: 'Ten Gaussians of very unequal weights, each flat in some directions and long in others: a case made for mixture models.',
    file: 'data/skewed-mixture.npy',
    make: () => skewedMixture(3),
  },
];

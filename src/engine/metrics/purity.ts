/** Whether rows with equal first codes carry equal labels, by prefix depth. Absent where the data has no labels. */
import { prefixPurity as purityOf, prefixPurityByChance, type Purity } from '../math/prefixes';
import { atEachDepth, type CountedPass, type Metric } from './metric';

export const prefixPurity: Metric = {
  entry: {
    key: 'prefixPurity',
    title: 'Purity by prefix',
    term: 'prefix purity',
    meaning: 'The share of rows that carry the most frequent label of the rows with the same first 1, 2, ... codes; a row alone in its prefix always counts as pure, so compare with chance.',
    formula: 'sum_g max_y n_gy / n, g the prefixes of depth t = 1 .. L; rows without a label left out',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'neighbours',
    shown: false,
  },
  compute: (pass) => purities(pass, ({ all }) => all),
};

export const prefixPurityChance: Metric = {
  entry: {
    key: 'prefixPurityChance',
    title: 'Purity by chance',
    term: 'prefix purity, permuted labels',
    meaning: 'The purity of the same prefixes when the labels are permuted at random: the mean of 5 permutations drawn by seed.',
    formula: 'mean over 5 permutations of the labels of sum_g max_y n_gy / n',
    direction: 'none',
    perLevel: true,
    format: 'share',
    group: 'neighbours',
    shown: false,
  },
  compute: ({ labels, ...pass }) => labels && atEachDepth(pass, (prefixes) => prefixPurityByChance(labels, prefixes).all),
};

export const prefixPurityShared: Metric = {
  entry: {
    key: 'prefixPurityShared',
    title: 'Purity, not alone',
    term: 'prefix purity without singletons',
    meaning: 'Purity over the rows that share their prefix with another labelled row: rows alone in their prefix do not count.',
    formula: 'as prefix purity, over prefixes of two labelled rows and more',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'neighbours',
    shown: false,
  },
  compute: (pass) => purities(pass, ({ withoutSingletons }) => withoutSingletons),
};

export const prefixSingletons: Metric = {
  entry: {
    key: 'prefixSingletons',
    title: 'Alone in prefix',
    term: 'singleton share',
    meaning: 'The share of labelled rows whose first 1, 2, ... codes no other labelled row has: these always count as pure.',
    formula: 'labelled rows in prefixes of one / labelled rows',
    direction: 'none',
    perLevel: true,
    format: 'share',
    group: 'neighbours',
    shown: false,
  },
  compute: (pass) => purities(pass, ({ singletonShare }) => singletonShare),
};

function purities(pass: CountedPass, value: (purity: Purity) => number): number[] | undefined {
  const { labels } = pass;
  return labels && atEachDepth(pass, (prefixes) => value(purityOf(labels, prefixes)));
}

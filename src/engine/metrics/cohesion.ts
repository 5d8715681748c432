/** How alike rows with equal first codes are, and how unlike the clusters they form, by prefix depth. */
import { preferenceDiscrimination, semanticCohesion, type Cohesion } from '../math/prefixes';
import { atEachDepth, type CountedPass, type Metric } from './metric';

/** Clusters compared pair by pair at the end, and while training, where every report pays for it. */
const MOST_CLUSTERS = 1024;
const MOST_CLUSTERS_LIVE = 128;

export const cohesion: Metric = {
  entry: {
    key: 'cohesion',
    title: 'Alike by prefix',
    term: 'semantic cohesion',
    meaning: 'The mean cosine of two rows that share their first 1, 2, ... codes, over clusters of two or more; it depends on how the data are centred.',
    formula: 'mean over prefixes of ( |sum v|^2 - m ) / ( m (m - 1) ), v = x / |x|',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'neighbours',
    shown: false,
  },
  compute: (pass) => cohesionOf(pass, ({ mean }) => mean),
};

export const cohesionByItems: Metric = {
  entry: {
    key: 'cohesionByItems',
    title: 'Alike, by rows',
    term: 'semantic cohesion, weighted by rows',
    meaning: 'The same with every prefix weighted by its rows, so that the many small clusters do not dominate it.',
    formula: 'as semantic cohesion, mean weighted by m',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'neighbours',
    shown: false,
  },
  compute: (pass) => cohesionOf(pass, ({ byItems }) => byItems),
};

export const discrimination: Metric = {
  entry: {
    key: 'discrimination',
    title: 'Prefixes apart',
    term: 'preference discrimination',
    meaning:
      'How far apart the mean rows of the prefixes point: -2 if they are orthogonal, 0 if they coincide; a direction common to all rows moves it strongly. At most 1,024 prefixes, drawn by seed, are compared.',
    formula: 'log mean_{a<b} exp( -2 (1 - cos(p_a, p_b)) ), p the mean row of a prefix of depth t = 1 .. L',
    direction: 'down',
    perLevel: true,
    format: 'number',
    group: 'neighbours',
    shown: false,
  },
  compute(pass) {
    const { vectors, knnOverlap, rows, dim } = pass;
    if (!vectors) return undefined;
    // A pass without it is a report in the middle of training.
    const maxClusters = knnOverlap !== undefined ? MOST_CLUSTERS : MOST_CLUSTERS_LIVE;
    return atEachDepth(pass, (prefixes) => preferenceDiscrimination({ data: vectors, rows, dim }, prefixes, { maxClusters }).value);
  },
};

function cohesionOf(pass: CountedPass, value: (cohesion: Cohesion) => number): number[] | undefined {
  const { vectors, rows, dim } = pass;
  return vectors && atEachDepth(pass, (prefixes) => value(semanticCohesion({ data: vectors, rows, dim }, prefixes)));
}

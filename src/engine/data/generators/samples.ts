/** The data sets that come with the page: which generator, which seed, which file. */
import type { Generated, GeneratedCodes, GeneratedTable } from './generated';
import { nestedClusters } from './nestedClusters';
import { clickEvents, clickItems } from './plantedClicks';
import { plantedInstances } from './plantedInstances';
import { planeClusters } from './planeClusters';
import { sequenceEvents, sequenceIds, sequenceItems } from './plantedSequences';
import { publishedIds } from './publishedIds';
import { shopItems } from './shopItems';
import { skewedMixture } from './skewedMixture';
import { spiralSheet } from './spiralSheet';
import { watchTime } from './watchTime';

interface Described {
  readonly id: string;
  readonly title: string;
  /** What it is and what to see in it, for a newcomer. */
  readonly sentence: string;
  /** Below public/samples; the ending tells the format. */
  readonly file: string;
}

/** Vectors to quantize, rows with a value to predict (`table`), events of users with items (`log`), items of users in order (`sequences`), or codes of items (`codes`). */
export type Sample = Described & ({ readonly kind?: undefined; readonly make: () => Generated } | { readonly kind: 'codes'; readonly make: () => GeneratedCodes } | { readonly kind: 'table' | 'log' | 'sequences'; readonly make: () => GeneratedTable });

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
  {
    id: 'plane-clusters',
    title: 'Clusters in a plane',
    sentence: 'Four groups of four in two dimensions, with the same pattern in each group: the points of the lesson.',
    file: 'data/plane-clusters.csv',
    make: () => planeClusters(7),
  },
  {
    id: 'watch-time',
    kind: 'table',
    title: 'Watch time',
    sentence: 'Views of short videos and how long each lasted: zeros, skips and a long tail, drawn from a known law, so that the best possible errors are known too.',
    file: 'data/watch-time.csv',
    make: () => watchTime(4),
  },
  {
    id: 'planted-items',
    title: 'Planted items',
    sentence: 'The items of the planted clicks: sixteen clusters of 75, each in eight parts. The cluster decides how often an item is clicked, a quarter of the items comes late.',
    file: 'data/planted-items.parquet',
    make: () => clickItems(2),
  },
  {
    id: 'planted-clicks',
    kind: 'log',
    title: 'Planted clicks',
    sentence: 'Clicks of 800 users on the planted items by a known law; semantic IDs tell of late items what their own ids cannot.',
    file: 'data/planted-clicks.parquet',
    make: () => clickEvents(2),
  },
  {
    id: 'planted-instances',
    kind: 'log',
    title: 'Planted instances',
    sentence: 'Requests of 1,500 users whose labels depend on the placements, devices and labels of their earlier requests by a known law: what each piece of the past is worth stands beside each row.',
    file: 'data/planted-instances.parquet',
    make: () => plantedInstances(5),
  },
  {
    id: 'planted-catalogue',
    title: 'Planted catalogue',
    sentence: 'The items of the planted sequences: all combinations of three parts, 16 by 8 by 8, which their vectors show, each part less than the one before it.',
    file: 'data/planted-catalogue.parquet',
    make: () => sequenceItems(7),
  },
  {
    id: 'planted-sequences',
    kind: 'sequences',
    title: 'Planted sequences',
    sentence: 'Seven items in order of each of 2,000 users. The parts of an item decide those of the next one by a known law, so that the best possible recommender is known too.',
    file: 'data/planted-sequences.parquet',
    make: () => sequenceEvents(7),
  },
  {
    id: 'planted-ids',
    kind: 'codes',
    title: 'Planted IDs',
    sentence: 'The true parts of the planted catalogue as semantic IDs: the best that a tokenizer could find.',
    file: 'data/planted-ids.index.json',
    make: () => sequenceIds(7),
  },
  {
    id: 'published-ids',
    kind: 'codes',
    title: 'Published IDs',
    sentence: 'Semantic IDs of the nested clusters as another program would have left them: an index of tokens, and no ID for the last twenty items.',
    file: 'data/published-ids.index.json',
    make: () => publishedIds(6),
  },
  {
    id: 'shop-items',
    title: 'Shop items',
    sentence: 'Products of a made-up supplier with their titles: a vector is the sum of its family, type, size, brand and colour, so that codes can be read in words.',
    file: 'data/shop-items.parquet',
    make: () => shopItems(7),
  },
];

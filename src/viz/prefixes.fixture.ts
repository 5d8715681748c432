/** Made-up figures by prefix depth: four methods with labels, and what a figure of them must survive. */
import { FOUR, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { PrefixesData, PrefixSeries } from './prefixes';

const four: readonly PrefixSeries[] = FOUR.map((series, i) => ({
  series,
  purity: [0.31, 0.52, 0.83].map((value) => value - 0.04 * i),
  purityByChance: [0.14, 0.29, 0.78].map((value) => value - 0.01 * i),
  cohesion: [0.22, 0.41, 0.63].map((value) => value - 0.05 * i),
  distinct: [64, 2710 - 300 * i, 4890 - 120 * i],
}));

export const prefixesFixtures: readonly Fixture<PrefixesData>[] = [
  { name: 'purity and chance', data: { measure: 'purity', series: four } },
  { name: 'cohesion', data: { measure: 'cohesion', series: four } },
  { name: 'distinct prefixes', data: { measure: 'distinct', series: four } },
  { name: 'no labels', data: { measure: 'purity', series: four.map(({ series }) => ({ series })) } },
  { name: 'one method, one level', data: { measure: 'distinct', series: [{ series: seriesAt(1), distinct: [1] }] } },
  { name: 'NaN, below 0, eight levels', data: { measure: 'cohesion', series: [{ series: seriesAt(2), cohesion: [-0.2, -0.05, 0, NaN, 0.1, 0.2, NaN, 0.3] }, { series: seriesAt(3), cohesion: [NaN] }] } },
];

/** Made-up quantizers with a cheap metric and recall: that go together, that do not, too few to tell. */
import { RECOMMENDERS } from './testing/seededRetrieval';
import type { Fixture } from './testing/fixture';
import type { IdQualityData } from './idQuality';

const point = (at: number, metric: number, recall: number, sd?: number) => ({ series: { ...RECOMMENDERS[at % 5]!, id: `run ${at}`, name: `${RECOMMENDERS[at % 5]!.name}${at >= 5 ? ` ${at}` : ''}` }, metric, recall, ...(sd !== undefined && { sd }) });
const falling = [point(0, 0.02, 0.131, 0.004), point(1, 0.05, 0.128, 0.002), point(2, 0.21, 0.104, 0.005), point(3, 0.48, 0.082), point(4, 0.9, 0.051, 0.003), point(5, 0.11, 0.12, 0.006)];

export const idQualityFixtures: readonly Fixture<IdQualityData>[] = [
  { name: 'falling', data: { metric: 'collision rate', points: falling, correlation: { rho: -0.94, low: -1, high: -0.62 }, wanted: 5 } },
  { name: 'within noise', data: { metric: 'semantic cohesion', points: falling.map((each, at) => ({ ...each, metric: 0.7 + 0.03 * ((at * 5) % 6) })), correlation: { rho: 0.2, low: -0.7, high: 0.9 }, wanted: 5 } },
  { name: 'too few', data: { metric: 'perplexity', points: falling.slice(0, 2).map((each, at) => ({ ...each, metric: 12 + 3 * at })), correlation: null, wanted: 5 } },
  { name: 'one point', data: { metric: 'perplexity', points: [point(0, 12, 0.1)], correlation: null, wanted: 5 } },
  { name: 'one place', data: { metric: 'collision rate', points: [0, 1, 2, 3, 4].map((at) => point(at, 0, 0.1)), correlation: { rho: 0, low: -0.8, high: 0.8 }, wanted: 5 } },
  { name: 'thirty', data: { metric: 'collision rate', points: Array.from({ length: 30 }, (_, at) => point(at, (at * 37) % 30 / 30, 0.05 + ((at * 11) % 30) / 300)), correlation: { rho: 0.3, low: -0.1, high: 0.6 }, wanted: 5 } },
  { name: 'undefined, not reached', data: { metric: 'semantic cohesion', points: [point(0, NaN, 0.1), point(1, 0.3, NaN)], correlation: null, wanted: 5 } },
];

/** Made-up scores against bits: codes and vectors with floors below, and what a figure of them must survive. */
import { CLICKERS, clicker } from './testing/seededClicks';
import { seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { BitsAucData, BitsPoint } from './bitsAuc';

const FLOORS = [{ name: 'Constant', value: 0.5 }, { name: 'Logistic regression', value: 0.713 }, { name: 'No store', value: 0.7194 }];
const LOSSES = [{ name: 'Constant', value: 0.6402 }, { name: 'Logistic regression', value: 0.5711 }, { name: 'No store', value: 0.5676 }];

/** More bits bring less and less. */
function curve(bits: readonly number[], low: number, gain: number, sd?: number): BitsPoint[] {
  return bits.map((each, i) => ({ name: `${i + 1} levels`, bits: each, value: low + gain * (1 - 1 / (1 + each / 10)), ...(sd !== undefined && { sd: sd * (1 + 0.4 * (i % 3)) }) }));
}

const codes = { series: { ...seriesAt(1), name: 'RQ-VAE codes' }, points: curve([8, 16, 24, 32], 0.72, 0.03, 0.0012) };
const kmeans = { series: { ...seriesAt(0), name: 'RQ-KMeans codes' }, points: curve([8, 16, 24, 32], 0.719, 0.026, 0.001) };
const vectors = { series: { ...clicker(0), name: 'Stored vectors' }, points: curve([512, 1024, 2048], 0.72, 0.031, 0.0009) };
const losing = ({ series, points }: typeof codes) => ({ series, points: points.map(({ name, bits, value, sd }) => ({ name, bits, value: 1.22 - 0.91 * value, sd: sd! })) });

export const bitsAucFixtures: readonly Fixture<BitsAucData>[] = [
  { name: 'codes, vectors and floors', data: { measure: 'auc', series: [codes, kmeans, vectors], floors: FLOORS } },
  { name: 'LogLoss', data: { measure: 'logLoss', series: [codes, kmeans, vectors].map(losing), floors: LOSSES } },
  { name: 'one run, one seed, no bits', data: { measure: 'auc', series: [{ series: clicker(3), points: [{ name: 'DIN', bits: 0, value: 0.731 }] }], floors: [] } },
  { name: 'ten series, unsorted', data: { measure: 'auc', series: Array.from({ length: 10 }, (_, i) => ({ series: { id: `s${i}`, name: `IAT with source ${i + 1}`, hue: CLICKERS[i % 5]!.hue }, points: curve([24, 8, 16], 0.7 + 0.001 * i, 0.02, 0.002) })), floors: FLOORS } },
  { name: 'many bits, wide spreads', data: { measure: 'auc', series: [{ series: clicker(0), points: curve([0, 1, 3.5, 7, 12, 17, 31, 64, 255, 1e6], 0.55, 0.4, 0.03) }], floors: FLOORS } },
  { name: 'NaN, and one that waits', data: { measure: 'auc', series: [{ series: clicker(0), points: [{ name: 'a', bits: 8, value: NaN }, { name: 'b', bits: 16, value: 0.7, sd: NaN }] }, { series: clicker(3), points: [] }], floors: [{ name: 'Constant', value: NaN }] } },
  { name: 'not reached', data: { measure: 'logLoss', series: [{ series: clicker(0), points: [] }], floors: FLOORS } },
];

/** Made-up mixtures in two axes: planted Gaussians, and what a figure of them must survive. */
import { mixture, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { GmmComponentsData } from './gmmComponents';

const series = seriesAt(3);
const nan = mixture(9, 6, 60, false);

export const gmmComponentsFixtures: readonly Fixture<GmmComponentsData>[] = [
  { name: '20 components', data: { series, mixture: mixture(4, 20, 600, true) } },
  { name: '64 components', data: { series, mixture: { ...mixture(6, 64, 1500, true), level: 1 } } },
  { name: '1 024 components', data: { series, mixture: { ...mixture(5, 1024, 1500, true), level: 2 } } },
  { name: 'one component', data: { series, mixture: mixture(2, 1, 200, false) } },
  { name: 'nothing yet', data: { series, mixture: null } },
  { name: 'no points', data: { series, mixture: { ...mixture(3, 5, 0, false), points: new Float32Array(0) } } },
  { name: 'NaN and no spread', data: { series, mixture: {
    ...nan, means: nan.means.map((v, i) => (i === 2 ? NaN : v)), covariances: nan.covariances.map((v, i) => (i < 3 ? 0 : i === 9 ? NaN : v)),
    points: nan.points.map((v, i) => (i === 5 ? NaN : v)), axisShares: [NaN, 0],
  } } },
  { name: 'all in one place', data: { series, mixture: { level: 0, points: new Float32Array(20), means: new Float32Array(2), covariances: new Float32Array(3), weights: Float32Array.of(1), axisShares: [0, 0] } } },
];

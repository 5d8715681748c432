/** Made-up losses for the small line of a cell's row. */
import { points, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { SparklineData } from './sparkline';

const size = { width: 150, height: 28 };
const values = points(2, 120, 1, 0.47).map((p) => p.losses['relativeError'] ?? NaN);
const base = { series: seriesAt(1), title: 'relative error', progress: 1, running: false };

export const sparklineFixtures: readonly Fixture<SparklineData>[] = [
  { name: 'done', size, data: { ...base, values } },
  { name: 'running', size, data: { ...base, series: seriesAt(3), values: values.slice(0, 70), progress: 0.6, running: true } },
  { name: 'one value', size, data: { ...base, values: [0.5], progress: 0.1, running: true } },
  { name: 'NaN between', size, data: { ...base, series: seriesAt(2), values: values.map((v, i) => (i > 30 && i < 40 ? NaN : v)) } },
  { name: 'nothing yet', size, data: { ...base, values: [], progress: 0 } },
  { name: 'all NaN, progress unknown', size, data: { ...base, values: [NaN, NaN], progress: NaN } },
];

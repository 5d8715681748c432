/** Made-up histograms of row norms for the data cell. */
import { norms } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { NormHistogramData } from './normHistogram';

const size = { width: 260, height: 96 };
const { edges, counts, quantiles } = norms(11, 1, 1, 6000);
const base = { title: 'Euclidean norm of a row' };

export const normHistogramFixtures: readonly Fixture<NormHistogramData>[] = [
  { name: 'usual', size, data: { ...base, min: 0.9, median: quantiles[0]?.[2] ?? NaN, max: quantiles[0]?.[5] ?? NaN, histogram: { edges, counts: counts[0] ?? new Uint32Array(0) } } },
  { name: 'all alike', size, data: { ...base, min: 1, median: 1, max: 1, histogram: { edges: Float32Array.of(1, 1), counts: Uint32Array.of(500) } } },
  { name: 'an outlier', size, data: { ...base, min: 0.01, median: 1.02, max: 98000, histogram: { edges: Float32Array.from({ length: 25 }, (_, i) => i * 4083.4), counts: Uint32Array.from({ length: 24 }, (_, i) => (i === 0 ? 5000 : i === 23 ? 1 : 0)) } } },
  { name: 'no rows', size, data: { ...base, min: NaN, median: NaN, max: NaN, histogram: { edges: new Float32Array(0), counts: new Uint32Array(0) } } },
];

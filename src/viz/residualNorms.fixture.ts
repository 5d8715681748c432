/** Made-up residual norms: shrinking level by level, and what a figure of them must survive. */
import { FOUR, norms, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { ResidualNormsData } from './residualNorms';

export const residualNormsFixtures: readonly Fixture<ResidualNormsData>[] = [
  { name: 'four methods', data: { series: FOUR.map((series, i) => ({ series, levels: 3, norms: norms(i + 1, i === 3 ? 3 : 4, [0.72, 0.66, 0.75, 0.7][i]!) })) } },
  { name: 'one method', data: { series: [{ series: seriesAt(1), levels: 3, norms: norms(5, 4, 0.5) }] } },
  { name: 'eight levels', data: { series: FOUR.slice(1, 3).map((series, i) => ({ series, levels: 8, norms: norms(i + 20, 9, 0.82) })) } },
  { name: 'some not reached', data: { series: FOUR.map((series, i) => ({ series, levels: 3, norms: i === 0 ? norms(4, 2, 0.7, 300) : null })) } },
  { name: 'nothing yet', data: { series: FOUR.map((series) => ({ series, levels: 3, norms: null })) } },
  { name: 'no rows', data: { series: [{ series: seriesAt(0), levels: 2, norms: { scale: NaN, edges: new Float32Array(9), counts: [new Uint32Array(8), new Uint32Array(8)], quantiles: [Array(6).fill(NaN), Array(6).fill(NaN)] } }] } },
  { name: 'NaN quantiles', data: { series: [{ series: seriesAt(2), levels: 1, norms: { ...norms(3, 2, 0.6), quantiles: [Array(6).fill(NaN), [NaN]] } }] } },
  { name: 'nothing left over', data: { series: [{ series: seriesAt(3), levels: 1, norms: { scale: 1, edges: Float32Array.of(0, 0.5, 1, 1.5), counts: [Uint32Array.of(0, 5, 4), Uint32Array.of(9, 0, 0)], quantiles: [[0.6, 0.8, 1, 1.1, 1.2, 1.3], [0, 0, 0, 0, 0, 0]] } }] } },
];

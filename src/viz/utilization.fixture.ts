/** Made-up code counts: four methods, and what a figure of them must survive. */
import { FOUR, seriesAt, usage } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { SeriesUsage } from './usage';
import type { UtilizationData } from './utilization';

export const utilizationSeries: readonly SeriesUsage[] = FOUR.map((series, i) => ({
  series, rows: i === 3 ? 2048 : 12101, exact: i !== 3,
  levels: [0, 1, 2].map((l) => ({ numCodes: 64, usage: i === 3 && l === 2 ? null : usage(10 * i + l + 1, 64, 12101, 0.25 + 0.25 * l + 0.15 * i, [0, 3, 9, 14][i]! * (l === 0 ? 0 : l)) })),
}));

export const manyCodes: readonly SeriesUsage[] = [256, 1024].map((numCodes, i) => ({
  series: seriesAt(i + 1), rows: 5000, exact: true, levels: [1, 2, 3].map((l) => ({ numCodes, usage: usage(l + 90 * i, numCodes, 5000, 0.5 * l, [1, 6, 90][l - 1]!) })),
}));

export const oddUsage: readonly { readonly name: string; readonly series: readonly SeriesUsage[] }[] = [
  { name: 'one method', series: [utilizationSeries[1]!] },
  { name: 'nothing yet', series: FOUR.map((series) => ({ series, rows: 0, exact: false, levels: [{ numCodes: 64, usage: null }] })) },
  { name: 'no method', series: [] },
  { name: 'one code', series: [{ series: seriesAt(0), rows: 10, exact: true, levels: [{ numCodes: 1, usage: Uint32Array.of(10) }] }] },
  { name: 'no rows', series: [{ series: seriesAt(2), rows: 0, exact: true, levels: [{ numCodes: 8, usage: new Uint32Array(8) }] }] },
  { name: 'eight levels', series: FOUR.slice(1, 3).map((series, i) => ({ series, rows: 4000, exact: false, levels: Array.from({ length: 8 }, (_, l) => ({ numCodes: 32, usage: l > 6 && i === 1 ? null : usage(l + 1, 32, 4000, 0.2 * l, l) })) })) },
  { name: 'one code takes all', series: [{ series: { id: 'x', name: 'A method with quite a long name', hue: 'rq-reg' }, rows: 999, exact: false, levels: [{ numCodes: 256, usage: Uint32Array.from({ length: 256 }, (_, k) => (k === 7 ? 999 : 0)) }] }] },
];

/** Of each code as many rows selected as its number, none of the first. */
export const someSelected: readonly SeriesUsage[] = utilizationSeries.slice(1, 2).map((item) => ({ ...item, levels: item.levels.map((level) => ({ ...level, selected: Uint32Array.from({ length: level.numCodes }, (_, code) => code) })) }));

export const utilizationFixtures: readonly Fixture<UtilizationData>[] = [
  { name: 'four methods', data: { series: utilizationSeries, mode: 'sorted' } },
  { name: '256 and 1 024 codes', data: { series: manyCodes, mode: 'sorted' } },
  { name: 'code order', data: { series: [...utilizationSeries.slice(1, 2), ...manyCodes.slice(0, 1).map((item) => ({ ...item, series: seriesAt(3) }))], mode: 'code order' } },
  { name: 'some rows selected', data: { series: someSelected, mode: 'sorted' } },
  ...oddUsage.map(({ name, series }) => ({ name, data: { series, mode: 'sorted' as const } })),
];

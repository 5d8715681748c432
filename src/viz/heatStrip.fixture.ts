/** The code counts of the utilization figure, in codebook order. */
import { manyCodes, oddUsage, someSelected, utilizationSeries } from './utilization.fixture';
import type { Fixture } from './testing/fixture';
import type { HeatStripData } from './heatStrip';

export const heatStripFixtures: readonly Fixture<HeatStripData>[] = [
  { name: 'four methods', data: { series: utilizationSeries } },
  { name: '256 and 1 024 codes', data: { series: manyCodes } },
  { name: 'some rows selected', data: { series: someSelected } },
  ...oddUsage.map(({ name, series }) => ({ name, data: { series } })),
];

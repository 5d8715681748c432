/** Made-up embeddings in the order of value: with and without alignment, and what a figure of them must survive. */
import { ALIGNED, UNALIGNED, aligned } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { ValueAlignmentData } from './valueAlignment';

const pair = [{ series: ALIGNED, alignment: aligned(1, 160, [16, 16, 16], 0.12) }, { series: UNALIGNED, alignment: aligned(2, 160, [16, 16, 16], 1.1) }];

export const valueAlignmentFixtures: readonly Fixture<ValueAlignmentData>[] = [
  { name: 'with and without', data: { unit: 's', series: pair } },
  { name: 'one run', data: { unit: 's', series: pair.slice(0, 1) } },
  { name: 'thousands of points, one waiting', data: { unit: '', series: [{ series: ALIGNED, alignment: aligned(3, 5000, [8], 0.3) }, { series: UNALIGNED, alignment: null }] } },
  { name: 'one point', data: { unit: 's', series: [{ series: ALIGNED, alignment: { ...aligned(4, 1, [1], 0), distanceCorrelation: NaN, axisCorrelation: NaN } }] } },
  { name: 'points without place', data: { unit: 's', series: [{ series: ALIGNED, alignment: { ...aligned(4, 3, [1], 0), points: new Float32Array([NaN, NaN, 1, 1, NaN, 0]) } }] } },
  { name: 'not reached', data: { unit: 's', series: pair.map(({ series }) => ({ series, alignment: null })) } },
];

/** Made-up reliabilities: timid, sure and right predictors, and what a figure of them must survive. */
import { CLICKERS, clicker, reliabilityOf } from './testing/seededClicks';
import type { Fixture } from './testing/fixture';
import type { ReliabilityData } from './reliability';

const SLOPES = [1, 1.15, 1.4, 0.8, 0.6, 0];
const six = CLICKERS.map((series, i) => ({ series, reliability: reliabilityOf(11 + i, 9000, SLOPES[i]!, -0.7) }));
const bins = (predicted: number[], observed: number[], rows: number[]) => ({ predicted: new Float32Array(predicted), observed: new Float32Array(observed), rows: new Uint32Array(rows) });

export const reliabilityFixtures: readonly Fixture<ReliabilityData>[] = [
  { name: 'three runs', data: { series: [six[0]!, six[3]!, six[4]!] } },
  { name: 'one run', data: { series: [six[2]!] } },
  { name: 'six runs', data: { series: six } },
  { name: 'twelve runs of one method', data: { series: Array.from({ length: 12 }, (_, i) => ({ series: { id: `iat-${i}`, name: `IAT with 3 levels of ${2 ** (i + 1)} codes`, hue: 'iat' }, reliability: reliabilityOf(90 + i, 4000, 0.8 + 0.05 * i, -1) })) } },
  { name: 'few positive rows', data: { series: [{ series: clicker(0), reliability: reliabilityOf(5, 20_000, 1.1, -4.2, 0.8) }, { series: clicker(3), reliability: reliabilityOf(6, 20_000, 0.7, -4.2, 0.8) }] } },
  { name: 'one bin, and a run that waits', data: { series: [{ series: clicker(5), reliability: bins([NaN, NaN, 0.25], [NaN, NaN, 0.26], [0, 0, 4000]) }, { series: clicker(0), reliability: null }] } },
  { name: 'all wrong', data: { series: [{ series: clicker(0), reliability: bins([0, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 1], [1, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 999_999]) }] } },
  { name: 'not reached', data: { series: [{ series: clicker(0), reliability: null }] } },
];

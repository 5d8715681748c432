/** Made-up differences to a control: gains, losses and noise, and what a figure of them must survive. */
import { CLICKERS, clicker, differenceOf } from './testing/seededClicks';
import type { Fixture } from './testing/fixture';
import type { GainIntervalsData } from './gainIntervals';

const GAINS: [number, number][] = [[0.0142, 0.0049], [0.0094, 0.0051], [0.0011, 0.0043], [-0.0032, 0.0048], [-0.0217, 0.0061]];
const five = GAINS.map(([gain, half], i) => ({ series: clicker(i), difference: differenceOf(gain, half) }));
const nothing = { difference: NaN, low: NaN, high: NaN };

export const gainIntervalsFixtures: readonly Fixture<GainIntervalsData>[] = [
  { name: 'five runs', data: { measure: 'auc', control: 'IAT with shuffled codes', rows: five } },
  { name: 'LogLoss', data: { measure: 'logLoss', control: 'no store', rows: five } },
  { name: 'one run', data: { measure: 'auc', control: 'no store', rows: [five[0]!] } },
  { name: 'only losses', data: { measure: 'auc', control: 'no store', rows: [five[4]!, { series: clicker(5), difference: differenceOf(-0.19, 0.02) }] } },
  { name: 'many runs with long names', data: { measure: 'auc', control: 'a run that a person gave a very long name of its own and longer than any axis', rows: Array.from({ length: 14 }, (_, i) => ({ series: { id: `r${i}`, name: `IAT with RQ-VAE codes of 3 levels of ${2 ** i} codes`, hue: CLICKERS[i % 5]!.hue }, difference: differenceOf(0.002 * (i - 4), 0.003) })) } },
  { name: 'no difference, one undefined, one that waits', data: { measure: 'auc', control: 'Constant', rows: [{ series: clicker(0), difference: differenceOf(0, 0) }, { series: clicker(3), difference: { auc: nothing, logLoss: nothing, users: 1, draws: 1000 } }, { series: clicker(4), difference: null }] } },
  { name: 'one interval much wider', data: { measure: 'logLoss', control: 'no store', rows: [five[0]!, { series: clicker(3), difference: differenceOf(0.1, 3.7) }] } },
  { name: 'not reached', data: { measure: 'auc', control: 'no store', rows: [{ series: clicker(0), difference: null }] } },
];

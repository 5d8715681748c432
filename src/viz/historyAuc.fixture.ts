/** Made-up AUC by length of history: readers of histories and floors, and what a figure of them must survive. */
import { CLICKERS, byHistoryOf, clicker } from './testing/seededClicks';
import type { Fixture } from './testing/fixture';
import type { HistoryAucData } from './historyAuc';

const EDGES = [3, 9, 22, 61, 340];
const GAINS = [0.12, 0.09, 0.02, 0.07, 0.005];
const five = GAINS.map((gain, i) => ({ series: clicker(i), byHistory: byHistoryOf(0.66 + 0.004 * i, gain, EDGES) }));
const groups = (upTo: number[], auc: number[]) => ({ upTo: new Uint32Array(upTo), auc: new Float32Array(auc), rows: new Uint32Array(upTo.map(() => 40)) });

export const historyAucFixtures: readonly Fixture<HistoryAucData>[] = [
  { name: 'five runs', data: { series: five } },
  { name: 'one run', data: { series: [five[0]!] } },
  { name: 'with a constant', data: { series: [...five, { series: clicker(5), byHistory: groups(EDGES, [0.5, 0.5, 0.5, 0.5, 0.5]) }] } },
  { name: 'twelve runs of one method', data: { series: Array.from({ length: 12 }, (_, i) => ({ series: { id: `iat-${i}`, name: `IAT with 3 levels of ${2 ** (i + 1)} codes`, hue: 'iat' }, byHistory: byHistoryOf(0.66, 0.05 + 0.006 * i, EDGES) })) } },
  { name: 'other groups, and one that waits', data: { series: [five[0]!, { series: clicker(3), byHistory: byHistoryOf(0.64, 0.05, [5, 18, 77]) }, { series: clicker(4), byHistory: null }] } },
  { name: 'undefined groups, long histories', data: { series: [{ series: CLICKERS[0]!, byHistory: groups([0, 1, 12_345, 123_456, 1_234_567], [NaN, 0.31, 0.72, NaN, 0.99]) }] } },
  { name: 'one group', data: { series: [{ series: CLICKERS[0]!, byHistory: groups([12], [0.71]) }] } },
  { name: 'nothing defined', data: { series: [{ series: CLICKERS[0]!, byHistory: groups([12, 30], [NaN, NaN]) }] } },
  { name: 'not reached', data: { series: CLICKERS.map((series) => ({ series, byHistory: null })) } },
];

/** Made-up recall by group: frequency quarters, lengths of histories, groups that differ between runs. */
import { RECOMMENDERS, groupsOf } from './testing/seededRetrieval';
import type { Fixture } from './testing/fixture';
import type { GroupRecallData } from './groupRecall';

const QUARTERS = [0, 3, 11, 240];
const run = (at: number, start: number, gain: number, upTo = QUARTERS) => ({ series: RECOMMENDERS[at]!, groups: groupsOf(upTo, start, gain) });
const five = [run(0, 0.06, 0.05), run(1, 0.07, 0.055), run(2, 0.01, 0.02), run(3, 0, 0.07), run(4, 0, 0.06)];

export const groupRecallFixtures: readonly Fixture<GroupRecallData>[] = [
  { name: 'by frequency', data: { by: 'frequency', measure: 'recall10', series: five } },
  { name: 'by history, NDCG', data: { by: 'history', measure: 'ndcg10', series: [run(0, 0.1, 0.01, [1, 3, 7, 19]), run(3, 0.05, 0.02, [1, 3, 7, 19])] } },
  { name: 'other groups, and one that waits', data: { by: 'frequency', measure: 'recall10', series: [five[0]!, run(1, 0.05, 0.04, [2, 9]), { series: RECOMMENDERS[2]!, groups: null }] } },
  { name: 'large numbers', data: { by: 'frequency', measure: 'recall10', series: [run(0, 0.2, 0.1, [1, 12_345, 123_456, 1_234_567])] } },
  { name: 'one group, nothing found', data: { by: 'history', measure: 'recall10', series: [run(0, 0, 0, [6])] } },
  { name: 'not reached', data: { by: 'frequency', measure: 'recall10', series: [{ series: RECOMMENDERS[0]!, groups: null }] } },
];

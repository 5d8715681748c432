/** Made-up shares of right prefixes kept: IDs of several lengths, one run that waits. */
import { RECOMMENDERS } from './testing/seededRetrieval';
import type { DepthRecallData } from './depthRecall';
import type { Fixture } from './testing/fixture';

const PLACES = ['level 1', 'level 2', 'level 3', 'suffix'];
const run = (at: number, found: readonly number[], places: readonly string[] = PLACES) => ({ series: RECOMMENDERS[at]!, places, found });
const three = [run(0, [0.91, 0.62, 0.21, 0.19]), run(1, [0.94, 0.7, 0.26, 0.25]), run(2, [0.61, 0.2, 0.04, 0.03])];

export const depthRecallFixtures: readonly Fixture<DepthRecallData>[] = [
  { name: 'three runs', data: { series: three } },
  { name: 'IDs of other lengths', data: { series: [three[0]!, run(1, [0.9, 0.4, 0.2], ['level 1', 'level 2', 'suffix']), run(2, [0.5, 0.1], ['level 1', 'level 2'])] } },
  { name: 'eight levels', data: { series: [run(0, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], Array.from({ length: 8 }, (_, at) => `level ${at + 1}`))] } },
  { name: 'one level', data: { series: [run(0, [0.4], ['level 1'])] } },
  { name: 'nothing right', data: { series: [run(0, [0, 0, 0, 0])] } },
  { name: 'not reached, and one that is', data: { series: [three[0]!, run(1, [])] } },
  { name: 'not reached', data: { series: [run(0, [])] } },
];

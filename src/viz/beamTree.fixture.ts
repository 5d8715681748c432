/** Made-up searches: found, lost early and late, no history, long titles, and what a figure of them must survive. */
import { RECOMMENDERS, beamTreeOf } from './testing/seededRetrieval';
import type { BeamTreeData } from './beamLayout';
import type { Fixture } from './testing/fixture';

const [kmeans, vae] = [RECOMMENDERS[0]!, RECOMMENDERS[1]!];
const long = 'A title that goes on and on, much longer than any figure is wide, because sellers write all they know into it, and then once more';
const found = beamTreeOf(3, kmeans, [16, 16, 16, 4], 20, 4);

export const beamTreeFixtures: readonly Fixture<BeamTreeData>[] = [
  { name: 'found', data: found },
  { name: 'lost at the third place', data: beamTreeOf(5, vae, [256, 256, 256, 12], 20, 2) },
  { name: 'lost at once', data: beamTreeOf(7, vae, [8, 8], 20, 0) },
  { name: 'one level', data: beamTreeOf(9, kmeans, [64], 10, 1) },
  { name: 'a beam of one', data: beamTreeOf(11, kmeans, [16, 16, 16], 1, 1) },
  { name: 'typed history, titles missing', data: { ...found, who: '', target: null, rank: null, path: [], history: [{ codes: [-1, -1, -1, -1], title: 'item 7' }], found: found.found.map((item) => ({ ...item, title: '' })) } },
  { name: 'long titles, a target without an ID', data: { ...found, history: found.history.map((item) => ({ ...item, title: long })), target: { codes: [-1, -1, -1, -1], title: long }, rank: null, path: [-1, -1, -1, -1], found: found.found.map((item) => ({ ...item, title: long })) } },
  { name: 'not asked', data: { series: kmeans, who: '', history: [], target: null, rank: null, places: [], path: [], found: [] } },
];

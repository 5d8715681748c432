/** Made-up points of a plane in each of the ways the lesson shows them. */
import { randomLcg } from 'd3';
import type { Fixture } from './testing/fixture';
import type { PlaneData } from './plane';

const CENTRES = [[-2, 1], [2, 1.2], [1.8, -1.4], [-1.4, -1.8]] as const;
const random = randomLcg(0.11);
const codes = Int32Array.from({ length: 60 }, (_, i) => i % 4);
const rest = Float32Array.from({ length: 120 }, () => (random() - 0.5) * 1.4);
const places = rest.map((value, i) => value + CENTRES[codes[i >> 1]!]![i % 2]!);
const middles = Float32Array.from({ length: 120 }, (_, i) => CENTRES[codes[i >> 1]!]![i % 2]!);
const centres = CENTRES.map(([x, y], code) => ({ code, x, y }));
const plain: PlaneData = { places, ghosts: null, codes: null, arrows: null, centres: [], cells: false, path: null, chosen: null, reach: [3.2, 2.8], says: 'The points as they are.' };

export const planeFixtures: readonly Fixture<PlaneData | null>[] = [
  { name: 'cells', data: { ...plain, codes, centres, cells: true, says: 'Each point in the cell of its nearest centre.' } },
  { name: 'points, one chosen', data: { ...plain, chosen: 5 } },
  { name: 'arrows', data: { ...plain, codes, centres, arrows: middles } },
  { name: 'what is left', data: { ...plain, places: rest, codes, arrows: new Float32Array(120) } },
  { name: 'rebuilt', data: { ...plain, places: middles, ghosts: places, codes } },
  { name: 'a path', data: { ...plain, codes, chosen: 6, path: { points: Float32Array.of(0, 0, ...CENTRES[2], places[12]!, places[13]!), words: ['from the mean, 2.41 away', '+ code 2 of level 1, left 0.512'] } } },
  { name: 'one centre', data: { ...plain, codes: new Int32Array(60), centres: [{ code: 0, x: 0, y: 0 }], cells: true } },
  { name: 'sixteen close centres', data: { ...plain, codes, centres: Array.from({ length: 16 }, (_, code) => ({ code, x: (code % 4) * 0.3, y: Math.floor(code / 4) * 0.3 })), cells: true } },
  { name: 'no points', data: { ...plain, places: new Float32Array(0) } },
  { name: 'nothing yet', data: null },
];

/** Made-up decodings: a typical row, stepping, true codes fed, many rows, and what a figure of them must survive. */
import { ALIGNED, decoded } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { ValueDecodingData } from './valueDecodingData';

const decoding = decoded(5, 120, [16, 16, 16], 0.05);
const row: ValueDecodingData = { series: ALIGNED, unit: 's', decoding, way: 'free', mode: 'row', index: 78 };

export const valueDecodingFixtures: readonly Fixture<ValueDecodingData>[] = [
  { name: 'one row', data: row },
  { name: 'many rows', data: { ...row, mode: 'many', index: 100 } },
  { name: 'one level taken', data: { ...row, shown: 1 } },
  { name: 'fed with the true codes, 48 codes', data: { ...row, way: 'forced', decoding: decoded(6, 60, [48, 48, 48]), index: 55 } },
  { name: 'a zero', data: { ...row, index: 2, rowLabel: 'view of item 8 204' } },
  { name: 'the largest', data: { ...row, index: 119 } },
  { name: 'no unit, one level', data: { ...row, unit: '', decoding: decoded(8, 9, [4]), index: 6 } },
  { name: 'many, one row', data: { ...row, mode: 'many', decoding: decoded(9, 1, [3, 2]), index: -1 } },
  { name: 'not reached', data: { ...row, decoding: null } },
  { name: 'a row that is not there', data: { ...row, index: 999 } },
];

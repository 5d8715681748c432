/** Made-up trials of levels and codes, and what a figure of them must survive. */
import { ALIGNED, quantized } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { LevelsAndCodesData } from './levelsAndCodes';

const numCodes = [4, 8, 16, 32, 64, 128];
const tried = { numCodes, errors: numCodes.map((k) => [1, 2, 3, 4].map((level) => 0.13 + 30 * (1.4 / k) ** level)), rows: 5000 };
const own = { ...quantized(1, 2000, [16, 16, 16]), tried };

export const levelsAndCodesFixtures: readonly Fixture<LevelsAndCodesData>[] = [
  { name: 'three levels of 16', data: { series: ALIGNED, unit: 's', quantization: own } },
  { name: 'levels unlike, no unit', data: { series: ALIGNED, unit: '', quantization: { ...quantized(2, 2000, [32, 16, 8]), tried } } },
  { name: 'nothing left', data: { series: ALIGNED, unit: 's', quantization: { ...own, errors: [0, 0, 0, 0], tried: { ...tried, rows: 3, errors: numCodes.map(() => [0, 0, 0, 0]) } } } },
  { name: 'nothing tried', data: { series: ALIGNED, unit: 's', quantization: quantized(1, 2000, [16]) } },
  { name: 'not reached', data: { series: ALIGNED, unit: 's', quantization: null } },
];

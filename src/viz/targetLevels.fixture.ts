/** Made-up targets taken apart into codes, and what a figure of them must survive. */
import { ALIGNED, quantized } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { TargetLevelsData } from './targetLevels';

const flat = quantized(3, 40, [3]);

export const targetLevelsFixtures: readonly Fixture<TargetLevelsData>[] = [
  { name: 'three levels of 16', data: { series: ALIGNED, unit: 's', quantization: quantized(1, 2000, [16, 16, 16]) } },
  { name: 'four levels of 48', data: { series: ALIGNED, unit: 's', quantization: quantized(2, 2000, [48, 48, 48, 48]) } },
  { name: 'one level, no unit', data: { series: ALIGNED, unit: '', quantization: flat } },
  { name: 'one value, nothing left', data: { series: ALIGNED, unit: 's', quantization: { histogram: { edges: new Float32Array([4, 4]), counts: new Uint32Array([9]) }, centroids: [new Float32Array([4])], usage: [new Uint32Array([9])], ended: [0], errors: [4, 0], remainder: { mean: 0, max: 0, relative: NaN } } } },
  { name: 'all zero: no codes', data: { series: ALIGNED, unit: 's', quantization: { histogram: { edges: new Float32Array([0, 0]), counts: new Uint32Array([9]) }, centroids: [new Float32Array()], usage: [new Uint32Array()], ended: [9], errors: [0, 0], remainder: { mean: 0, max: 0, relative: NaN } } } },
  { name: 'not reached', data: { series: ALIGNED, unit: 's', quantization: null } },
];

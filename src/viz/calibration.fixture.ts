/** Made-up calibration of six predictors, and what a figure of them must survive. */
import { PREDICTORS, groupsOf, predicted } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { CalibrationData } from './calibration';

const six = PREDICTORS.map((series, i) => ({ series, calibration: groupsOf(predicted(1, 800, 0.8 - 0.14 * i)).calibration }));
const [first, second] = [PREDICTORS[0]!, PREDICTORS[1]!];

export const calibrationFixtures: readonly Fixture<CalibrationData>[] = [
  { name: 'six runs', data: { unit: 's', series: six } },
  { name: 'two runs', data: { unit: 's', series: six.slice(0, 2) } },
  { name: 'all alike, and no unit', data: { unit: '', series: [{ series: first, calibration: { predicted: new Float32Array(10).fill(14), actual: new Float32Array(10).map((_, i) => 20 + i), rows: new Uint32Array(10).fill(30) } }] } },
  { name: 'NaN, negatives, and a run that waits', data: { unit: 's', series: [{ series: first, calibration: { predicted: new Float32Array([NaN, -2]), actual: new Float32Array([1, 3]), rows: new Uint32Array([4, 5]) } }, { series: second, calibration: null }] } },
  { name: 'not reached', data: { unit: 's', series: [{ series: first, calibration: null }] } },
];

/** Made-up errors by group of the true value of six predictors, and what a figure of them must survive. */
import { PREDICTORS, groupsOf, predicted } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { TargetErrorsData } from './targetErrors';

const six = PREDICTORS.map((series, i) => ({ series, byTarget: groupsOf(predicted(1, 800, 0.8 - 0.14 * i)).byTarget }));
const [first, second] = [PREDICTORS[0]!, PREDICTORS[1]!];

export const targetErrorsFixtures: readonly Fixture<TargetErrorsData>[] = [
  { name: 'six runs', data: { unit: 's', measure: 'mae', series: six } },
  { name: 'bias', data: { unit: 's', measure: 'bias', series: six } },
  { name: 'two runs', data: { unit: 's', measure: 'mae', series: six.slice(0, 2) } },
  { name: 'all alike, and no unit', data: { unit: '', measure: 'mae', series: [{ series: first, byTarget: { upTo: new Float32Array([7]), mae: new Float32Array([2]), bias: new Float32Array([0]), rows: new Uint32Array([30]) } }] } },
  { name: 'NaN, negatives, and a run that waits', data: { unit: 's', measure: 'mae', series: [{ series: first, byTarget: { upTo: new Float32Array([0, 3]), mae: new Float32Array([NaN, 3]), bias: new Float32Array([NaN, -3]), rows: new Uint32Array([4, 5]) } }, { series: second, byTarget: null }] } },
  { name: 'not reached', data: { unit: 's', measure: 'mae', series: [{ series: first, byTarget: null }] } },
];

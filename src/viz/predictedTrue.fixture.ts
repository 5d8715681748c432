/** Made-up predictions beside their true values: few and many, negative, and what a figure of them must survive. */
import { PREDICTORS, predicted } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { PredictedTrueData } from './predictedTrue';

const at = (i: number) => PREDICTORS[i]!;
const few = predicted(1, 300, 0.6);

export const predictedTrueFixtures: readonly Fixture<PredictedTrueData>[] = [
  { name: 'two runs, points', data: { unit: 's', series: [{ series: at(0), ...few }, { series: at(1), ...predicted(1, 300, 0.4) }] } },
  { name: 'three runs, bins', data: { unit: 's', series: [0, 1, 4].map((i) => ({ series: at(i), ...predicted(2, 2000, 0.7 - 0.1 * i) })) } },
  { name: 'negatives, no long tail', data: { unit: '', series: [{ series: at(4), rows: few.rows, targets: few.targets.map((y) => Math.log1p(y) - 3), predictions: few.predictions.map((y) => Math.log1p(y) - 3.2) }] } },
  { name: 'a constant', data: { unit: 's', series: [{ series: at(5), rows: few.rows, targets: few.targets, predictions: few.targets.map(() => 14) }] } },
  { name: 'one row, NaN and a run that waits', data: { unit: 's', series: [{ series: at(0), rows: [3, 4], targets: [2, 5], predictions: [2.5, NaN] }, { series: at(1), rows: [], targets: [], predictions: [] }] } },
  { name: 'not reached', data: { unit: 's', series: [{ series: at(0), rows: [], targets: [], predictions: [] }] } },
];

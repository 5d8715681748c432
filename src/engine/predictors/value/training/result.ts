/** The end of a fit: the test part scored once, and a prediction for every row of the table. */
import { InputError } from '../../../errors';
import { fitSnapshot, type Part } from './snapshot';
import { mean, quantiles } from '../../../math/statistics';
import { fitFindingsOf } from '../../../metrics/findings';
import { computeScores } from '../../../metrics/scores';
import type { Predictor } from '../predictor';
import type { PreparedTable } from './preparedTable';
import type { Tell } from '../../../records/run';
import type { FitResult } from '../../../records/predict';

/** @throws InputError where nothing was trained. */
export async function fitResult(predictor: Predictor, table: PreparedTable, ending: FitEnding, tell?: Tell): Promise<FitResult> {
  if (ending.steps === 0) throw new InputError('The fit was stopped before its first step.', 'Run it again and stop later.');
  const { table: rows } = table;
  const stages = predictor.stages;
  const predictions = new Float32Array(rows.rows);
  const partials = new Float32Array(rows.rows * stages.length);
  let done = 0;
  for (const part of [table.train, table.validation, table.test]) {
    tell?.('predicting all rows', done / rows.rows);
    done += part.rowNumbers.length;
    const { values, partials: parts } = await predictor.predict(part.features);
    part.rowNumbers.forEach((row, i) => {
      predictions[row] = values[i]!;
      if (parts) partials.set(parts.subarray(i * stages.length, (i + 1) * stages.length), row * stages.length);
    });
  }
  const predicted = ({ rowNumbers }: Part) => Float32Array.from(rowNumbers, (row) => predictions[row]!);
  const snapshot = await fitSnapshot(predictor, table.test, { step: ending.steps, epoch: ending.bestEpoch, part: 'test', exact: true }, predicted(table.test));
  const validation = computeScores(table.validation.targets, predicted(table.validation));
  const { epochs, bestEpoch, steps, seconds, stopped, notes } = ending;
  const negative = snapshot.scores.negativeShare!;
  const below = negative > 0 && rows.target.values.every((value) => value >= 0) ? [`${(100 * negative).toFixed(1)} % of the test predictions lie below zero, where the target never is; they are left as they are.`] : [];
  const median = quantiles(table.train.targets, [0.5])[0]!;
  const baseline = mean(Float64Array.from(table.test.targets, (target) => Math.abs(target - median)));
  return {
    ...(predictor.plannedEpochs > 0 && { findings: fitFindingsOf(snapshot.scores.mae ?? NaN, baseline) }), plannedSteps: Math.max(steps, predictor.plannedSteps),
    scores: snapshot.scores, validation, seconds, steps, epochs, bestEpoch, stopped, parameters: predictor.parameters,
    rowIndex: rows.rowIndex.slice(), parts: rows.parts.slice(), targets: Float32Array.from(rows.target.values), predictions, partials, stages, snapshot,
    notes: [...(stopped ? [`Stopped by hand after ${steps} of ${predictor.plannedSteps} planned steps.`] : []), ...notes, ...below, ...predictor.notes()],
  };
}

/** How training ended. */
export interface FitEnding {
  readonly steps: number;
  readonly seconds: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stopped: boolean;
  readonly notes: readonly string[];
}

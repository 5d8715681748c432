/** The end of a predictor's run: the test part scored once, and a prediction for every row of the table. */
import { InputError } from '../../../errors';
import { valueSnapshot, type Part } from './snapshot';
import { mean, quantiles } from '../../../math/statistics';
import { fitFindingsOf } from '../../../metrics/findings';
import { computeScores } from '../../../metrics/scores';
import { epochNote } from '../../training/epochs';
import type { Predictor } from '../predictor';
import type { PreparedTable } from './preparedTable';
import type { Tell } from '../../../records/run';
import type { ValueResult } from '../../../records/predict';
import type { Ending } from '../../../runs/task';

/** What was trained, and on what. */
export interface Trained {
  readonly predictor: Predictor;
  readonly table: PreparedTable;
  /** Epochs trained, and the one whose weights stand now: both 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
}

/** @throws InputError where nothing was trained. */
export async function valueResult({ predictor, table, epochs, bestEpoch }: Trained, ending: Ending, tell?: Tell): Promise<ValueResult> {
  const { steps, seconds, stopped, notes, past } = ending;
  if (steps === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
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
  const snapshot = await valueSnapshot(predictor, table.test, { step: ending.steps, epoch: bestEpoch, part: 'test', exact: true }, predicted(table.test));
  const validation = computeScores(table.validation.targets, predicted(table.validation));
  const negative = snapshot.scores.negativeShare!;
  const below = negative > 0 && rows.target.values.every((value) => value >= 0) ? [`${(100 * negative).toFixed(1)} % of the test predictions lie below zero, although no target does; they are left as they are.`] : [];
  const median = quantiles(table.train.targets, [0.5])[0]!;
  const baseline = mean(Float64Array.from(table.test.targets, (target) => Math.abs(target - median)));
  return {
    family: 'value',
    ...(predictor.plannedEpochs > 0 && { findings: fitFindingsOf(snapshot.scores.mae ?? NaN, baseline) }), plannedSteps: Math.max(steps, predictor.plannedSteps),
    scores: snapshot.scores, validation, seconds, steps, epochs, bestEpoch, stopped, parameters: predictor.parameters,
    rowIndex: rows.rowIndex.slice(), parts: rows.parts.slice(), targets: Float32Array.from(rows.target.values), predictions, partials, stages, snapshot,
    notes: [...notes, ...(bestEpoch > 0 ? [epochNote(predictor, { epochs, best: bestEpoch, stopped }, `least validation ${predictor.selectBy.toUpperCase()}`)] : []), ...past, ...below, ...predictor.notes()],
  };
}

/** What the views show of a fit: scores, calibration and errors over a part of the rows, and where the method has them, its codes. */
import { stableOrder } from '../../../math/ranks';
import { computeScores } from '../../../metrics/scores';
import { equalGroups, evenly, meanOf } from '../../training/groups';
import type { Decoded, Predictor, TargetRows } from '../predictor';
import type { Decoding, ValueSnapshot } from '../../../records/predict';

/** Rows shown as points. */
const SHOWN_ROWS = 2000;
const GROUPS = 10;

/** Rows of a part, with their numbers in the table. */
export interface Part extends TargetRows {
  readonly rowNumbers: Uint32Array;
}

interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly part: 'validation' | 'test';
  readonly exact: boolean;
}

/** `known`: the part's predictions with the weights as they are; absent: it is predicted here. */
export async function valueSnapshot(predictor: Predictor, part: Part, moment: Moment, known?: Float32Array): Promise<ValueSnapshot> {
  const values = known ?? (await predictor.predict(part.features)).values;
  const decoded = await predictor.decode?.(part, moment.exact);
  const shown = evenly(part.targets.length, SHOWN_ROWS);
  const pick = (column: ArrayLike<number>) => Float32Array.from(shown, (row) => column[row]!);
  return {
    family: 'value',
    ...moment,
    scores: computeScores(part.targets, values),
    rows: Uint32Array.from(shown, (row) => part.rowNumbers[row]!),
    targets: pick(part.targets),
    predictions: pick(values),
    calibration: calibration(part.targets, values),
    byTarget: errorsByTarget(part.targets, values),
    ...(decoded && renumbered(decoded, part.rowNumbers)),
  };
}

/** Rows in ten equal groups by prediction: what was predicted and what was true, on average. */
export function calibration(targets: ArrayLike<number>, predictions: ArrayLike<number>): ValueSnapshot['calibration'] {
  const order = stableOrder(predictions);
  const groups = equalGroups(order, GROUPS);
  return {
    predicted: Float32Array.from(groups, (group) => meanOf(group, (row) => predictions[row]!)),
    actual: Float32Array.from(groups, (group) => meanOf(group, (row) => targets[row]!)),
    rows: Uint32Array.from(groups, (group) => group.length),
  };
}

/** Rows in up to ten groups by target, equal targets together: mean absolute and mean signed error of each. */
export function errorsByTarget(targets: ArrayLike<number>, predictions: ArrayLike<number>): ValueSnapshot['byTarget'] {
  const order = stableOrder(targets);
  const groups = equalGroups(order, GROUPS, (a, b) => targets[a] === targets[b]);
  const error = (row: number) => predictions[row]! - targets[row]!;
  return {
    upTo: Float32Array.from(groups, (group) => targets[group.at(-1)!]!),
    mae: Float32Array.from(groups, (group) => meanOf(group, (row) => Math.abs(error(row)))),
    bias: Float32Array.from(groups, (group) => meanOf(group, error)),
    rows: Uint32Array.from(groups, (group) => group.length),
  };
}

function renumbered({ quantization, decoding, alignment }: Decoded, rowNumbers: Uint32Array): { decoding: Decoding } & Omit<Decoded, 'decoding'> {
  return { quantization, alignment, decoding: { ...decoding, rows: decoding.rows.map((row) => rowNumbers[row]!) } };
}

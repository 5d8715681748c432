/** What the views show of a fit: scores, calibration and errors over a part of the rows, and where the method has them, its codes. */
import { stableOrder } from '../../../math/ranks';
import { computeScores } from '../../../metrics/scores';
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
  const groups = equalGroups(order, () => false);
  return {
    predicted: Float32Array.from(groups, (group) => meanOf(group, (row) => predictions[row]!)),
    actual: Float32Array.from(groups, (group) => meanOf(group, (row) => targets[row]!)),
    rows: Uint32Array.from(groups, (group) => group.length),
  };
}

/** Rows in up to ten groups by target, equal targets together: mean absolute and mean signed error of each. */
export function errorsByTarget(targets: ArrayLike<number>, predictions: ArrayLike<number>): ValueSnapshot['byTarget'] {
  const order = stableOrder(targets);
  const groups = equalGroups(order, (a, b) => targets[a] === targets[b]);
  const error = (row: number) => predictions[row]! - targets[row]!;
  return {
    upTo: Float32Array.from(groups, (group) => targets[group.at(-1)!]!),
    mae: Float32Array.from(groups, (group) => meanOf(group, (row) => Math.abs(error(row)))),
    bias: Float32Array.from(groups, (group) => meanOf(group, error)),
    rows: Uint32Array.from(groups, (group) => group.length),
  };
}

/** Ten groups of neighbouring rows; a group goes on for as long as the next row belongs together with its last. */
function equalGroups(order: ArrayLike<number>, together: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = [];
  let start = 0;
  for (let group = 0; group < GROUPS && start < order.length; group++) {
    let end = Math.max(start + 1, Math.round(((group + 1) * order.length) / GROUPS));
    while (end < order.length && together(order[end - 1]!, order[end]!)) end++;
    groups.push(Array.from({ length: end - start }, (_, i) => order[start + i]!));
    start = end;
  }
  return groups;
}

function meanOf(rows: readonly number[], value: (row: number) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
}

/** `count` of n row numbers at even distances. */
function evenly(n: number, count: number): number[] {
  return Array.from({ length: Math.min(n, count) }, (_, i) => Math.floor((i * n) / Math.min(n, count)));
}

function renumbered({ quantization, decoding, alignment }: Decoded, rowNumbers: Uint32Array): { decoding: Decoding } & Omit<Decoded, 'decoding'> {
  return { quantization, alignment, decoding: { ...decoding, rows: decoding.rows.map((row) => rowNumbers[row]!) } };
}

/** The value to predict: which column it is, whether it can be predicted, and how it is spread. */
import { InputError } from '../errors';
import { commonEdges, histogram, mean, quantiles } from '../math/statistics';
import type { Histogram } from '../records/basics';
import type { TableColumn, TargetSummary } from '../records/table';
import type { Column } from './column';
import { count } from './limits';
import { targetRank } from './tableNames';
import { looksLikeNumber } from './tableUnits';
import { textNumber } from './textNumber';

const BINS = 40;
const FEWEST_ROWS = 20;
/** Different values at least for a guess: fewer are rather classes. */
const FEWEST_VALUES = 13;
const LABELS_LOOKED_AT = 200;

/** The numeric column with the best name for a target (see tableNames.ts), else the last one; columns with few different values only where there is no other. */
export function guessTarget(columns: readonly TableColumn[], references: readonly string[]): string | undefined {
  const numeric = columns.filter(({ type, joined, name, distinct }) => type === 'number' && !joined && distinct > 1 && !references.includes(name));
  const varied = numeric.filter(({ distinct }) => distinct >= FEWEST_VALUES);
  const candidates = varied.length > 0 ? varied : numeric;
  const named = candidates.filter(({ name }) => targetRank(name) < Infinity).sort((a, b) => targetRank(a.name) - targetRank(b.name));
  return (named[0] ?? candidates.at(-1))?.name;
}

/**
 * Columns of text whose name says target better than that of the column guessed. `meant`: most of its cells are numbers of some kind, so that it was meant as one and its fault is worth more than
 * another column. `named`: words, of which a person is told.
 */
export function passedOver(columns: readonly TableColumn[], raw: readonly Column[], guessed: string | undefined): { readonly meant?: string; readonly named?: string } {
  const rank = guessed === undefined ? Infinity : targetRank(guessed);
  const better = columns.filter(({ type, joined, name, distinct }) => type === 'category' && !joined && distinct > 1 && targetRank(name) < rank).sort((a, b) => targetRank(a.name) - targetRank(b.name));
  for (const { name } of better) {
    const column = raw.find((each) => each.name === name);
    if (column?.type !== 'category') continue;
    const sample = column.labels.slice(0, LABELS_LOOKED_AT);
    if (2 * sample.filter(looksLikeNumber).length > sample.length && sample.some((label) => textNumber(label) === null)) return { meant: name };
    return { named: name };
  }
  return {};
}

/**
 * Summary of a target [rows, with NaN where missing].
 * @throws InputError where it cannot be predicted: nothing there, too few rows, an infinite value, one value throughout.
 */
export function describeTarget(name: string, all: Float64Array, rowIndex: ArrayLike<number>): TargetSummary {
  const values = all.filter((value) => !Number.isNaN(value));
  const rows = values.length;
  const missing = all.length - rows;
  if (rows === 0) throw new InputError(`The target "${name}" is missing in all ${count(all.length)} rows.`, 'Choose another target column.');
  if (rows < FEWEST_ROWS)
    throw new InputError(
      `The target "${name}" has ${count(rows)} ${rows === 1 ? 'row' : 'rows'} with a value; at least ${FEWEST_ROWS} are needed for three parts.`,
      'Choose a file with more rows, a larger row sample, or another target.',
    );
  const infinite = all.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0)
    throw new InputError(`The target "${name}" is infinite in row ${count(rowIndex[infinite]!)} (counted from 0).`, 'Correct the value, or leave it empty: rows without a target are left out.');
  const [min, median, p90, p99, max] = quantiles(values, [0, 0.5, 0.9, 0.99, 1]) as [number, number, number, number, number];
  if (min === max)
    throw new InputError(
      min === 0 ? `The target "${name}" is 0 in all ${count(rows)} rows; there is nothing to predict.` : `The target "${name}" is ${min} in all ${count(rows)} rows; there is nothing to predict.`,
      'Choose another target column, or rows that differ.',
    );
  const share = (belongs: (value: number) => boolean): number => values.filter(belongs).length / rows;
  const average = mean(values);
  return {
    name, rows, missing, min, median, p90, p99, max, mean: average,
    zeroShare: share((value) => value === 0),
    negativeShare: share((value) => value < 0),
    histogram: targetHistogram(values, min >= 0 && max > 10 * (median || average)),
  };
}

function targetHistogram(values: Float64Array, logarithmic: boolean): Histogram {
  const drawn = logarithmic ? values.map((value) => Math.log1p(value)) : values;
  const edges = commonEdges([drawn], BINS);
  const counts = histogram(drawn, edges);
  return { counts, edges: logarithmic ? edges.map((edge) => Math.max(0, Math.expm1(edge))) : edges };
}

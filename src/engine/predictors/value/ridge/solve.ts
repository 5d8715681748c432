/** The normal equations of ridge regression, gathered over sparse rows and solved by Cholesky's decomposition in float64. */
import { mean } from '../../../math/statistics';
import type { TargetRows } from '../predictor';
import type { RidgeDesign } from './design';

/** Of the mean diagonal: what is always added, so that columns that follow from each other do no harm. */
const LEAST_PENALTY = 1e-10;

export interface NormalEquations {
  readonly columns: number;
  /** Covariances of the columns [columns, columns]: the lower triangle, the diagonal with it. */
  readonly covariance: Float64Array;
  /** Covariance of each column with the target. */
  readonly withTarget: Float64Array;
  readonly means: Float64Array;
  readonly targetMean: number;
}

/** Centred by the means, so that the constant is not penalised. Work: rows x (entries of a row) squared. */
export function normalEquations({ columns, eachEntry }: RidgeDesign, { features, targets }: TargetRows): NormalEquations {
  const n = features.rows;
  const covariance = new Float64Array(columns * columns);
  const withTarget = new Float64Array(columns);
  const means = new Float64Array(columns);
  const targetMean = mean(targets);
  const held: number[] = [];
  const values: number[] = [];
  const hold = (column: number, value: number) => {
    if (value === 0) return;
    held.push(column);
    values.push(value);
  };
  for (let row = 0; row < n; row++) {
    held.length = values.length = 0;
    eachEntry(features, row, hold);
    const target = targets[row]! - targetMean;
    for (let i = 0; i < held.length; i++) {
      const [column, value] = [held[i]!, values[i]!];
      means[column]! += value;
      withTarget[column]! += value * target;
      const start = column * columns;
      for (let j = 0; j < held.length; j++) if (held[j]! <= column) covariance[start + held[j]!]! += value * values[j]!;
    }
  }
  for (let i = 0; i < columns; i++) means[i]! /= n;
  for (let i = 0; i < columns; i++) {
    withTarget[i]! /= n;
    for (let j = 0; j <= i; j++) covariance[i * columns + j] = covariance[i * columns + j]! / n - means[i]! * means[j]!;
  }
  return { columns, covariance, withTarget, means, targetMean };
}

/** Weights that make mean (y - x w - b)^2 + lambda |w|^2 least: [columns + 1], b last. */
export function ridgeWeights({ columns: d, covariance, withTarget, means, targetMean }: NormalEquations, lambda: number): Float64Array {
  let diagonal = 0;
  for (let i = 0; i < d; i++) diagonal += covariance[i * d + i]! / d;
  const added = Math.max(lambda, LEAST_PENALTY * (diagonal || 1));
  const lower = covariance.slice();
  for (let i = 0; i < d; i++) {
    lower[i * d + i]! += added;
    for (let j = 0; j <= i; j++) {
      let value = lower[i * d + j]!;
      for (let k = 0; k < j; k++) value -= lower[i * d + k]! * lower[j * d + k]!;
      lower[i * d + j] = i === j ? Math.sqrt(Math.max(value, added * 1e-6)) : value / lower[j * d + j]!;
    }
  }
  const weights = new Float64Array(d + 1);
  for (let i = 0; i < d; i++) {
    let value = withTarget[i]!;
    for (let k = 0; k < i; k++) value -= lower[i * d + k]! * weights[k]!;
    weights[i] = value / lower[i * d + i]!;
  }
  for (let i = d - 1; i >= 0; i--) {
    let value = weights[i]!;
    for (let k = i + 1; k < d; k++) value -= lower[k * d + i]! * weights[k]!;
    weights[i] = value / lower[i * d + i]!;
  }
  weights[d] = targetMean;
  for (let i = 0; i < d; i++) weights[d]! -= weights[i]! * means[i]!;
  return weights;
}

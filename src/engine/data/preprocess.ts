/** Preprocessing of a matrix, in place. */
import type { Preprocessing } from '../records';

/** What was done to rows, so that other rows can be treated alike. */
export interface Prepared {
  readonly preprocessing: Preprocessing;
  /** [dim]: what was subtracted from every row; only where rows are centred. */
  readonly means?: Float64Array;
}

/**
 * `centre`: every column minus its mean over these rows, or minus the means given; `l2`: every row to unit norm, zero rows stay zero.
 * `data`: [rows, dim].
 */
export function preprocess(data: Float32Array, dim: number, { preprocessing, means }: Prepared): Prepared {
  if (preprocessing === 'l2') normalize(data, dim);
  return preprocessing === 'centre' ? { preprocessing, means: centre(data, dim, means ?? columnMeans(data, dim)) } : { preprocessing };
}

function columnMeans(data: Float32Array, dim: number): Float64Array {
  const means = new Float64Array(dim);
  for (let k = 0; k < data.length; k += dim) for (let j = 0; j < dim; j++) means[j]! += data[k + j]!;
  const rows = data.length / dim;
  for (let j = 0; j < dim; j++) means[j]! /= rows;
  return means;
}

function centre(data: Float32Array, dim: number, means: Float64Array): Float64Array {
  for (let k = 0; k < data.length; k += dim) for (let j = 0; j < dim; j++) data[k + j]! -= means[j]!;
  return means;
}

function normalize(data: Float32Array, dim: number): void {
  for (let k = 0; k < data.length; k += dim) {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += data[k + j]! * data[k + j]!;
    if (sum === 0) continue;
    const scale = 1 / Math.sqrt(sum);
    for (let j = 0; j < dim; j++) data[k + j]! *= scale;
  }
}

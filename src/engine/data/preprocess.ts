/** Preprocessing of a matrix, in place. */
import type { Preprocessing } from '../records/data';

/** What was done to rows, so that other rows can be treated alike. */
export interface Prepared {
  readonly preprocessing: Preprocessing;
  /** [dim]: what was subtracted from every row; only where rows are centred. */
  readonly means?: Float64Array;
  /** Rows were multiplied by 2 to this power first; absent: they were not. */
  readonly exponent?: number;
}

/** Root mean squares of the values beyond which, upwards or downwards, squares and their sums leave what a float32 holds (about 1e-38 to 3e38) with nothing to spare. */
const LARGEST = 2 ** 40;

/**
 * Multiplies by 2^exponent, which loses no bit; then `centre`: every column minus its mean over these rows, or minus the means given; `l2`: every row to unit norm,
 * zero rows stay zero. `data`: [rows, dim].
 */
export function preprocess(data: Float32Array, dim: number, { preprocessing, means, exponent }: Prepared): Prepared {
  if (exponent !== undefined) for (let k = 0; k < data.length; k++) data[k]! *= 2 ** exponent;
  const scaled = { preprocessing, ...(exponent !== undefined && { exponent }) };
  if (preprocessing === 'l2') normalize(data, dim);
  return preprocessing === 'centre' ? { ...scaled, means: centre(data, dim, means ?? columnMeans(data, dim)) } : scaled;
}

/** The power of two that brings the root mean square to about 1; undefined where float32 sums are safe as it is. */
export function exponentFor(data: Float32Array): number | undefined {
  let squares = 0;
  for (const value of data) squares += value * value;
  const size = Math.sqrt(squares / data.length);
  if (size === 0 || !Number.isFinite(size) || (size < LARGEST && size > 1 / LARGEST)) return undefined;
  return -Math.round(Math.log2(size));
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

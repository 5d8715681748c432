/** Preprocessing of a matrix, in place. */
import type { Preprocessing } from '../records';

/** `centre`: every column minus its mean over these rows; `l2`: every row to unit norm, zero rows stay zero. `data`: [rows, dim]. */
export function preprocess(data: Float32Array, dim: number, preprocessing: Preprocessing): void {
  if (preprocessing === 'centre') centre(data, dim);
  if (preprocessing === 'l2') normalize(data, dim);
}

function centre(data: Float32Array, dim: number): void {
  const means = new Float64Array(dim);
  for (let k = 0; k < data.length; k += dim) for (let j = 0; j < dim; j++) means[j]! += data[k + j]!;
  const rows = data.length / dim;
  for (let j = 0; j < dim; j++) means[j]! /= rows;
  for (let k = 0; k < data.length; k += dim) for (let j = 0; j < dim; j++) data[k + j]! -= means[j]!;
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

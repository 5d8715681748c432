/** One level's assignment by distance and bias, and sums over the rows of each code. Sums over rows are float64, in the order of the rows. */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../../gpu/launch';
import { nearestCode } from '../../kernels/nearestCode';
import type { Random } from '../../math/random';
import type { Vectors } from '../vectors';

/** Codes int32 [n] of the least |r - c|^2 + b, lowest index on ties, and the sum of |r - c|^2. */
export interface Assignment {
  readonly codes: Int32Array;
  readonly squaredError: number;
}

/** Of all rows: `centres` float32 [K, dim], `bias` [K]. */
export async function assignBiased(rows: Vectors, centres: Float32Array, bias: Float64Array, breathe: () => Promise<void>): Promise<Assignment> {
  const codebook = tf.tensor2d(centres.slice(), [bias.length, rows.dim]);
  const biases = tf.tensor1d(Float32Array.from(bias));
  const codes = new Int32Array(rows.rows);
  let squaredError = 0;
  let start = 0;
  for (const chunk of rows.chunks) {
    const nearest = nearestCode(chunk, codebook, biases);
    await readTogether([nearest.codes, nearest.distances]);
    codes.set(await nearest.codes.data<'int32'>(), start);
    for (const distance of await nearest.distances.data<'float32'>()) squaredError += distance;
    start += chunk.shape[0];
    tf.dispose([nearest.codes, nearest.distances]);
    await breathe();
  }
  tf.dispose([codebook, biases]);
  return { codes, squaredError };
}

/** Sum over the rows of the squared distance to the centre of their code. */
export function squaredErrorOf({ data, rows, dim }: Pick<Vectors, 'data' | 'rows' | 'dim'>, codes: Int32Array, centres: Float32Array): number {
  let sum = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let from = codes[i]! * dim;
    let own = 0;
    for (let d = 0; d < dim; d++) own += (data[at++]! - centres[from++]!) ** 2;
    sum += own;
  }
  return sum;
}

/** Means of the rows of each code, float32 [K, dim]; a code without rows keeps its centre. */
export function meansOf({ data, rows, dim }: Pick<Vectors, 'data' | 'rows' | 'dim'>, codes: Int32Array, counts: Int32Array, centres: Float32Array): Float32Array {
  const sums = new Float64Array(centres.length);
  for (let i = 0, at = 0; i < rows; i++) {
    let to = codes[i]! * dim;
    for (let d = 0; d < dim; d++) sums[to++]! += data[at++]!;
  }
  return centres.map((value, at) => {
    const count = counts[Math.floor(at / dim)]!;
    return count > 0 ? sums[at]! / count : value;
  });
}

/** Codes that no row has, lowest first. */
export function unusedCodes(counts: Int32Array): number[] {
  return Array.from(counts.keys()).filter((k) => counts[k] === 0);
}

/** A row drawn with probability in proportion to its weight; evenly where all weights are zero. */
export function drawRow(weights: Float64Array, random: Random): number {
  let total = 0;
  for (const weight of weights) total += weight;
  if (!(total > 0)) return random.integer(weights.length);
  let left = random.uniform() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/**
 * An even pass of one level: rows choose again, batch by batch, each batch under the counts of all other rows.
 *
 *     dist = mean |r - c_z|^2;   lam = gamma dist;   n = counts of z
 *     for each batch: take its codes out of n;   z_i = argmin_k |r_i - c_k|^2 + lam log((n_k + 1) K / N);   put them back
 *     c_k = mean of its rows;   b = lam log((n + 1) K / N)
 *
 * Batches are what keeps rows of a clump from moving all at once. At gamma 0 it is a Lloyd pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCode } from '../../kernels/nearestCode';
import type { Random } from '../../math/random';
import { Vectors } from '../vectors';
import { assignBiased, drawRow, meansOf, squaredErrorOf, unusedCodes } from './assign';
import { batchesOf, countsOf, pricesOf } from './price';

/** Weight of a row that is alone with its code, where rows of crowded codes are drawn from. */
const LEAST_WEIGHT = 1e-9;

export interface EvenPass {
  /** Before the pass. */
  readonly meanError: number;
  readonly lambda: number;
  readonly codes: Int32Array;
  readonly counts: Int32Array;
  readonly centres: Float32Array;
  readonly bias: Float64Array;
}

export interface EvenOptions {
  readonly gamma: number;
  readonly batchSize: number;
  /** A permutation of the rows. */
  readonly order: Uint32Array;
  /** Draws rows for codes left unused. */
  readonly random: Random;
  readonly floor: number;
}

/** One pass from `centres` float32 [K, dim] and `codes` int32 [n]; neither is changed. */
export async function evenPass(rows: Vectors, centres: Float32Array, codes: Int32Array, { gamma, batchSize, order, random, floor }: EvenOptions, breathe: () => Promise<void>): Promise<EvenPass> {
  const numCodes = centres.length / rows.dim;
  const meanError = squaredErrorOf(rows, codes, centres) / rows.rows + floor;
  const lambda = gamma * meanError;
  const chosen = gamma > 0 ? await chooseInBatches(rows, centres, codes, lambda, order, batchSize, breathe) : (await assignBiased(rows, centres, new Float64Array(numCodes), breathe)).codes;
  const counts = countsOf(chosen, numCodes);
  const moved = meansOf(rows, chosen, counts, centres);
  restartUnused(rows, chosen, counts, moved, random);
  return { meanError, lambda, codes: chosen, counts, centres: moved, bias: pricesOf(counts, lambda, rows.rows) };
}

async function chooseInBatches(rows: Vectors, centres: Float32Array, before: Int32Array, lambda: number, order: Uint32Array, batchSize: number, breathe: () => Promise<void>): Promise<Int32Array> {
  const { rows: n, dim } = rows;
  const numCodes = centres.length / dim;
  const codes = before.slice();
  const counts = countsOf(codes, numCodes);
  // In their order, so that each batch is one chunk of the device.
  const ordered = new Vectors(gathered(rows, order), n, dim, null, batchSize);
  const codebook = tf.tensor2d(centres.slice(), [numCodes, dim]);
  let batch = 0;
  for (const picked of batchesOf(order, batchSize)) {
    for (const row of picked) counts[codes[row]!]! -= 1;
    const bias = tf.tensor1d(Float32Array.from(pricesOf(counts, lambda, n)));
    const nearest = nearestCode(ordered.chunks[batch++]!, codebook, bias);
    const chosen = await nearest.codes.data<'int32'>();
    picked.forEach((row, i) => {
      codes[row] = chosen[i]!;
      counts[chosen[i]!]! += 1;
    });
    tf.dispose([bias, nearest.codes, nearest.distances]);
    await breathe();
  }
  codebook.dispose();
  ordered.dispose();
  return codes;
}

/** An unused code becomes a row of a crowded one, drawn in proportion to how many others share that row's code. Changes `centres`. */
function restartUnused({ data, rows, dim }: Vectors, codes: Int32Array, counts: Int32Array, centres: Float32Array, random: Random): void {
  const unused = unusedCodes(counts);
  if (unused.length === 0) return;
  const weights = Float64Array.from({ length: rows }, (_, row) => Math.max(0, counts[codes[row]!]! - 1) + LEAST_WEIGHT);
  for (const code of unused) {
    const row = drawRow(weights, random);
    centres.set(data.subarray(row * dim, (row + 1) * dim), code * dim);
  }
}

function gathered({ data, dim }: Vectors, order: Uint32Array): Float32Array {
  const values = new Float32Array(order.length * dim);
  order.forEach((row, i) => values.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
  return values;
}

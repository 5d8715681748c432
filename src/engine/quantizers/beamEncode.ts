/**
 * Beam encoding over additive codebooks, as faiss's ResidualQuantizer encodes: up to `width` partial codes a row are kept from level to level.
 *
 *     level l: d[j, k] = |r_j - C[l][k]|^2 over the kept states j and all codes k; keep the `width` smallest, ties by (j, k)
 *
 * Width 1 is greedy. With two levels no row ends worse than greedy; with three or more that holds on average only.
 */
import * as tf from '@tensorflow/tfjs-core';
import { matMulTransposed } from '../ops/matMul';
import { squaredNorms } from './vectors';

export interface Beam {
  /** [rows, width', levels]: the states kept after the last level, best first; width' is smaller where there are fewer codes in all. */
  readonly codes: Int32Array;
  /** [rows, width']: squared norm of what each state leaves over. */
  readonly squaredErrors: Float32Array;
  readonly width: number;
}

/** e [n, dim] float32 row-major (already centred), codebooks as tensors [K_l, dim]. */
export async function beamEncode(e: Float32Array, rows: number, codebooks: readonly tf.Tensor2D[], width: number): Promise<Beam> {
  const dim = codebooks[0]!.shape[1];
  let kept = 1;
  let states = e;
  let codes = new Int32Array(0);
  let errors = new Float32Array(rows);
  for (const [level, codebook] of codebooks.entries()) {
    const numCodes = codebook.shape[0];
    const vectors = await codebook.data<'float32'>();
    const distances = await allDistances(states, rows * kept, codebook, vectors);
    const next = Math.min(width, kept * numCodes);
    const nextStates = new Float32Array(rows * next * dim);
    const nextCodes = new Int32Array(rows * next * (level + 1));
    const nextErrors = new Float32Array(rows * next);
    for (let row = 0; row < rows; row++) {
      const own = distances.subarray(row * kept * numCodes, (row + 1) * kept * numCodes);
      smallest(own, next).forEach((at, rank) => {
        const from = row * kept + Math.floor(at / numCodes);
        const code = at % numCodes;
        const to = row * next + rank;
        nextErrors[to] = own[at]!;
        nextCodes.set(codes.subarray(from * level, (from + 1) * level), to * (level + 1));
        nextCodes[to * (level + 1) + level] = code;
        for (let d = 0; d < dim; d++) nextStates[to * dim + d] = states[from * dim + d]! - vectors[code * dim + d]!;
      });
    }
    kept = next;
    states = nextStates;
    codes = nextCodes;
    errors = nextErrors;
  }
  return { codes, squaredErrors: errors, width: kept };
}

/** Indices of the `count` smallest values, ascending, ties by index. */
function smallest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (best.length === count && !(values[i]! < values[best[count - 1]!]!)) continue;
    let at = best.length;
    while (at > 0 && values[i]! < values[best[at - 1]!]!) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** Squared distances of n states to all codes, [n, K]. */
async function allDistances(states: Float32Array, n: number, codebook: tf.Tensor2D, vectors: Float32Array): Promise<Float32Array> {
  const [numCodes, dim] = codebook.shape;
  const products = tf.tidy(() => matMulTransposed(tf.tensor2d(states, [n, dim]), codebook));
  const distances = (await products.data<'float32'>()).slice();
  products.dispose();
  const codeSquares = squaredNorms(vectors, numCodes, dim);
  const stateSquares = squaredNorms(states, n, dim);
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < numCodes; k++, at++) distances[at] = Math.max(0, stateSquares[i]! + codeSquares[k]! - 2 * distances[at]!);
  return distances;
}

/**
 * Beam encoding over additive codebooks, as faiss's ResidualQuantizer encodes: up to `width` partial codes a row are kept from level to level.
 *
 *     level l: d[j, k] = |r_j - C[l][k]|^2 over the kept states j and all codes k; keep the `width` smallest, ties by (j, k)
 *
 * Width 1 is greedy. With two levels no row ends worse than greedy; with three or more the greedy path may be pushed out, so `encodeBeam`
 * walks it as well and each row takes the better of the two: no row is ever worse than greedy.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beamStep } from '../cpu/kernels';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { fitsScratch } from '../cpu/scratch';
import { matMulTransposed } from '../ops/matMul';
import { chooseNearest, encodeAdditive } from './additiveCodes';
import type { Encoding } from './quantizer';
import { squaredNorms } from './rowSums';

/** Distances held at once: 16 MB. */
const MAX_CANDIDATES = 4_194_304;

export interface Beam {
  /** [rows, width', levels]: the states kept after the last level, best first; width' is smaller where there are fewer codes in all. */
  readonly codes: Int32Array;
  /** [rows, width']: squared norm of what each state leaves over. */
  readonly squaredErrors: Float64Array;
  readonly width: number;
}

/** The states kept for each row: what they leave over, the state each came from and the code it took. */
export interface BeamStates {
  readonly kept: number;
  /** [rows, kept, dim] */
  readonly residuals: Float32Array;
  /** [rows, kept]: index of the state before, 0 .. kept before - 1. */
  readonly parents: Int32Array;
  /** [rows, kept] */
  readonly codes: Int32Array;
}

/** Codes of x [n, dim] by a beam of `width` states, or the greedy ones for a row that they serve better. Every tensor is the caller's. */
export async function encodeBeam(x: tf.Tensor2D, mean: tf.Tensor1D, codebooks: readonly tf.Tensor2D[], width: number): Promise<Encoding> {
  const greedy = encodeAdditive(x, mean, codebooks, chooseNearest);
  if (width === 1 || codebooks.length < 2) return greedy;
  const [rows, dim] = x.shape;
  const levels = codebooks.length;
  const beam = await beamEncode(await greedy.latents.data<'float32'>(), rows, codebooks, width);
  const greedyErrors = squaredNorms(await greedy.residuals.at(-1)!.data<'float32'>(), rows, dim);
  const codes = await Promise.all(greedy.codes.map(async (code) => (await code.data<'int32'>()).slice()));
  for (let row = 0; row < rows; row++) {
    const at = row * beam.width;
    if (beam.squaredErrors[at]! < greedyErrors[row]!) for (let level = 0; level < levels; level++) codes[level]![row] = beam.codes[at * levels + level]!;
  }
  tf.dispose([greedy.latents, ...greedy.codes, ...greedy.residuals]);
  return encodeAdditive(x, mean, codebooks, (_residuals, level) => tf.tensor1d(codes[level]!, 'int32'));
}

/** e [n, dim] float32 row-major (already centred), codebooks as tensors [K_l, dim]. Rows are coded in blocks that fit the memory. */
export async function beamEncode(e: Float32Array, rows: number, codebooks: readonly tf.Tensor2D[], width: number): Promise<Beam> {
  const dim = codebooks[0]!.shape[1];
  const levels = codebooks.length;
  const kept = codebooks.reduce((states, codebook) => Math.min(width, states * codebook.shape[0]), 1);
  const codes = new Int32Array(rows * kept * levels);
  const squaredErrors = new Float64Array(rows * kept);
  const block = Math.max(1, Math.floor(MAX_CANDIDATES / (kept * Math.max(dim, ...codebooks.map((codebook) => codebook.shape[0])))));
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    let states: BeamStates = { kept: 1, residuals: e.subarray(start * dim, (start + count) * dim), parents: new Int32Array(0), codes: new Int32Array(0) };
    const path: BeamStates[] = [];
    for (const codebook of codebooks) {
      states = await extendBeam(states.residuals, count, states.kept, codebook, width);
      path.push(states);
    }
    squaredErrors.set(squaredNorms(states.residuals, count * kept, dim), start * kept);
    for (let row = 0; row < count; row++) {
      for (let rank = 0; rank < kept; rank++) {
        let state = rank;
        for (let level = levels - 1; level >= 0; level--) {
          const { kept: width, codes: own, parents } = path[level]!;
          codes[((start + row) * kept + rank) * levels + level] = own[row * width + state]!;
          state = parents[row * width + state]!;
        }
      }
    }
  }
  return { codes, squaredErrors, width: kept };
}

/** One level: of all continuations of the `kept` states of each row, residuals [rows, kept, dim], the `width` that leave least. */
export async function extendBeam(residuals: Float32Array, rows: number, kept: number, codebook: tf.Tensor2D, width: number): Promise<BeamStates> {
  const [numCodes, dim] = codebook.shape;
  const vectors = await codebook.data<'float32'>();
  const codeSquares = squaredNorms(vectors, numCodes, dim);
  const stateSquares = squaredNorms(residuals, rows * kept, dim);
  const next = Math.min(width, kept * numCodes);
  const result: BeamStates = {
    kept: next,
    residuals: new Float32Array(rows * next * dim),
    parents: new Int32Array(rows * next),
    codes: new Int32Array(rows * next),
  };
  const road = fitsScratch([dim, next]) ? cpuRoad() : null;
  if (road) selectOnRoad(road, residuals, stateSquares, vectors, codeSquares, { rows, kept, numCodes, dim }, result);
  else await select(residuals, stateSquares, codebook, codeSquares, { rows, kept, numCodes, dim }, result);
  subtractCodes(residuals, rows, kept, vectors, dim, result);
  return result;
}

interface Continuations {
  readonly rows: number;
  readonly kept: number;
  readonly numCodes: number;
  readonly dim: number;
}

function selectOnRoad(road: CpuRoad, residuals: Float32Array, stateSquares: Float64Array, vectors: Float32Array, codeSquares: Float64Array, { rows, kept, numCodes, dim }: Continuations, { kept: next, parents, codes }: BeamStates): void {
  const block = Math.max(1, Math.floor(MAX_CANDIDATES / (kept * numCodes)));
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    const part = residuals.subarray(start * kept * dim, (start + count) * kept * dim);
    const chosen = beamStep(road, part, stateSquares.subarray(start * kept, (start + count) * kept), vectors, codeSquares, { rows: count, kept, numCodes, dim, next });
    parents.set(chosen.parents, start * next);
    codes.set(chosen.codes, start * next);
  }
}

async function select(residuals: Float32Array, stateSquares: Float64Array, codebook: tf.Tensor2D, codeSquares: Float64Array, { rows, kept, numCodes, dim }: Continuations, result: BeamStates): Promise<void> {
  const next = result.kept;
  const values = new Float64Array(next);
  const block = Math.max(1, Math.floor(MAX_CANDIDATES / (kept * numCodes)));
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    const part = residuals.slice(start * kept * dim, (start + count) * kept * dim);
    const product = tf.tidy(() => matMulTransposed(tf.tensor2d(part, [count * kept, dim]), codebook));
    const products = await product.data<'float32'>();
    product.dispose();
    for (let row = start, at = 0; row < start + count; row++) {
      const to = row * next;
      let found = 0;
      for (let state = 0; state < kept; state++) {
        const square = stateSquares[row * kept + state]!;
        for (let k = 0; k < numCodes; k++, at++) {
          const value = Math.max(0, square + codeSquares[k]! - 2 * products[at]!);
          if (found === next && !(value < values[next - 1]!)) continue;
          let place = found < next ? found++ : next - 1;
          for (; place > 0 && value < values[place - 1]!; place--) {
            values[place] = values[place - 1]!;
            result.parents[to + place] = result.parents[to + place - 1]!;
            result.codes[to + place] = result.codes[to + place - 1]!;
          }
          values[place] = value;
          result.parents[to + place] = state;
          result.codes[to + place] = k;
        }
      }
    }
  }
}

/** What each kept state leaves over: its parent's residual less its code vector, in float32 as on the device. */
function subtractCodes(before: Float32Array, rows: number, keptBefore: number, vectors: ArrayLike<number>, dim: number, { kept, residuals, parents, codes }: BeamStates): void {
  for (let row = 0, state = 0, to = 0; row < rows; row++) {
    for (let rank = 0; rank < kept; rank++, state++) {
      let from = (row * keptBefore + parents[state]!) * dim;
      let code = codes[state]! * dim;
      for (let d = 0; d < dim; d++) residuals[to++] = before[from++]! - vectors[code++]!;
    }
  }
}

/** Distances of all rows to all codes, block by block: kept where they all fit, so that memory grows with the rows and not with rows times codes. */
import * as tf from '@tensorflow/tfjs-core';
import { matMulTransposed } from '../ops/matMul';
import { squaredNorms } from './rowSums';
import type { Vectors } from './vectors';

/** Rows times codes up to which distances are kept (64 MB); beyond, they are computed anew in each pass. */
const MAX_KEPT = 16_777_216;
/** Distances of one block. */
const MAX_BLOCK = 4_194_304;

/** Rows `start` .. and their squared distances to all codes less the row's own squared norm: float32 [rows, K]. */
export interface DistanceBlock {
  readonly start: number;
  readonly rows: number;
  readonly costs: Float32Array;
}

/** |c|^2 - 2 x.c for all rows and codes, block by block. */
export class CodeDistances {
  private readonly codebook: tf.Tensor2D;
  private readonly squares: Float64Array;
  private kept: DistanceBlock[] | null = null;

  constructor(
    private readonly rows: Vectors,
    centres: Float32Array,
    readonly numCodes: number,
  ) {
    this.codebook = tf.tensor2d(centres.slice(), [numCodes, rows.dim]);
    this.squares = squaredNorms(centres, numCodes, rows.dim);
  }

  async *blocks(): AsyncGenerator<DistanceBlock> {
    if (this.kept) return yield* this.kept;
    const keep: DistanceBlock[] | null = this.rows.rows * this.numCodes <= MAX_KEPT ? [] : null;
    let start = 0;
    for (const chunk of this.rows.chunks) {
      for await (const block of this.within(chunk, start)) {
        keep?.push(block);
        yield block;
      }
      start += chunk.shape[0];
    }
    this.kept = keep;
  }

  /** Of some rows, in their order; `start` counts within the list. */
  async *blocksOf(picked: readonly number[]): AsyncGenerator<DistanceBlock> {
    const step = this.blockRows;
    for (let start = 0; start < picked.length; start += step) {
      const part = this.rows.gather(picked.slice(start, start + step));
      yield* this.within(part, start);
      part.dispose();
    }
  }

  dispose(): void {
    this.codebook.dispose();
  }

  private get blockRows(): number {
    return Math.max(1, Math.floor(MAX_BLOCK / this.numCodes));
  }

  private async *within(x: tf.Tensor2D, first: number): AsyncGenerator<DistanceBlock> {
    const [n, dim] = x.shape;
    for (let start = 0; start < n; start += this.blockRows) {
      const rows = Math.min(this.blockRows, n - start);
      const product = tf.tidy(() => matMulTransposed(tf.slice(x, [start, 0], [rows, dim]), this.codebook));
      const costs = (await product.data<'float32'>()).slice();
      product.dispose();
      for (let i = 0, at = 0; i < rows; i++) for (let k = 0; k < this.numCodes; k++, at++) costs[at] = this.squares[k]! - 2 * costs[at]!;
      yield { start: first + start, rows, costs };
    }
  }
}

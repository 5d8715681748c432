/**
 * Beam search over additive codebooks with a bias for each code, from tables.
 *
 *     score(state, k) = cost(state) + |c_k|^2 + b_k - 2 x.c_k + 2 sum_j G_jl[code_j, k]          G_jl = C[j] C[l]'
 *
 * The best is the best by cost, |x - xhat|^2 + biases, not by error; ties go to the lower (state, code). Products x.c are float32 matrix products in blocks of rows; all else is float64, on a GPU float32.
 */
import * as tf from '@tensorflow/tfjs-core';
import { biasedBeam, fitsBeam, type BeamLevel } from '../../cpu/evenKernels';
import { doublesIn, floatsIn, product } from '../../cpu/kernels';
import { cpuRoad, type CpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import { addressOf } from '../../cpu/tensors';
import { matMulTransposed } from '../../ops/matMul';
import { HeldTables } from '../../kernels/biasedBeam';
import type { BeamTables, BestStates } from '../../kernels/biasedBeamTwin';
import { squaredNorms } from '../rowSums';
import { choosesOnDevice } from './choosesOnDevice';

/** Products held at once: 8 MB. */
const MAX_BLOCK = 2_097_152;
/** Numbers of all Gram tables: 256 MB. */
export const MOST_GRAM = 33_554_432;

export interface Book {
  /** float32 [K, dim] */
  readonly vectors: Float32Array;
  /** [K] */
  readonly bias: ArrayLike<number>;
}

/** The best of a block of rows, which begin at row `start`. */
export interface Found {
  readonly start: number;
  readonly rows: number;
  readonly kept: number;
  /** int32 [rows, kept, levels], best first. */
  readonly codes: Int32Array;
  /** [rows, kept]: |x - xhat|^2 + biases, from cancelling terms: 1e-6 of |x|^2 off. */
  readonly costs: Float64Array;
}

/** Numbers that the tables of so many codes a level take. */
export function gramNumbers(numCodes: readonly number[]): number {
  return numCodes.reduce((sum, own, level) => sum + own * numCodes.slice(0, level).reduce((codes, k) => codes + k, 0), 0);
}

/** Whose tables lie in the scratch memory of a road. */
const lastIn = new WeakMap<CpuRoad, BiasedBeam>();

export class BiasedBeam implements BeamTables {
  readonly numCodes: readonly number[];
  private readonly starts: number[] = [0];
  /** |c_k|^2 + b_k of all levels. */
  readonly constants: Float64Array;
  /** 2 G_jl for all j below l, one a level l: [K_0 + .. + K_(l-1), K_l]. */
  readonly tables: readonly Float64Array[];
  private readonly stacked: Float32Array;

  constructor(
    books: readonly Book[],
    private readonly dim: number,
  ) {
    this.numCodes = books.map(({ bias }) => bias.length);
    for (const numCodes of this.numCodes) this.starts.push(this.starts.at(-1)! + numCodes);
    this.stacked = new Float32Array(this.starts.at(-1)! * dim);
    books.forEach(({ vectors }, level) => this.stacked.set(vectors, this.starts[level]! * dim));
    this.constants = squaredNorms(this.stacked, this.starts.at(-1)!, dim);
    books.forEach(({ bias }, level) => {
      for (let k = 0; k < bias.length; k++) this.constants[this.starts[level]! + k]! += bias[k]!;
    });
    this.tables = books.map(({ vectors }, level) => doubledProducts(this.stacked.subarray(0, this.starts[level]! * dim), vectors, dim));
  }

  /** The `keep` best of each row of tensors [.., dim], centred, by `width` states between levels. Squared norms of the rows are part of the costs. */
  async *search(chunks: Iterable<tf.Tensor2D>, width: number, keep: number): AsyncGenerator<Found> {
    const sizes = this.numCodes.reduce<number[]>((kept, numCodes, level) => [...kept, Math.min(level === this.numCodes.length - 1 ? keep : width, kept[level]! * numCodes)], [1]);
    const block = Math.max(1, Math.floor(MAX_BLOCK / this.starts.at(-1)!));
    const road = fitsScratch([this.dim]) && this.numCodes.every((numCodes) => fitsBeam(numCodes, Math.max(...sizes))) ? cpuRoad() : null;
    const held = road ? null : { tables: new HeldTables(this, choosesOnDevice()), book: tf.tensor2d(this.stacked.slice(), [this.starts.at(-1)!, this.dim]) };
    let start = 0;
    try {
      for (const chunk of chunks) {
        for (let from = 0; from < chunk.shape[0]; from += block) {
          const rows = Math.min(block, chunk.shape[0] - from);
          yield { start, rows, kept: sizes.at(-1)!, ...(road ? this.onRoad(road, chunk, from, rows, sizes) : await this.held(held!, chunk, from, rows, sizes)) };
          start += rows;
        }
      }
    } finally {
      held?.tables.dispose();
      held?.book.dispose();
    }
  }

  private onRoad(road: CpuRoad, chunk: tf.Tensor2D, from: number, rows: number, sizes: readonly number[]): BestStates {
    const codes = this.starts.at(-1)!;
    const x = addressOf(road, chunk, 'beam.x') + from * this.dim * 4;
    const products = road.scratch('beam.tableProducts', rows * codes * 4);
    product(road, 'nt', x, floatsIn(road, 'beam.books', this.stacked), [rows, this.dim, codes], products);
    const levels = this.numCodes.map((numCodes, level): BeamLevel => {
      const own = this.tables[level]!;
      const tables = road.scratch(`beam.tables.${level}`, own.length * 8);
      // Written by whoever searched last: anew only where that was another beam.
      if (!this.isIn(road)) road.memory.doubles(tables, own.length).set(own);
      const begins = road.scratch(`beam.begins.${level}`, Math.max(1, level) * 4);
      road.memory.ints(begins, level).set(this.starts.slice(0, level));
      return { numCodes, column: this.starts[level]!, constants: doublesIn(road, `beam.constants.${level}`, this.constants.slice(this.starts[level]!, this.starts[level + 1]!)), tables, begins };
    });
    lastIn.set(road, this);
    const found = biasedBeam(road, products, squaredNorms(road.memory.floats(x, rows * this.dim), rows, this.dim), levels, sizes);
    return { codes: found.codes.slice(), costs: found.costs.slice() };
  }

  private isIn(road: CpuRoad): boolean {
    return lastIn.get(road) === this;
  }

  private async held({ tables, book }: { tables: HeldTables; book: tf.Tensor2D }, chunk: tf.Tensor2D, from: number, rows: number, sizes: readonly number[]): Promise<BestStates> {
    const part = tf.slice(chunk, [from, 0], [rows, this.dim]);
    const products = tables.codesFirst ? matMulTransposed(book, part) : matMulTransposed(part, book);
    const found = await tables.search(products, squaredNorms(await part.data<'float32'>(), rows, this.dim), sizes);
    tf.dispose([part, products]);
    return found;
  }
}

/** 2 A B' of a [n, dim] and b [m, dim], [n, m]. */
function doubledProducts(a: Float32Array, b: Float32Array, dim: number): Float64Array {
  const [n, m] = [a.length / dim, b.length / dim];
  const out = new Float64Array(n * m);
  const row = new Float64Array(dim);
  for (let i = 0, at = 0; i < n; i++) {
    for (let d = 0; d < dim; d++) row[d] = 2 * a[i * dim + d]!;
    for (let j = 0, from = 0; j < m; j++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += row[d]! * b[from++]!;
      out[at++] = sum;
    }
  }
  return out;
}

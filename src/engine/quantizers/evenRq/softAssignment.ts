/**
 * Rows shared among codes, P = softmax_k(-(|r - c_k|^2 + b_k) / eps), as the sums that a soft pass needs of it: P'1 and P'R. P is never held whole.
 *
 * On a GPU by a kernel (kernels/softShares.ts) that forms the distances anew in each call. On the processor's road by others (assembly/softShares.ts), elsewhere by plain loops: there products are kept between calls where they all fit (64 MB).
 */
import * as tf from '@tensorflow/tfjs-core';
import { softMasses, softShares, softSums } from '../../cpu/evenKernels';
import { floatsIn, product } from '../../cpu/kernels';
import type { CpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import { softShares as sharesOf } from '../../kernels/softShares';
import { RowShares } from '../../kernels/softSharesTwin';
import { CodeDistances } from '../codeDistances';
import { keptAt, squaredNorms } from '../rowSums';
import type { Vectors } from '../vectors';
import { choosesOnDevice } from './choosesOnDevice';

/** Rows times codes up to which products are kept; and of one block. */
const MAX_KEPT = 16_777_216;
const MAX_BLOCK = 1_048_576;

export interface SoftAssignment {
  /** P'1, float64 [K]; where `sums` float64 [K, dim] are given, P'R is added to them. */
  masses(bias: Float64Array, epsilon: number, sums: Float64Array | null, breathe: () => Promise<void>): Promise<Float64Array>;
  dispose(): void;
}

/** Of rows to `centres` float32 [K, dim]. */
export function softAssignment(rows: Vectors, centres: Float32Array, numCodes: number): SoftAssignment {
  if (choosesOnDevice()) return new OnDevice(rows, centres, numCodes);
  rows.keep();
  const kept = fitsScratch([rows.dim]) ? keptAt(rows.data) : null;
  return kept ? new OnRoad(kept.road, kept.address, rows, centres, numCodes) : new Plain(rows, centres, numCodes);
}

class OnDevice implements SoftAssignment {
  private readonly codebook: tf.Tensor2D;

  constructor(
    private readonly rows: Pick<Vectors, 'chunks' | 'dim'>,
    centres: Float32Array,
    numCodes: number,
  ) {
    this.codebook = tf.tensor2d(centres.slice(), [numCodes, rows.dim]);
  }

  async masses(bias: Float64Array, epsilon: number, sums: Float64Array | null, breathe: () => Promise<void>): Promise<Float64Array> {
    const biases = tf.tensor1d(Float32Array.from(bias));
    const mass = new Float64Array(bias.length);
    for (const chunk of this.rows.chunks) {
      const part = await sharesOf(chunk, this.codebook, biases, epsilon, sums !== null);
      part.mass.forEach((own, k) => (mass[k]! += own));
      if (sums) part.sums?.forEach((own, at) => (sums[at]! += own));
      await breathe();
    }
    biases.dispose();
    return mass;
  }

  dispose(): void {
    this.codebook.dispose();
  }
}

class OnRoad implements SoftAssignment {
  private readonly squares: Float64Array;
  private readonly blockRows: number;
  /** Address of the products of all rows, once they are there; 0 where they are too many. */
  private products = 0;

  constructor(
    private readonly road: CpuRoad,
    private readonly x: number,
    private readonly rows: Pick<Vectors, 'rows' | 'dim'>,
    private readonly centres: Float32Array,
    private readonly numCodes: number,
  ) {
    this.squares = squaredNorms(centres, numCodes, rows.dim);
    this.blockRows = Math.max(64, Math.floor(MAX_BLOCK / numCodes));
  }

  async masses(bias: Float64Array, epsilon: number, sums: Float64Array | null, breathe: () => Promise<void>): Promise<Float64Array> {
    const { road, x, numCodes, rows: { rows, dim } } = this;
    const constants = Float32Array.from(this.squares, (square, k) => square + bias[k]!);
    const first = this.products === 0;
    if (first && rows * numCodes <= MAX_KEPT) this.products = road.memory.allocate(rows * numCodes * 4);
    const masses = road.memory.doubles(road.scratch('soft.masses', numCodes * 8), numCodes).fill(0);
    const weighted = sums && road.memory.doubles(road.scratch('soft.sums', sums.length * 8), sums.length).fill(0);
    for (let start = 0; start < rows; start += this.blockRows) {
      const count = Math.min(this.blockRows, rows - start);
      const own = x + start * dim * 4;
      const products = this.products ? this.products + start * numCodes * 4 : road.scratch('soft.products', count * numCodes * 4);
      if (first || !this.products) product(road, 'nt', own, floatsIn(road, 'soft.centres', this.centres), [count, dim, numCodes], products);
      const shares = softShares(road, products, constants, count, epsilon);
      softMasses(road, shares, count, numCodes, masses.byteOffset);
      if (weighted) softSums(road, own, count, dim, shares, numCodes, weighted.byteOffset);
      await breathe();
    }
    if (sums && weighted) sums.forEach((_, at) => (sums[at]! += weighted[at]!));
    return masses.slice();
  }

  dispose(): void {
    if (this.products) this.road.memory.free(this.products);
    this.products = 0;
  }
}

class Plain implements SoftAssignment {
  private readonly distances: CodeDistances;

  constructor(
    private readonly rows: Vectors,
    centres: Float32Array,
    numCodes: number,
  ) {
    this.distances = new CodeDistances(rows, centres, numCodes);
  }

  async masses(bias: Float64Array, epsilon: number, sums: Float64Array | null, breathe: () => Promise<void>): Promise<Float64Array> {
    const numCodes = bias.length;
    const mass = new Float64Array(numCodes);
    const costs = new Float64Array(numCodes);
    const row = new RowShares(numCodes);
    const { data, dim } = this.rows;
    for await (const block of this.distances.blocks()) {
      for (let i = 0, at = 0; i < block.rows; i++) {
        for (let k = 0; k < numCodes; k++) costs[k] = block.costs[at++]! + bias[k]!;
        row.add(row.of(costs, epsilon), mass, sums, data, (block.start + i) * dim, dim);
      }
      await breathe();
    }
    return mass;
  }

  dispose(): void {
    this.distances.dispose();
  }
}

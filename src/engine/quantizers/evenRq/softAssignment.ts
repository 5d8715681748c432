/**
 * Rows shared among codes, P = softmax_k(-(|r - c_k|^2 + b_k) / eps), as the sums that a soft pass needs of it: P'1 and P'R. P is never held whole.
 *
 * On the processor's road by kernels (assembly/softShares.ts), elsewhere by plain loops over distances from the device. Products are kept between calls where they all fit (64 MB).
 */
import { softMasses, softShares, softSums } from '../../cpu/evenKernels';
import { floatsIn, product } from '../../cpu/kernels';
import type { CpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import { CodeDistances } from '../codeDistances';
import { keptAt, squaredNorms } from '../rowSums';
import type { Vectors } from '../vectors';

/** Rows times codes up to which products are kept; and of one block. */
const MAX_KEPT = 16_777_216;
const MAX_BLOCK = 1_048_576;
/** A share this many nats below the largest of its row is left out: less than float64 resolves beside it. */
const NEGLIGIBLE = 37;

export interface SoftAssignment {
  /** P'1, float64 [K]; where `sums` float64 [K, dim] are given, P'R is added to them. */
  masses(bias: Float64Array, epsilon: number, sums: Float64Array | null, breathe: () => Promise<void>): Promise<Float64Array>;
  dispose(): void;
}

/** Of rows to `centres` float32 [K, dim]. */
export function softAssignment(rows: Vectors, centres: Float32Array, numCodes: number): SoftAssignment {
  rows.keep();
  const kept = fitsScratch([rows.dim]) ? keptAt(rows.data) : null;
  return kept ? new OnRoad(kept.road, kept.address, rows, centres, numCodes) : new Plain(rows, centres, numCodes);
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
    const near = new Int32Array(numCodes);
    const shares = new Float64Array(numCodes);
    const farthest = NEGLIGIBLE * epsilon;
    for await (const block of this.distances.blocks()) {
      for (let i = 0, at = 0; i < block.rows; i++) {
        let least = Infinity;
        for (let k = 0; k < numCodes; k++) {
          const cost = block.costs[at++]! + bias[k]!;
          costs[k] = cost;
          if (cost < least) least = cost;
        }
        let found = 0;
        let sum = 0;
        for (let k = 0; k < numCodes; k++) {
          const above = costs[k]! - least;
          if (!(above <= farthest)) continue;
          near[found] = k;
          sum += shares[found++] = Math.exp(-above / epsilon);
        }
        for (let j = 0; j < found; j++) mass[near[j]!]! += shares[j]! /= sum;
        if (sums) this.addRow(sums, block.start + i, near, shares, found);
      }
      await breathe();
    }
    return mass;
  }

  dispose(): void {
    this.distances.dispose();
  }

  private addRow(sums: Float64Array, row: number, codes: Int32Array, shares: Float64Array, found: number): void {
    const { data, dim } = this.rows;
    for (let j = 0; j < found; j++) {
      const share = shares[j]!;
      for (let d = 0, from = row * dim, to = codes[j]! * dim; d < dim; d++) sums[to++]! += share * data[from++]!;
    }
  }
}

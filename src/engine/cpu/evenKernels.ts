/** Soft assignment and beams with biases as calls: see assembly/softShares.ts and assembly/biasedBeam.ts. */
import { doublesIn, floatsIn } from './kernels';
import type { CpuRoad } from './road';
import { SCRATCH_BYTES } from './scratch';

const ROWS = 64;
const COLUMNS = 16;
const BEAM_ROWS = 16;

/** Shares of rows by products at `products` [n, K]: address of float32 [n, K], good until the next call. `constants`: |c_k|^2 + b_k. */
export function softShares(road: CpuRoad, products: number, constants: Float32Array, n: number, epsilon: number): number {
  const shares = road.scratch('soft.shares', n * constants.length * 4);
  road.pool.run('softShares', Math.ceil(n / ROWS), [products, floatsIn(road, 'soft.constants', constants), n, constants.length, 1 / epsilon, shares]);
  return shares;
}

/** Adds column sums of shares [n, K] to float64 [K] at `masses`. */
export function softMasses(road: CpuRoad, shares: number, n: number, numCodes: number, masses: number): void {
  road.pool.run('softMasses', Math.ceil(numCodes / COLUMNS), [shares, n, numCodes, masses]);
}

/** Adds the rows [n, d] at `x` times their shares to float64 [K, d] at `sums`. */
export function softSums(road: CpuRoad, x: number, n: number, d: number, shares: number, numCodes: number, sums: number): void {
  road.pool.run('softSums', Math.ceil(d / COLUMNS), [x, n, d, shares, numCodes, sums]);
}

export interface BeamLevel {
  readonly numCodes: number;
  /** Where its products begin in a row of them. */
  readonly column: number;
  /** Address of |c_k|^2 + b_k, float64 [K]. */
  readonly constants: number;
  /** Address of 2 C[j] C[l]' for all levels j below, float64 [K_j, K] one after the other, and of int32 [level] where each begins in rows of K. */
  readonly tables: number;
  readonly begins: number;
}

/** Whether a level of so many codes fits a thread's scratch memory. */
export function fitsBeam(numCodes: number, kept: number): boolean {
  return 16 * numCodes + 8 * kept <= SCRATCH_BYTES;
}

/**
 * The best codes of n rows by a beam from their products, float32 [n, all codes] at `products`; `squares`: squared norms of the rows; `sizes`: states before the first level (1) and after each.
 * Costs and codes [n, kept, levels] are views, good until the next call.
 */
export function biasedBeam(road: CpuRoad, products: number, squares: Float64Array, levels: readonly BeamLevel[], sizes: readonly number[]): { costs: Float64Array; codes: Int32Array } {
  const n = squares.length;
  const width = levels.reduce((sum, { numCodes }) => sum + numCodes, 0);
  let costs = doublesIn(road, 'beam.squares', squares);
  let codes = road.scratch('beam.none', 4);
  for (const [level, { numCodes, column, constants, tables, begins }] of levels.entries()) {
    const [before, after] = [sizes[level]!, sizes[level + 1]!];
    // Two of each in turn: a level reads what the one before wrote.
    const nextCosts = road.scratch(`beam.costs.${level % 2}`, n * after * 8);
    const nextCodes = road.scratch(`beam.codes.${level % 2}`, n * after * (level + 1) * 4);
    road.pool.run('biasedBeam', Math.ceil(n / BEAM_ROWS), [products, n, width, column, numCodes, constants, tables, begins, level, before, costs, codes, after, nextCosts, nextCodes]);
    [costs, codes] = [nextCosts, nextCodes];
  }
  const kept = sizes.at(-1)!;
  return { costs: road.memory.doubles(costs, n * kept), codes: road.memory.ints(codes, n * kept * levels.length) };
}

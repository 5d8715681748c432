/** The kernels of R3-VAE's equations as calls: addresses in. Each is described in assembly/r3.ts. Addresses of float32 where nothing else is said. */
import { product } from './kernels';
import type { CpuRoad } from './road';

/** Rows of a block, and rows of pairs: fixed, so that the result does not depend on the number of threads. */
const ROWS = 64;
const PAIR_ROWS = 16;
/** Code vectors whose pairs with all others are computed at once: memory stays linear in K. */
const STRIP = 256;

/** Rows [n, d] and what they are over their length: unit rows [n, d] and lengths [n]. */
export interface UnitRows {
  readonly unit: number;
  readonly norms: number;
}

export function unitRows(road: CpuRoad, x: number, n: number, d: number, { unit, norms }: UnitRows): void {
  road.pool.run('unitRows', Math.ceil(n / ROWS), [x, n, d, unit, norms]);
}

/** Back through unit rows, in place: gradient [n, d], to which `factor` times `more` [n, d] is added first where that is not 0. */
export function unitRowsBack(road: CpuRoad, gradient: number, more: number, factor: number, { unit, norms }: UnitRows, n: number, d: number): void {
  road.pool.run('unitRowsBack', Math.ceil(n / ROWS), [gradient, more, factor, unit, norms, n, d]);
}

/** Gradient of rows [n, d] at `out`, where that of their unit rows is factors[code] shared[code]: shared [K, d], factors float64 [K], codes int32 [n]. */
export function sharedBack(road: CpuRoad, shared: number, factors: number, codes: number, { unit, norms }: UnitRows, n: number, d: number, out: number): void {
  road.pool.run('sharedBack', Math.ceil(n / ROWS), [shared, factors, codes, unit, norms, n, d, out]);
}

/** |row|^2 of x [n, d], a new array. */
export function rowSquares(road: CpuRoad, x: number, n: number, d: number): Float64Array {
  const squares = road.scratch('r3.squares', n * 8);
  road.pool.run('rowSquares', Math.ceil(n / ROWS), [x, n, d, squares]);
  return road.memory.doubles(squares, n).slice();
}

/** The reference vector [d], and its squared length. */
export interface ReferenceVector {
  readonly address: number;
  readonly squares: number;
}

/** alpha [n] of z [n, d], and e = z - alpha r [n, d]. */
export function takeReference(road: CpuRoad, z: number, n: number, d: number, r: ReferenceVector, alpha: number, e: number): void {
  road.pool.run('takeReference', Math.ceil(n / ROWS), [z, n, d, r.address, r.squares, alpha, e]);
}

/** From the gradient g [n, d] of e: each row's part of that of r at `parts` [n, d]; that of z is added to toLatent [n, d] where it is not 0. */
export function takeReferenceBack(road: CpuRoad, g: number, z: number, n: number, d: number, r: ReferenceVector, alpha: number, parts: number, toLatent: number): void {
  road.pool.run('takeReferenceBack', Math.ceil(n / ROWS), [g, z, n, d, r.address, r.squares, alpha, parts, toLatent]);
}

/** What one level is given, and its choice: e [n, d], its unit rows (`unit` 0 where ratings are projections), codes int32 [n], unit code vectors [K, d], ratings [n]. */
export interface Rating {
  readonly e: number;
  readonly directions: UnitRows;
  readonly codes: number;
  readonly vectors: number;
  readonly ratings: number;
}

/** Writes ratings, and what is left [n, d]; contributions are added to `sum` [n, d], or it starts with them. */
export function rateRows(road: CpuRoad, { e, directions, codes, vectors, ratings }: Rating, n: number, d: number, left: number, sum: number, starts: boolean): void {
  road.pool.run('rateRows', Math.ceil(n / ROWS), [e, directions.unit, directions.norms, n, d, codes, vectors, ratings, left, sum, starts ? 1 : 0]);
}

/** From the gradients g of what is left, in whose place comes that of e, and v of the sum: those of each row's unit code vector. All [n, d]. */
export function rateRowsBack(road: CpuRoad, { e, directions, codes, vectors, ratings }: Rating, n: number, d: number, g: number, v: number, toVectors: number): void {
  road.pool.run('rateRowsBack', Math.ceil(n / ROWS), [e, directions.unit, directions.norms, n, d, codes, vectors, ratings, g, v, toVectors]);
}

/** Sum over ordered pairs of two different unit vectors u [K, d] of w = exp(2 (cos - 1)); at `pulls` [K, d] the sum of w u over all others. */
export function pairPulls(road: CpuRoad, u: number, K: number, d: number, pulls: number): number {
  const rows = Math.min(STRIP, K);
  const weights = road.scratch('r3.pairs', rows * K * 4);
  const sums = road.scratch('r3.pairSums', rows * 8);
  let total = 0;
  for (let first = 0; first < K; first += STRIP) {
    const m = Math.min(STRIP, K - first);
    const strip = first * d * 4;
    product(road, 'nt', u + strip, u, [m, d, K], weights);
    road.pool.run('pairWeights', Math.ceil(m / PAIR_ROWS), [weights, first, m, K, sums]);
    product(road, 'nn', weights, u, [m, K, d], pulls + strip);
    for (const sum of road.memory.doubles(sums, m)) total += sum;
  }
  return total;
}

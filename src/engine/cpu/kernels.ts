/** The kernels of the processor as calls: addresses in, numbers out. Each is described in its file in assembly/. */
import type { CpuRoad } from './road';

/** Rows, or dimensions, of one block of a kernel: fixed, so that the result does not depend on the number of threads. */
const SEARCH_ROWS = 64;
const SUM_DIMS = 16;
/** Numbers of a block of the passes over flat arrays. */
export const NUMBERS = 4096;

export interface Codebook {
  /** Addresses of codes [K, dim], and of what is added to the squared distance of each, [K], or 0. */
  readonly address: number;
  readonly bias: number;
  readonly numCodes: number;
}

export interface SearchOutputs {
  /** Addresses: int32 [n, each], float32 [n, each], float32 [n, dim] or 0. */
  readonly codes: number;
  readonly distances: number;
  readonly residual: number;
}

/** The nearest code vectors of rows at `x` [n, dim], `each` 1 or 2: see assembly/nearestCode.ts. */
export function nearestCodes(road: CpuRoad, x: number, n: number, dim: number, { address, bias, numCodes }: Codebook, each: 1 | 2, out: SearchOutputs): void {
  const padded = Math.ceil(numCodes / 8) * 8;
  const centre = road.scratch('search.centre', dim * 4);
  const panels = road.scratch('search.panels', padded * dim * 4);
  const halves = road.scratch('search.halves', padded * 4);
  const largest = road.scratch('search.largest', 8);
  road.pool.run('packCodes', 1, [address, bias, numCodes, dim, centre, panels, halves, largest]);
  road.pool.run('nearestCode', Math.ceil(n / SEARCH_ROWS), [x, n, dim, address, numCodes, bias, centre, panels, halves, largest, out.codes, out.distances, each, out.residual]);
}

/** Sums of rows at `x` [n, dim] by their codes, int32 [n], into float64 [K, dim] at `sums`: see assembly/centroidSums.ts. */
export function sumsByCode(road: CpuRoad, x: number, n: number, dim: number, codes: number, numCodes: number, sums: number): void {
  road.pool.run('centroidSums', Math.ceil(dim / SUM_DIMS), [x, n, dim, codes, numCodes, sums]);
}

/** Which operand is read transposed: `nn` A B, `tn` A^T B, `nt` A B^T. */
export type Layout = 'nn' | 'tn' | 'nt';

export interface Around {
  /** Address of a bias [n]. */
  readonly bias?: number;
  readonly relu?: boolean;
  /** Address of [m, n]: where it is not above zero, the product is zero. */
  readonly gate?: number;
}

/** C [m, n] at `out` from A and B with k between them: see assembly/products.ts. */
export function product(road: CpuRoad, layout: Layout, a: number, b: number, [m, k, n]: readonly [number, number, number], out: number, { bias = 0, relu = false, gate = 0 }: Around = {}): void {
  const strips = Math.ceil(m / 4);
  const packed = road.scratch('product.rows', strips * 4 * k * 4);
  road.pool.run('packRows', Math.ceil(strips / 16), layout === 'tn' ? [a, m, k, 1, m, packed] : [a, m, k, k, 1, packed]);
  const [alongK, alongColumns] = layout === 'nt' ? [1, k] : [n, 1];
  road.pool.run('product', Math.ceil(n / 16), [packed, m, k, b, alongK, alongColumns, n, out, bias, relu ? 1 : 0, gate]);
}

/** Sums of the columns of x [n, d] into [d]. */
export function columnSums(road: CpuRoad, x: number, n: number, d: number, out: number): void {
  road.pool.run('columnSums', Math.ceil(d / 64), [x, n, d, out]);
}

/** Sum of (y - x)^2 over [n, d], and its gradient 2 scale (y - x) at `gradient`, which may be y. */
export function squaredError(road: CpuRoad, y: number, x: number, n: number, d: number, scale: number, gradient: number): number {
  const blocks = Math.ceil(n / 64);
  const partials = road.scratch('squaredError', blocks * 8);
  road.pool.run('squaredError', blocks, [y, x, n, d, scale, gradient, partials]);
  return total(road, partials, blocks);
}

/** Sum of left^2 over [n, d]; pull [n, d] gains factor left, or starts with it. */
export function residualLoss(road: CpuRoad, left: number, pull: number, starts: boolean, n: number, d: number, factor: number): number {
  const blocks = Math.ceil(n / 64);
  const partials = road.scratch('residualLoss', blocks * 8);
  road.pool.run('residualLoss', blocks, [left, pull, starts ? 1 : 0, n, d, partials, factor]);
  return total(road, partials, blocks);
}

/** a + factor b into `out`, which may be one of them. */
export function addScaled(road: CpuRoad, a: number, b: number, factor: number, length: number, out: number): void {
  road.pool.run('addScaled', Math.ceil(length / NUMBERS), [a, b, factor, length, out]);
}

/** Float64 sums times a factor as float32. */
export function scaledToFloat(road: CpuRoad, sums: number, factor: number, length: number, out: number): void {
  road.pool.run('scaledToFloat', Math.ceil(length / NUMBERS), [sums, factor, length, out]);
}

export function sumOfSquares(road: CpuRoad, x: number, length: number): number {
  const blocks = Math.ceil(length / NUMBERS);
  const partials = road.scratch('sumOfSquares', blocks * 8);
  road.pool.run('sumOfSquares', blocks, [x, length, partials]);
  return total(road, partials, blocks);
}

function total(road: CpuRoad, partials: number, blocks: number): number {
  return road.memory.doubles(partials, blocks).reduce((sum, part) => sum + part, 0);
}

export interface BeamStep {
  readonly rows: number;
  readonly kept: number;
  readonly numCodes: number;
  readonly dim: number;
  readonly next: number;
}

/** Parents and codes, int32 [rows, next] views, of the best continuations of states [rows * kept, dim] by code vectors [K, dim], with their squared norms: see assembly/selection.ts. */
export function beamStep(road: CpuRoad, states: Float32Array, stateSquares: Float64Array, codes: Float32Array, codeSquares: Float64Array, { rows, kept, numCodes, dim, next }: BeamStep): { parents: Int32Array; codes: Int32Array } {
  const products = road.scratch('beam.products', rows * kept * numCodes * 4);
  product(road, 'nt', floatsIn(road, 'beam.states', states), floatsIn(road, 'beam.codebook', codes), [rows * kept, dim, numCodes], products);
  const [parents, chosen] = [road.scratch('beam.parents', rows * next * 4), road.scratch('beam.codes', rows * next * 4)];
  road.pool.run('beamSelect', Math.ceil(rows / 16), [products, doublesIn(road, 'beam.stateSquares', stateSquares), doublesIn(road, 'beam.codeSquares', codeSquares), rows, kept, numCodes, next, parents, chosen]);
  return { parents: road.memory.ints(parents, rows * next), codes: road.memory.ints(chosen, rows * next) };
}

/** For each query (a row number) the rows that may be among its k nearest, ascending: see assembly/selection.ts. `x`: address of all rows [rows, dim]; `norms`: their squared norms and norms. */
export function nearRows(road: CpuRoad, x: number, rows: number, dim: number, queries: Uint32Array, norms: readonly [squares: number, lengths: number], k: number, unsure: number): Uint32Array[] {
  const count = queries.length;
  const asked = road.scratch('nearRows.asked', count * dim * 4);
  const [from, to] = [road.memory.floats(x, rows * dim), road.memory.floats(asked, count * dim)];
  queries.forEach((row, q) => to.set(from.subarray(row * dim, (row + 1) * dim), q * dim));
  const products = road.scratch('nearRows.products', count * rows * 4);
  product(road, 'nt', asked, x, [count, dim, rows], products);
  const numbers = road.scratch('nearRows.queries', count * 4);
  road.memory.ints(numbers, count).set(queries);
  const [found, counts] = [road.scratch('nearRows.found', count * rows * 4), road.scratch('nearRows.counts', count * 4)];
  road.pool.run('nearRows', Math.ceil(count / 4), [products, numbers, count, rows, ...norms, k, unsure, found, counts]);
  return Array.from(road.memory.ints(counts, count), (length, q) => Uint32Array.from(road.memory.ints(found + q * rows * 4, length)));
}

/** Address of a copy in the scratch memory of that name. */
export function floatsIn(road: CpuRoad, name: string, values: Float32Array): number {
  const address = road.scratch(name, values.length * 4);
  road.memory.floats(address, values.length).set(values);
  return address;
}

export function doublesIn(road: CpuRoad, name: string, values: Float64Array): number {
  const address = road.scratch(name, values.length * 8);
  road.memory.doubles(address, values.length).set(values);
  return address;
}

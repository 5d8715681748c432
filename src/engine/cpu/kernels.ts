/** The kernels of the processor as calls: addresses in, numbers out. Each is described in its file in assembly/. */
import type { CpuRoad } from './road';

/** Rows, or dimensions, of one block of a kernel: fixed, so that the result does not depend on the number of threads. */
const SEARCH_ROWS = 64;
const SUM_DIMS = 16;

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

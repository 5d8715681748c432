/** Passes over rows in kept memory in float64 as calls: each is described in assembly/rowSums.ts. `x` is the address of rows [n, d]; the bits are those of the loops in quantizers/vectors.ts. */
import { doublesIn, floatsIn } from './kernels';
import type { CpuRoad } from './road';

/** Columns, and rows, of a block. */
const COLUMNS = 16;
export const SQUARES_ROWS = 64;

/** Sums of the columns [d], or of their squared differences from `means` [d]. */
export function columnTotals(road: CpuRoad, x: number, n: number, d: number, means: Float64Array | null): Float64Array {
  const out = road.scratch('rows.totals', d * 8);
  road.pool.run('columnTotals', Math.ceil(d / COLUMNS), [x, n, d, means ? doublesIn(road, 'rows.means', means) : 0, out]);
  return road.memory.doubles(out, d).slice();
}

/** Squared norm of each row [n]. */
export function rowTotals(road: CpuRoad, x: number, n: number, d: number): Float64Array {
  const out = road.scratch('rows.squares', n * 8);
  road.pool.run('rowTotals', Math.ceil(n / SQUARES_ROWS), [x, n, d, out]);
  return road.memory.doubles(out, n).slice();
}

/** Sum of the squared distances of all rows to `means` [d]. */
export function squaresAbout(road: CpuRoad, x: number, n: number, d: number, means: Float64Array): number {
  const blocks = Math.ceil(n / SQUARES_ROWS);
  const out = road.scratch('rows.partials', blocks * 8);
  road.pool.run('squaresAbout', blocks, [x, n, d, doublesIn(road, 'rows.means', means), out]);
  return road.memory.doubles(out, blocks).reduce((sum, part) => sum + part, 0);
}

/** Rows less `means` [d] into `out` [n, d]. */
export function lessRow(road: CpuRoad, x: number, n: number, d: number, means: Float64Array, out: number): void {
  road.pool.run('lessRow', Math.ceil(n / SQUARES_ROWS), [x, n, d, doublesIn(road, 'rows.means', means), out]);
}

/** Rows less the code vectors [K, d] of their codes [n] into `out` [n, d]. */
export function lessCodes(road: CpuRoad, x: number, n: number, d: number, codes: Int32Array, codebook: Float32Array, out: number): void {
  const picked = road.scratch('rows.codes', n * 4);
  road.memory.ints(picked, n).set(codes);
  road.pool.run('lessCodes', Math.ceil(n / SQUARES_ROWS), [x, n, d, picked, floatsIn(road, 'rows.codebook', codebook), out]);
}

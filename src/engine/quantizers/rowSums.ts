/** Sums over rows [rows, dim] in float64: by the processor's kernels where the rows lie in kept memory, else by plain loops, with the same bits. */
import { cpuRoad, type CpuRoad } from '../cpu/road';
import * as road from '../cpu/rowSums';
import { squaresAbout } from '../math/centredRows';

/** Column means. */
export function columnMeans(data: Float32Array, rows: number, dim: number): Float64Array {
  const kept = keptAt(data);
  const means = kept ? road.columnTotals(kept.road, kept.address, rows, dim, null) : new Float64Array(dim);
  if (!kept) for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++) means[d]! += data[at++]!;
  for (let d = 0; d < dim; d++) means[d]! /= rows;
  return means;
}

/** Variances of the columns, with divisor rows. */
export function columnVariances(data: Float32Array, rows: number, dim: number): Float64Array {
  const means = columnMeans(data, rows, dim);
  const kept = keptAt(data);
  const squares = kept ? road.columnTotals(kept.road, kept.address, rows, dim, means) : new Float64Array(dim);
  if (!kept) for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++) squares[d]! += (data[at++]! - means[d]!) ** 2;
  return squares.map((sum) => sum / rows);
}

/** Sum of squared distances of rows to their mean, or to the row given. */
export function totalSquares(data: Float32Array, rows: number, dim: number, means: Float64Array = columnMeans(data, rows, dim)): number {
  const kept = keptAt(data);
  return kept ? road.squaresAbout(kept.road, kept.address, rows, dim, means) : squaresAbout(data, rows, dim, means);
}

/** Squared Euclidean norm of each row. */
export function squaredNorms(data: Float32Array, rows: number, dim: number): Float64Array {
  const kept = keptAt(data);
  if (kept) return road.rowTotals(kept.road, kept.address, rows, dim);
  const norms = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++, at++) norms[i]! += data[at]! ** 2;
  return norms;
}

/** Where the numbers of an array lie in kept memory; null where they do not. */
export function keptAt(data: Float32Array): { readonly road: CpuRoad; readonly address: number } | null {
  const open = cpuRoad();
  const address = open?.memory.addressOf(data) ?? null;
  return open && address !== null ? { road: open, address } : null;
}

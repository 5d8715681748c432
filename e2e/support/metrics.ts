/** The comparison's numbers, computed anew from raw rows, codes and codebooks by the definitions, one plain loop each. */
import type { Matrix } from './npy';

export interface CodeMetrics {
  readonly utilization: readonly number[];
  readonly perplexity: readonly number[];
  readonly deadCodes: readonly number[];
  readonly collisionRate: number;
  readonly uniqueIdShare: number;
  readonly largestBucket: number;
}

/** What the codes alone tell. `codes` is int32 [n, levels]. */
export function codeMetrics(codes: Matrix, numCodes: readonly number[]): CodeMetrics {
  const counts = numCodes.map((size) => new Array<number>(size).fill(0));
  const buckets = new Map<string, number>();
  for (let row = 0; row < codes.rows; row++) {
    const id = Array.from({ length: codes.columns }, (_, level) => codes.data[row * codes.columns + level]!);
    id.forEach((code, level) => {
      if (!(code >= 0 && code < numCodes[level]!)) throw new Error(`Row ${row} has code ${code} at level ${level + 1}, of ${numCodes[level]} codes.`);
      counts[level]![code]!++;
    });
    buckets.set(id.join(), (buckets.get(id.join()) ?? 0) + 1);
  }
  const used = counts.map((level) => level.filter((count) => count > 0));
  const sizes = [...buckets.values()];
  return {
    utilization: used.map((level, at) => level.length / numCodes[at]!),
    perplexity: used.map((level) => Math.exp(-level.reduce((sum, count) => sum + (count / codes.rows) * Math.log(count / codes.rows), 0))),
    deadCodes: used.map((level, at) => numCodes[at]! - level.length),
    collisionRate: 1 - sizes.length / codes.rows,
    uniqueIdShare: sizes.filter((size) => size === 1).length / codes.rows,
    largestBucket: Math.max(...sizes),
  };
}

export interface ErrorMetrics {
  readonly rmse: number;
  readonly relativeError: number;
  /** After 1, 2, ... levels. */
  readonly residualEnergy: readonly number[];
}

/** Errors of methods whose reconstruction is the sum of an item's code vectors. Rows [n, dim], codebooks [K_l, dim]. */
export function errorMetrics(rows: Matrix, codes: Matrix, codebooks: readonly Matrix[]): ErrorMetrics {
  const squares = codebooks.map((_, depth) => squaredError(rows, (row, column) => {
    let sum = 0;
    for (let level = 0; level <= depth; level++) sum += codebooks[level]!.data[codes.data[row * codes.columns + level]! * rows.columns + column]!;
    return sum;
  }));
  return errors(rows, squares);
}

/** Errors of any reconstruction [n, dim] after all levels. */
export function reconstructionErrors(rows: Matrix, reconstruction: Matrix): ErrorMetrics {
  return errors(rows, [squaredError(rows, (row, column) => reconstruction.data[row * rows.columns + column]!)]);
}

function errors(rows: Matrix, squares: readonly number[]): ErrorMetrics {
  const mean = new Float64Array(rows.columns);
  for (let at = 0; at < rows.data.length; at++) mean[at % rows.columns]! += rows.data[at]! / rows.rows;
  const total = squaredError(rows, (_, column) => mean[column]!);
  const last = squares.at(-1)!;
  return { rmse: Math.sqrt(last / rows.data.length), relativeError: Math.sqrt(last / total), residualEnergy: squares.map((square) => square / total) };
}

function squaredError(rows: Matrix, rebuilt: (row: number, column: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows.rows; row++) {
    for (let column = 0; column < rows.columns; column++) sum += (rows.data[row * rows.columns + column]! - rebuilt(row, column)) ** 2;
  }
  return sum;
}

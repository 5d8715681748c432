/** Code vectors for codes that came without them, fitted level by level: each is the mean of what the levels before it leave over. */
import { columnMeans } from '../rowSums';

/** Codes of items that have vectors. */
export interface CodedRows {
  /** float32 [rows, dim], row-major. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly dim: number;
  /** One int32 [rows] a level. */
  readonly codes: readonly Int32Array[];
  /** [levels] */
  readonly numCodes: readonly number[];
}

export interface Refitted {
  /** [dim]: mean of the rows. */
  readonly mean: Float64Array;
  /** One float32 [numCodes, dim] a level; the mean of the rows is part of level 0, so that an item's code vectors add up to its reconstruction. Codes of no row stand for nothing more than the mean. */
  readonly codebooks: readonly Float32Array[];
  /** Sum over rows of the squared distance to what 0, 1, ... levels rebuild. */
  readonly squaredErrors: readonly number[];
  /** Norms of what is left before level 0, 1, ... and after the last: levels + 1 of float32 [rows]. */
  readonly norms: readonly Float32Array[];
}

/** Sums in float64, what is left over in float32. */
export function refit({ data, rows, dim, codes, numCodes }: CodedRows): Refitted {
  const mean = columnMeans(data, rows, dim);
  const left = data.slice();
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++) left[at++]! -= mean[d]!;
  const stages = [stageOf(left, rows, dim)];
  const codebooks = codes.map((column, level) => {
    const vectors = meansOf(left, rows, dim, column, numCodes[level]!);
    for (let i = 0, at = 0; i < rows; i++) for (let d = 0, from = column[i]! * dim; d < dim; d++) left[at++]! -= vectors[from + d]!;
    stages.push(stageOf(left, rows, dim));
    return vectors;
  });
  const [first] = codebooks;
  if (first) for (let at = 0; at < first.length; at++) first[at]! += mean[at % dim]!;
  return { mean, codebooks, squaredErrors: stages.map(({ sum }) => sum), norms: stages.map(({ norms }) => norms) };
}

/** float32 [items, dim]: the sums of the items' first `depth` code vectors; `codes`: int32 [items, levels], row-major. */
export function rebuilt(codes: Int32Array, codebooks: readonly Float32Array[], dim: number, depth = codebooks.length): Float32Array {
  const levels = codebooks.length;
  const items = levels === 0 ? 0 : codes.length / levels;
  const out = new Float32Array(items * dim);
  for (let item = 0; item < items; item++) {
    for (const [level, book] of codebooks.slice(0, depth).entries()) {
      const from = codes[item * levels + level]! * dim;
      for (let d = 0; d < dim; d++) out[item * dim + d]! += book[from + d]!;
    }
  }
  return out;
}

/** [numCodes, dim]: mean of the rows of each code; zeros where there are none. */
function meansOf(left: Float32Array, rows: number, dim: number, column: Int32Array, numCodes: number): Float32Array {
  const sums = new Float64Array(numCodes * dim);
  const counts = new Uint32Array(numCodes);
  for (let i = 0, at = 0; i < rows; i++) {
    const code = column[i]!;
    counts[code]!++;
    for (let d = 0, to = code * dim; d < dim; d++) sums[to++]! += left[at++]!;
  }
  return Float32Array.from(sums, (sum, at) => (sum === 0 ? 0 : sum / counts[Math.floor(at / dim)]!));
}

function stageOf(left: Float32Array, rows: number, dim: number): { sum: number; norms: Float32Array } {
  const norms = new Float32Array(rows);
  let sum = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let squares = 0;
    for (let d = 0; d < dim; d++) squares += left[at++]! ** 2;
    norms[i] = Math.sqrt(squares);
    sum += squares;
  }
  return { sum, norms };
}

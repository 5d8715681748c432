/**
 * Least squares of all codebooks at once, at fixed codes, with a pull towards the codebooks before.
 *
 *     (B'B + ridge I) (C - C_old) = B'(X - B C_old)          B [N, sum K_l] one-hot
 *
 * B'B is a table of pair counts and B'(X - B C_old) holds sums of what the codes leave over: both are plain additions over the rows, in float64 and in their order. The system is solved by
 * Cholesky's factor; beyond MOST_DIRECT codes in all by sweeps over the levels, each solved exactly with the others held.
 */
import { solvePositive } from '../../math/cholesky';
import type { Vectors } from '../vectors';
import { countsOf } from './price';

/** Codes of all levels up to which the whole system is factored: 19 MB, and 0.6 billion multiplications at most. */
const MOST_DIRECT = 1536;
/** Sweeps over the levels beyond it. */
const SWEEPS = 4;

type Rows = Pick<Vectors, 'data' | 'rows' | 'dim'>;

export interface Solved {
  /** One float32 [K_l, dim] a level. */
  readonly books: Float32Array[];
  /** Sum over the rows of |x - xhat|^2 before. */
  readonly squaredErrorBefore: number;
}

/** `codes`: int32 [n] a level; `books`: float32 [K_l, dim] a level. Nothing is changed; a code without rows keeps its vector. `most`: codes in all that are solved directly. */
export async function solveJoint(x: Rows, codes: readonly Int32Array[], books: readonly Float32Array[], ridge: number, breathe: () => Promise<void>, most = MOST_DIRECT): Promise<Solved> {
  const { dim } = x;
  const starts = startsOf(books, dim);
  const size = starts.at(-1)!;
  const { sums, squaredError } = leftOver(x, codes, books, starts);
  if (size > most) return { books: await inSweeps(x, codes, books, ridge, breathe, sums), squaredErrorBefore: squaredError };
  const counts = pairCounts(codes, starts);
  for (let j = 0; j < size; j++) counts[j * size + j]! += ridge;
  await solvePositive(counts, size, sums, dim, breathe);
  return { books: books.map((book, level) => book.map((value, at) => value + sums[starts[level]! * dim + at]!)), squaredErrorBefore: squaredError };
}

/** Moves the mean of what each level above the first adds into the first; no reconstruction changes but for rounding. Changes `books`. */
export function moveMeans(books: readonly Float32Array[], codes: readonly Int32Array[], dim: number): void {
  const rows = codes[0]!.length;
  for (let level = 1; level < books.length; level++) {
    const book = books[level]!;
    const numCodes = book.length / dim;
    const counts = countsOf(codes[level]!, numCodes);
    const mean = new Float64Array(dim);
    for (let k = 0, at = 0; k < numCodes; k++) for (let d = 0; d < dim; d++) mean[d]! += (counts[k]! / rows) * book[at++]!;
    for (let at = 0; at < book.length; at++) book[at]! -= mean[at % dim]!;
    const first = books[0]!;
    for (let at = 0; at < first.length; at++) first[at]! += mean[at % dim]!;
  }
}

/** Squared error of each row [n], by differences in float64. */
export function rowErrors({ data, rows, dim }: Rows, codes: readonly Int32Array[], books: readonly Float32Array[]): Float64Array {
  const errors = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let d = 0; d < dim; d++, at++) {
      let left = data[at]!;
      for (let level = 0; level < books.length; level++) left -= books[level]![codes[level]![row]! * dim + d]!;
      sum += left * left;
    }
    errors[row] = sum;
  }
  return errors;
}

/** Where each level's codes begin among all, and how many there are in all: [levels + 1]. */
function startsOf(books: readonly Float32Array[], dim: number): number[] {
  const starts = [0];
  for (const book of books) starts.push(starts.at(-1)! + book.length / dim);
  return starts;
}

/** B'B, the lower triangle: rows that have code i and code j, [size, size]. */
function pairCounts(codes: readonly Int32Array[], starts: readonly number[]): Float64Array {
  const size = starts.at(-1)!;
  const counts = new Float64Array(size * size);
  for (let row = 0; row < codes[0]!.length; row++) {
    for (let level = 0; level < codes.length; level++) {
      const from = (starts[level]! + codes[level]![row]!) * size;
      for (let below = 0; below <= level; below++) counts[from + starts[below]! + codes[below]![row]!]! += 1;
    }
  }
  return counts;
}

/** Sums of x - xhat by code, [size, dim], and the squared error. */
function leftOver({ data, rows, dim }: Rows, codes: readonly Int32Array[], books: readonly Float32Array[], starts: readonly number[]): { sums: Float64Array; squaredError: number } {
  const sums = new Float64Array(starts.at(-1)! * dim);
  const left = new Float64Array(dim);
  let squaredError = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let d = 0; d < dim; d++) left[d] = data[at++]!;
    for (let level = 0; level < books.length; level++) {
      const book = books[level]!;
      for (let d = 0, from = codes[level]![row]! * dim; d < dim; d++) left[d]! -= book[from++]!;
    }
    let own = 0;
    for (let d = 0; d < dim; d++) own += left[d]! * left[d]!;
    squaredError += own;
    for (let level = 0; level < books.length; level++) {
      for (let d = 0, to = (starts[level]! + codes[level]![row]!) * dim; d < dim; d++) sums[to++]! += left[d]!;
    }
  }
  return { sums, squaredError };
}

/** Each level in turn: C[l] += (sums of what is left - ridge (C[l] - C_old[l])) / (n + ridge). `first`: the sums of the first level of the first sweep among all. */
async function inSweeps(x: Rows, codes: readonly Int32Array[], before: readonly Float32Array[], ridge: number, breathe: () => Promise<void>, first: Float64Array): Promise<Float32Array[]> {
  const { dim } = x;
  const books = before.map((book) => book.slice());
  const starts = startsOf(books, dim);
  const counts = books.map((book, level) => countsOf(codes[level]!, book.length / dim));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [level, book] of books.entries()) {
      const sums = sweep === 0 && level === 0 ? first : leftOver(x, codes, books, starts).sums;
      for (let at = 0; at < book.length; at++) {
        const pull = ridge * (book[at]! - before[level]![at]!);
        book[at]! += (sums[starts[level]! * dim + at]! - pull) / (counts[level]![Math.floor(at / dim)]! + ridge);
      }
      await breathe();
    }
  }
  return books;
}

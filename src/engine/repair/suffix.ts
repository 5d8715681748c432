/** Suffix digits, as TIGER (2305.05065, section 3.1) appends them: 0 for the first item of an ID, then 1, 2, ... in item order. */
import { byId } from './items';

/** int32 [rows], and how many different suffixes there are (the largest bucket). */
export function suffixes(codes: Int32Array, rows: number, levels: number): { readonly suffix: Int32Array; readonly used: number } {
  const { bucketOf, sizes } = byId(codes, rows, levels);
  const next = new Int32Array(sizes.length);
  const suffix = Int32Array.from({ length: rows }, (_, row) => next[bucketOf[row]!]!++);
  return { suffix, used: next.reduce((most, count) => Math.max(most, count), 0) };
}

/** The codes with one level more. */
export function withSuffix(codes: Int32Array, rows: number, levels: number, suffix: ArrayLike<number>): Int32Array {
  const longer = new Int32Array(rows * (levels + 1));
  for (let row = 0; row < rows; row++) {
    longer.set(codes.subarray(row * levels, (row + 1) * levels), row * (levels + 1));
    longer[row * (levels + 1) + levels] = suffix[row]!;
  }
  return longer;
}

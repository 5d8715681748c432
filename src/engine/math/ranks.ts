/** Orders, mid-ranks and inversions: what every metric of an order is counted from, in O(n log n) and exact. */

/** Throws RangeError where two lists that go row by row differ in length: a fault of the caller, not an undefined metric. */
export function requireSameLength(a: ArrayLike<number>, b: ArrayLike<number>, what: string): void {
  if (a.length !== b.length) throw new RangeError(`${what}: ${a.length} and ${b.length} entries; both need one a row.`);
}

/** Whether an entry is NaN: then an order is not defined. Infinities have their place and are no obstacle. */
export function hasNaN(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/**
 * Row numbers by ascending (`direction` 1) or descending (-1) value; rows of equal value stay in row order both ways (a stable sort).
 * NaN has no place in an order: see `hasNaN`.
 */
export function stableOrder(values: ArrayLike<number>, direction: 1 | -1 = 1): Uint32Array {
  // Compared, not subtracted: Infinity - Infinity is NaN.
  return rowNumbers(values.length).sort((a, b) => {
    const left = values[a]!;
    const right = values[b]!;
    return left < right ? -direction : left > right ? direction : a - b;
  });
}

/** [n]: the rank of each value, ascending from 1; equal values share the mean of their ranks. All NaN where an entry is NaN. */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(values.length);
  if (hasNaN(values)) return ranks.fill(NaN);
  const order = stableOrder(values);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2;
  }
  return ranks;
}

/** Pairs of places i < j with sequence[i] strictly above sequence[j], by merge sort. Exact while n^2 / 2 < 2^53 (n below 10^8). */
export function countInversions(sequence: ArrayLike<number>): number {
  const length = sequence.length;
  let from = Float64Array.from(sequence);
  let into = new Float64Array(length);
  let inversions = 0;
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place++) {
        // On a tie the left one goes first, so that equal values are never counted.
        if (left < middle && (right >= end || from[left]! <= from[right]!)) into[place] = from[left++]!;
        else {
          into[place] = from[right++]!;
          inversions += middle - left;
        }
      }
    }
    [from, into] = [into, from];
  }
  return inversions;
}

/** Pairs of rows that are equal: the sum of m (m - 1) / 2 over runs, `order` having brought equal rows together. */
export function countTiedPairs(order: Uint32Array, equal: (a: number, b: number) => boolean): number {
  let pairs = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && equal(order[start]!, order[end]!)) end++;
    pairs += ((end - start) * (end - start - 1)) / 2;
  }
  return pairs;
}

/** 0 .. n - 1. */
export function rowNumbers(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, row) => row);
}

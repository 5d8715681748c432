/**
 * What a crowded code costs: the marginal price of the charge  lam sum_k n_k log n_k  for one more row.
 *
 *     b_k = lam log((n_k + 1) K / N)          zero at an even share of the rows, about
 */

/** What uneven use of a level costs a row on average: lam sum_k p_k log(p_k K) of masses [K], 0 where all are equal; the charge of `F` over the rows, less its constant. */
export function chargeOf(masses: ArrayLike<number>, lambda: number): number {
  return lambda * -Math.log(evennessOf(masses));
}

/** Prices of all codes [K] at counts n [K] of `rows` rows. */
export function pricesOf(counts: ArrayLike<number>, lambda: number, rows: number): Float64Array {
  const numCodes = counts.length;
  return Float64Array.from({ length: numCodes }, (_, k) => lambda * Math.log(((counts[k]! + 1) * numCodes) / rows));
}

/** Rows of each code [K]. */
export function countsOf(codes: Int32Array, numCodes: number): Int32Array {
  const counts = new Int32Array(numCodes);
  for (const code of codes) counts[code]! += 1;
  return counts;
}

/** Perplexity over K of masses [K]: 1 where all are equal. */
export function evennessOf(masses: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < masses.length; k++) total += masses[k]!;
  let entropy = 0;
  for (let k = 0; k < masses.length; k++) if (masses[k]! > 0) entropy -= (masses[k]! / total) * Math.log(masses[k]! / total);
  return Math.exp(entropy) / masses.length;
}

/** The rows in an order, cut into batches: `take` gets the row numbers of each. */
export function* batchesOf(order: Uint32Array, size: number): Generator<Uint32Array> {
  for (let start = 0; start < order.length; start += size) yield order.subarray(start, start + size);
}

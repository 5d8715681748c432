/** What kernels compute, by plain loops in float64: the yardstick of their errors. */
import type { Mixture } from '../src/engine/kernels/mixture';

export interface Moments64 {
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly logDensity: Float64Array;
}

/** max |seen - wanted| / max |wanted|: the largest error of an array relative to its largest entry. */
export function relativeToLargest(seen: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (seen.length !== wanted.length) return Infinity;
  let error = 0;
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(seen[i]! - wanted[i]!);
    if (!(difference <= error)) error = Number.isNaN(difference) ? Infinity : difference;
    largest = Math.max(largest, Math.abs(wanted[i]!));
  }
  return error / largest;
}

/** Squared distance of row i of a to row k of b, both of width d. */
export function squaredDistance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, k: number, d: number): number {
  let sum = 0;
  for (let j = 0, p = i * d, q = k * d; j < d; j++, p++, q++) {
    const difference = a[p]! - b[q]!;
    sum += difference * difference;
  }
  return sum;
}

/**
 * How much farther than the nearest the chosen codes lie, relative to the nearest distance, largest over rows; with `distances`, also how
 * far these are from the chosen codes' true ones. Codes out of range count as infinitely far.
 */
export function nearestError(
  x: ArrayLike<number>, codebook: ArrayLike<number>, d: number, codes: ArrayLike<number>, distances?: ArrayLike<number>,
): number {
  const numCodes = codebook.length / d;
  let error = x.length / d === codes.length ? 0 : Infinity;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (!(code >= 0 && code < numCodes)) return Infinity;
    const chosen = squaredDistance(x, i, codebook, code, d);
    let best = Infinity;
    for (let k = 0; k < numCodes; k++) best = Math.min(best, squaredDistance(x, i, codebook, k, d));
    error = Math.max(error, (chosen - best) / best);
    if (distances) error = Math.max(error, Math.abs(distances[i]! - chosen) / chosen);
  }
  return error;
}

/** Sum of the rows of each code and their number. */
export function clusterSums(x: ArrayLike<number>, codes: ArrayLike<number>, numCodes: number, d: number): { sums: Float64Array; counts: Float64Array } {
  const sums = new Float64Array(numCodes * d);
  const counts = new Float64Array(numCodes);
  for (let i = 0; i < codes.length; i++) {
    counts[codes[i]!]! += 1;
    for (let j = 0; j < d; j++) sums[codes[i]! * d + j]! += x[i * d + j]!;
  }
  return { sums, counts };
}

/** log pi_k + log N(row i; mu_k, s2_k) for all k, into `into`; returns the log of their summed densities. */
export function logDensities(x: ArrayLike<number>, i: number, mixture: Mixture, into: Float64Array): number {
  const { numCodes, dim, logWeights, means, variances } = mixture;
  let most = -Infinity;
  for (let k = 0; k < numCodes; k++) {
    let sum = 0;
    for (let j = 0, at = k * dim; j < dim; j++, at++) sum += Math.log(2 * Math.PI * variances[at]!) + (x[i * dim + j]! - means[at]!) ** 2 / variances[at]!;
    into[k] = logWeights[k]! - sum / 2;
    most = Math.max(most, into[k]!);
  }
  let total = 0;
  for (let k = 0; k < numCodes; k++) total += Math.exp(into[k]! - most);
  return most + Math.log(total);
}

/** The sums of one EM iteration about the means, and the log-density of each row. */
export function moments(x: ArrayLike<number>, mixture: Mixture): Moments64 {
  const { numCodes, dim, means } = mixture;
  const rows = x.length / dim;
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = new Float64Array(rows);
  const densities = new Float64Array(numCodes);
  for (let i = 0; i < rows; i++) {
    logDensity[i] = logDensities(x, i, mixture, densities);
    for (let k = 0; k < numCodes; k++) {
      const gamma = Math.exp(densities[k]! - logDensity[i]!);
      if (gamma === 0) continue;
      mass[k]! += gamma;
      for (let j = 0, at = k * dim; j < dim; j++, at++) {
        const offset = x[i * dim + j]! - means[at]!;
        first[at]! += gamma * offset;
        second[at]! += gamma * offset * offset;
      }
    }
  }
  return { mass, first, second, logDensity };
}

/** a [m, k] times b [k, n]. */
export function product(a: ArrayLike<number>, b: ArrayLike<number>, m: number, k: number, n: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!;
      for (let j = 0; j < n; j++) result[i * n + j]! += factor * b[p * n + j]!;
    }
  }
  return result;
}

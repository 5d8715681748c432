/**
 * SimVQ (Zhu et al., 2411.02038): a codebook C = V W of a frozen table V [K, d] and one learned square matrix W, so that every step moves all codes
 * together and none is left behind.
 */

/** Weight of the ridge that keeps the inversion of W well posed, of the mean square of W's rows. */
const RIDGE = 1e-6;

/**
 * Rows v of V whose code vectors v W are the `wanted` ones, row-major [n, d], by ridge regression in float64: v = r W^T (W W^T + lambda I)^-1.
 * Where W has lost a direction, the nearest that it can still reach.
 */
export function preimages(wanted: Float32Array, map: Float32Array, dim: number): Float32Array {
  const gram = new Float64Array(dim * dim);
  let trace = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) for (let m = 0; m < dim; m++) gram[i * dim + j]! += map[i * dim + m]! * map[j * dim + m]!;
    trace += gram[i * dim + i]!;
  }
  // Positive even where W is all zeros.
  const ridge = Math.max((RIDGE * trace) / dim, 1e-30);
  for (let i = 0; i < dim; i++) gram[i * dim + i]! += ridge;
  factorise(gram, dim);
  const result = new Float32Array(wanted.length);
  const row = new Float64Array(dim);
  for (let start = 0; start < wanted.length; start += dim) {
    for (let i = 0; i < dim; i++) {
      row[i] = 0;
      for (let m = 0; m < dim; m++) row[i]! += map[i * dim + m]! * wanted[start + m]!;
    }
    solve(gram, row, dim);
    result.set(row, start);
  }
  return result;
}

/** The identity, row-major. */
export function identityMap(dim: number): Float32Array {
  const map = new Float32Array(dim * dim);
  for (let i = 0; i < dim; i++) map[i * dim + i] = 1;
  return map;
}

/** Cholesky factor L of a symmetric positive definite matrix, in place, in the lower triangle. */
function factorise(a: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let m = 0; m < j; m++) sum -= a[i * n + m]! * a[j * n + m]!;
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!;
    }
  }
}

/** L L^T x = b, in place of b. */
function solve(factor: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let m = 0; m < i; m++) b[i]! -= factor[i * n + m]! * b[m]!;
    b[i]! /= factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let m = i + 1; m < n; m++) b[i]! -= factor[m * n + i]! * b[m]!;
    b[i]! /= factor[i * n + i]!;
  }
}

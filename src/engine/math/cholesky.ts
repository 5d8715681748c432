/** Systems with a symmetric positive definite matrix, in float64, by Cholesky's factor. Leading zeros of a row are passed over, so a block of the matrix that is diagonal costs nothing. */

/** Rows of the factor between two breaths. */
const ROWS_A_BREATH = 32;

/**
 * Solves A Y = B in place: `matrix` [n, n], of which the lower triangle is read and overwritten by the factor, `right` [n, width] overwritten by Y. `breathe` is awaited now and then.
 * @throws RangeError where the matrix is not positive definite.
 */
export async function solvePositive(matrix: Float64Array, n: number, right: Float64Array, width: number, breathe: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const first = firstEntries(matrix, n);
  for (let i = 0; i < n; i++) {
    factorRow(matrix, n, first, i);
    if (i % ROWS_A_BREATH === 0) await breathe();
  }
  // L Z = B, then L' Y = Z: whole rows of B at a time.
  for (let i = 0; i < n; i++) {
    for (let j = first[i]!; j < i; j++) takeAway(right, i, j, matrix[i * n + j]!, width);
    for (let d = i * width; d < (i + 1) * width; d++) right[d]! /= matrix[i * n + i]!;
    if (i % ROWS_A_BREATH === 0) await breathe();
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let d = i * width; d < (i + 1) * width; d++) right[d]! /= matrix[i * n + i]!;
    for (let j = first[i]!; j < i; j++) takeAway(right, j, i, matrix[i * n + j]!, width);
    if (i % ROWS_A_BREATH === 0) await breathe();
  }
}

/** [n]: the first column of each row of the lower triangle that is not zero. The factor has its zeros there too. */
function firstEntries(matrix: Float64Array, n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => {
    let j = 0;
    while (j < i && matrix[i * n + j] === 0) j++;
    return j;
  });
}

/** L[i][j] = (A[i][j] - sum_k L[i][k] L[j][k]) / L[j][j] for j < i, and the root of what is left on the diagonal. */
function factorRow(a: Float64Array, n: number, first: Int32Array, i: number): void {
  const row = i * n;
  for (let j = first[i]!; j <= i; j++) {
    const other = j * n;
    let k = Math.max(first[i]!, first[j]!);
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (; k + 3 < j; k += 4) {
      sum0 += a[row + k]! * a[other + k]!;
      sum1 += a[row + k + 1]! * a[other + k + 1]!;
      sum2 += a[row + k + 2]! * a[other + k + 2]!;
      sum3 += a[row + k + 3]! * a[other + k + 3]!;
    }
    for (; k < j; k++) sum0 += a[row + k]! * a[other + k]!;
    const left = a[row + j]! - (sum0 + sum1 + (sum2 + sum3));
    if (j < i) a[row + j] = left / a[other + j]!;
    else if (left > 0) a[row + i] = Math.sqrt(left);
    else throw new RangeError(`The matrix is not positive definite: ${left} is left at row ${i} of ${n}.`);
  }
}

/** Row i of `values` [.., width] less `factor` times row j. */
function takeAway(values: Float64Array, i: number, j: number, factor: number, width: number): void {
  if (factor === 0) return;
  for (let d = 0, to = i * width, from = j * width; d < width; d++, to++, from++) values[to]! -= factor * values[from]!;
}

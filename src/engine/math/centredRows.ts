/** What principal axes need of rows less their mean, and the plain loops that give it: products and sums in float64, in the order of the rows. */

export interface CentredRows {
  readonly rows: number;
  readonly dim: number;
  /** [dim] */
  readonly means: Float64Array;
  /** Sum of the squared distances of the rows to their mean. */
  readonly squares: number;
  /** X^T X [dim, dim]: the lower triangle, zeros above it. */
  scatter(): Float64Array;
  /** X X^T [rows, rows], likewise. */
  gram(): Float64Array;
  /** Rows added up by weights [count, rows]: [count, dim]. */
  combine(weights: Float64Array, count: number): Float64Array;
  /** X^T X v for each v of vectors [count, dim]. */
  apply(vectors: Float64Array, count: number): Float64Array;
}

/** Of `data` float32 [rows, dim], row-major, which is not copied. */
export function centredRows(data: Float32Array, rows: number, dim: number): CentredRows {
  const means = new Float64Array(dim);
  for (let row = 0; row < rows; row++) for (let j = 0; j < dim; j++) means[j] = means[j]! + data[row * dim + j]!;
  for (let j = 0; j < dim; j++) means[j] = rows === 0 ? 0 : means[j]! / rows;
  return {
    rows,
    dim,
    means,
    squares: squaresAbout(data, rows, dim, means),
    scatter: () => scatter(differences(data, rows, dim, means), rows, dim),
    gram: () => gram(differences(data, rows, dim, means), rows, dim),
    combine: (weights, count) => combine(differences(data, rows, dim, means), weights, count, rows, dim),
    apply(vectors, count) {
      const out = new Float64Array(count * dim);
      for (let at = 0; at < count * dim; at += dim) applyScatter(data, rows, dim, means, vectors.subarray(at, at + dim), out.subarray(at, at + dim));
      return out;
    },
  };
}

/**
 * Sum of the squared distances of rows to `means` in float64, 64 rows at a time: four sums by the place of a number modulo 4, the places past the last whole four to the first of them.
 * The kernel of the processor has the same order.
 */
export function squaresAbout(data: ArrayLike<number>, rows: number, dim: number, means: ArrayLike<number>): number {
  const even = dim - (dim % 4);
  let total = 0;
  for (let start = 0; start < rows; start += 64) {
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let row = start, end = Math.min(start + 64, rows); row < end; row++) {
      const at = row * dim;
      for (let j = 0; j < even; j += 4) {
        const [by0, by1, by2, by3] = [data[at + j]! - means[j]!, data[at + j + 1]! - means[j + 1]!, data[at + j + 2]! - means[j + 2]!, data[at + j + 3]! - means[j + 3]!];
        sum0 += by0 * by0;
        sum1 += by1 * by1;
        sum2 += by2 * by2;
        sum3 += by3 * by3;
      }
      for (let j = even; j < dim; j++) sum0 += (data[at + j]! - means[j]!) ** 2;
    }
    total += sum0 + sum1 + (sum2 + sum3);
  }
  return total;
}

function differences(data: Float32Array, rows: number, dim: number, means: Float64Array): Float64Array {
  return Float64Array.from({ length: rows * dim }, (_, i) => data[i]! - means[i % dim]!);
}

function scatter(x: Float64Array, rows: number, dim: number): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < dim; i++) {
      const xi = x[row * dim + i]!;
      for (let j = 0; j <= i; j++) out[i * dim + j] = out[i * dim + j]! + xi * x[row * dim + j]!;
    }
  }
  return out;
}

function gram(x: Float64Array, rows: number, dim: number): Float64Array {
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k <= i; k++) {
      let product = 0;
      for (let j = 0; j < dim; j++) product += x[i * dim + j]! * x[k * dim + j]!;
      out[i * rows + k] = product;
    }
  }
  return out;
}

function combine(x: Float64Array, weights: Float64Array, count: number, rows: number, dim: number): Float64Array {
  const out = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    for (let row = 0; row < rows; row++) {
      const weight = weights[i * rows + row]!;
      for (let j = 0; j < dim; j++) out[i * dim + j] = out[i * dim + j]! + weight * x[row * dim + j]!;
    }
  }
  return out;
}

/** out = sum_i (x_i - m) ((x_i - m) . vector), in one pass over the rows. */
function applyScatter(data: Float32Array, rows: number, dim: number, means: Float64Array, vector: Float64Array, out: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const start = row * dim;
    let product = 0;
    for (let j = 0; j < dim; j++) product += (data[start + j]! - means[j]!) * vector[j]!;
    for (let j = 0; j < dim; j++) out[j] = out[j]! + product * (data[start + j]! - means[j]!);
  }
}

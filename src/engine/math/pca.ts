/** Principal component analysis on the CPU in float64: the axes of largest variance of a sample of vectors. */
import { Random } from './random';
import { symmetricEigen } from './symmetricEigen';

/** Up to this size of the smaller side all axes are computed at once; beyond, only the wanted ones. */
const denseLimit = 160;
/** Residual of an eigenvector, relative to the largest eigenvalue, at which the iteration ends. */
const tolerance = 1e-9;
/** Vectors in the Krylov basis at most; reached only where many eigenvalues are almost equal and the axes are arbitrary anyway. */
const maxBasis = 120;

export interface PrincipalAxes {
  /** [dim] */
  readonly mean: Float64Array;
  /** [count, dim], unit rows, signed so that the entry of largest absolute value is positive. Rows beyond `dim` are zero. */
  readonly components: Float64Array;
  /** [count], descending, with divisor rows - 1. */
  readonly explainedVariance: Float64Array;
  /** Sum of the variances of all columns: explainedVariance / totalVariance is the share an axis shows (NaN for a constant matrix). */
  readonly totalVariance: number;
}

/**
 * The first `count` principal axes of `data`, float32 [rows, dim] row-major, all finite.
 * Small problems: the covariance or Gram matrix, whichever is smaller, with all its eigenvectors. Large ones: block Krylov
 * iteration with Rayleigh-Ritz (Musco and Musco, 2015) on the data itself. Same input, same bits: `random` only starts the iteration.
 */
export function principalAxes(data: Float32Array, rows: number, dim: number, count: number, random = new Random(0)): PrincipalAxes {
  const mean = columnMeans(data, rows, dim);
  const centred = { data, rows, dim, mean };
  const divisor = Math.max(1, rows - 1);
  const totalVariance = sumOfSquares(centred) / divisor;
  const wanted = Math.min(count, dim);
  const smaller = Math.min(rows, dim);
  const found = smaller <= denseLimit || wanted * 6 > smaller ? dense(centred) : krylov(centred, wanted, random);

  const components = new Float64Array(count * dim);
  const explainedVariance = new Float64Array(count);
  // Axes below the rounding of the largest carry no direction of their own: any orthogonal direction does.
  const negligible = Math.max(found.values[0] ?? 0, 0) * 1e-14;
  for (let axis = 0; axis < wanted; axis++) {
    const component = components.subarray(axis * dim, (axis + 1) * dim);
    const value = found.values[axis] ?? 0;
    if (value > negligible) {
      component.set(found.vectors.subarray(axis * dim, (axis + 1) * dim));
      explainedVariance[axis] = value / divisor;
    }
    orthonormalize(component, components, axis, random);
    fixSign(component);
  }
  return { mean, components, explainedVariance, totalVariance };
}

interface Centred {
  readonly data: Float32Array;
  readonly rows: number;
  readonly dim: number;
  readonly mean: Float64Array;
}

/** Eigenvalues of the scatter matrix sum_i (x_i - m)(x_i - m)^T, descending, and its eigenvectors as rows of [.., dim]. */
interface Axes {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

function columnMeans(data: Float32Array, rows: number, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  for (let row = 0; row < rows; row++) for (let j = 0; j < dim; j++) mean[j] = mean[j]! + data[row * dim + j]!;
  return mean.map((total) => (rows === 0 ? 0 : total / rows));
}

function sumOfSquares({ data, rows, dim, mean }: Centred): number {
  let total = 0;
  for (let row = 0; row < rows; row++) for (let j = 0; j < dim; j++) total += (data[row * dim + j]! - mean[j]!) ** 2;
  return total;
}

function dense(centred: Centred): Axes {
  const { data, rows, dim, mean } = centred;
  const values = Float64Array.from({ length: rows * dim }, (_, i) => data[i]! - mean[i % dim]!);
  if (dim <= rows) return symmetricEigen(scatter(values, rows, dim), dim);
  // Fewer rows than columns: eigenvectors u of the Gram matrix give those of the scatter matrix as X^T u.
  const gram = symmetricEigen(products(values, rows, dim), rows);
  const vectors = new Float64Array(rows * dim);
  for (let axis = 0; axis < rows; axis++) {
    for (let row = 0; row < rows; row++) {
      const weight = gram.vectors[axis * rows + row]!;
      for (let j = 0; j < dim; j++) vectors[axis * dim + j] = vectors[axis * dim + j]! + weight * values[row * dim + j]!;
    }
  }
  return { values: gram.values, vectors };
}

/** X^T X, lower triangle. */
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

/** X X^T, lower triangle. */
function products(x: Float64Array, rows: number, dim: number): Float64Array {
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j <= i; j++) out[i * rows + j] = dot(x, i * dim, x, j * dim, dim);
  return out;
}

function krylov(centred: Centred, wanted: number, random: Random): Axes {
  const { dim } = centred;
  const block = wanted + 2;
  const limit = Math.min(Math.max(maxBasis, 4 * block), dim);
  const basis = new Float64Array(limit * dim);
  const images = new Float64Array(limit * dim);
  const projected = new Float64Array(limit * limit);
  let size = 0;
  let source = -1; // the next basis vector is the image of this one; before the first block: random directions
  for (;;) {
    const target = Math.min(size + Math.max(4 * block, size >> 1), limit);
    while (size < target) {
      const fresh = basis.subarray(size * dim, (size + 1) * dim);
      if (size >= block) fresh.set(images.subarray(++source * dim, (source + 1) * dim));
      orthonormalize(fresh, basis, size, random);
      const image = images.subarray(size * dim, (size + 1) * dim);
      applyScatter(centred, fresh, image);
      for (let i = 0; i <= size; i++) projected[size * limit + i] = dot(basis, i * dim, image, 0, dim);
      size++;
    }
    const ritz = rayleighRitz(basis, images, projected, { size, limit, dim, wanted });
    if (ritz.residual <= tolerance * Math.max(ritz.values[0]!, 0) || size === limit) return ritz;
  }
}

/** The best axes within the basis, and the largest residual |A v - value v| among those wanted. */
function rayleighRitz(
  basis: Float64Array,
  images: Float64Array,
  projected: Float64Array,
  { size, limit, dim, wanted }: { size: number; limit: number; dim: number; wanted: number },
): Axes & { residual: number } {
  const small = Float64Array.from({ length: size * size }, (_, i) => projected[Math.floor(i / size) * limit + (i % size)]!);
  const eigen = symmetricEigen(small, size);
  const vectors = new Float64Array(wanted * dim);
  let residual = 0;
  for (let axis = 0; axis < wanted; axis++) {
    const vector = vectors.subarray(axis * dim, (axis + 1) * dim);
    const image = new Float64Array(dim);
    for (let i = 0; i < size; i++) {
      const weight = eigen.vectors[axis * size + i]!;
      for (let j = 0; j < dim; j++) {
        vector[j] = vector[j]! + weight * basis[i * dim + j]!;
        image[j] = image[j]! + weight * images[i * dim + j]!;
      }
    }
    const value = eigen.values[axis]!;
    residual = Math.max(residual, Math.sqrt(image.reduce((total, entry, j) => total + (entry - value * vector[j]!) ** 2, 0)));
  }
  return { values: eigen.values.slice(0, wanted), vectors, residual };
}

/** out = sum_i (x_i - m) ((x_i - m) . vector), in one pass over the rows. */
function applyScatter({ data, rows, dim, mean }: Centred, vector: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let row = 0; row < rows; row++) {
    const start = row * dim;
    let product = 0;
    for (let j = 0; j < dim; j++) product += (data[start + j]! - mean[j]!) * vector[j]!;
    for (let j = 0; j < dim; j++) out[j] = out[j]! + product * (data[start + j]! - mean[j]!);
  }
}

/** Makes `vector` a unit vector orthogonal to the first `count` rows of `basis`; one that vanishes is replaced by a random direction. */
function orthonormalize(vector: Float64Array, basis: Float64Array, count: number, random: Random): void {
  const dim = vector.length;
  for (let attempt = 0; attempt < 8; attempt++) {
    const before = Math.sqrt(dot(vector, 0, vector, 0, dim));
    if (before > 0 && Number.isFinite(before)) {
      for (let j = 0; j < dim; j++) vector[j] = vector[j]! / before;
      // Twice is enough (Kahan and Parlett): the second pass removes what rounding left in the first.
      for (let pass = 0; pass < 2; pass++) {
        for (let i = 0; i < count; i++) {
          const product = dot(vector, 0, basis, i * dim, dim);
          for (let j = 0; j < dim; j++) vector[j] = vector[j]! - product * basis[i * dim + j]!;
        }
      }
      const left = Math.sqrt(dot(vector, 0, vector, 0, dim));
      if (left > 1e-10) {
        for (let j = 0; j < dim; j++) vector[j] = vector[j]! / left;
        // A remainder this small is mostly rounding of the images; once more against the basis keeps it orthogonal.
        if (left > 1e-4) return;
        continue;
      }
    }
    for (let j = 0; j < dim; j++) vector[j] = random.normal();
  }
}

function fixSign(component: Float64Array): void {
  let largest = 0;
  for (const entry of component) if (Math.abs(entry) > Math.abs(largest)) largest = entry;
  if (largest < 0) for (let j = 0; j < component.length; j++) component[j] = -component[j]!;
}

function dot(a: Float64Array, from: number, b: Float64Array, start: number, length: number): number {
  let total = 0;
  for (let j = 0; j < length; j++) total += a[from + j]! * b[start + j]!;
  return total;
}

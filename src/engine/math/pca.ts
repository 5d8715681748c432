/** Principal component analysis on the CPU in float64: the axes of largest variance of a sample of vectors. */
import { centredRows, type CentredRows } from './centredRows';
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
  return axesOf(centredRows(data, rows, dim), count, random);
}

/** As principalAxes, of rows whose products and sums someone gives: these are nearly all of the work. */
export function axesOf(centred: CentredRows, count: number, random = new Random(0)): PrincipalAxes {
  const { rows, dim, means: mean } = centred;
  const divisor = Math.max(1, rows - 1);
  const totalVariance = centred.squares / divisor;
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

/** Eigenvalues of the scatter matrix sum_i (x_i - m)(x_i - m)^T, descending, and its eigenvectors as rows of [.., dim]. */
interface Axes {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

function dense(centred: CentredRows): Axes {
  const { rows, dim } = centred;
  if (dim <= rows) return symmetricEigen(centred.scatter(), dim);
  // Fewer rows than columns: eigenvectors u of the Gram matrix give those of the scatter matrix as X^T u.
  const gram = symmetricEigen(centred.gram(), rows);
  return { values: gram.values, vectors: centred.combine(gram.vectors, rows) };
}

function krylov(centred: CentredRows, wanted: number, random: Random): Axes {
  const { dim } = centred;
  const block = wanted + 2;
  const limit = Math.min(Math.max(maxBasis, 4 * block), dim);
  const basis = new Float64Array(limit * dim);
  const images = new Float64Array(limit * dim);
  const projected = new Float64Array(limit * limit);
  let size = 0;
  for (;;) {
    const target = Math.min(size + Math.max(4 * block, size >> 1), limit);
    while (size < target) {
      // Each vector is the image of the one a block before it, so that a block of them is known at once; before the first block: random directions.
      const end = Math.min(size + block, target);
      for (let next = size; next < end; next++) {
        const fresh = basis.subarray(next * dim, (next + 1) * dim);
        if (next >= block) fresh.set(images.subarray((next - block) * dim, (next - block + 1) * dim));
        orthonormalize(fresh, basis, next, random);
      }
      images.set(centred.apply(basis.subarray(size * dim, end * dim), end - size), size * dim);
      for (; size < end; size++) for (let i = 0; i <= size; i++) projected[size * limit + i] = dot(basis, i * dim, images, size * dim, dim);
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

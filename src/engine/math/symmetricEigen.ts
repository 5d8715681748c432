/** All eigenvalues and eigenvectors of a small symmetric matrix, in float64. */

/** Eigenvalues in descending order; row i of `vectors` is the unit eigenvector of values[i]. */
export interface Eigen {
  /** [size] */
  readonly values: Float64Array;
  /** [size, size], row-major, one eigenvector a row. */
  readonly vectors: Float64Array;
}

/** Enough for any matrix of finite numbers: the QL iteration converges in two or three rounds an eigenvalue. */
const maxRounds = 60;

/**
 * Householder reduction to tridiagonal form, then implicit QL: the routines tred2 and tql2 of EISPACK (Bowdler, Martin, Reinsch and Wilkinson, 1968).
 * Time grows with size^3: 0.1 s at 256. `matrix` is [size, size] row-major, of which the lower triangle is read; it is left as it is.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): Eigen {
  const basis = Float64Array.from(matrix);
  if (!basis.every(Number.isFinite)) throw new RangeError('The matrix holds NaN or an infinity: it has no eigenvalues to look for.');
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  if (size > 0) {
    tridiagonalize(basis, diagonal, offDiagonal, size);
    // From here on row i of `basis` is a vector: rotations then run along memory.
    transpose(basis, size);
    diagonalize(basis, diagonal, offDiagonal, size);
  }
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(basis.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors };
}

/** tred2: on return `a` holds the orthogonal transformation (its columns), d the diagonal and e[1..] the off-diagonal. */
function tridiagonalize(a: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(a[row + k]!);
    if (i === 1 || scale === 0) {
      e[i] = a[row + i - 1]!;
      d[i] = 0;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      a[row + k] = a[row + k]! / scale;
      h += a[row + k]! * a[row + k]!;
    }
    const f = a[row + i - 1]!;
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    e[i] = scale * g;
    h -= f * g;
    a[row + i - 1] = f - g;
    reflect(a, e, n, i, h);
    d[i] = h;
  }
  d[0] = 0;
  e[0] = 0;
  accumulate(a, d, n);
}

/** One Householder reflection from both sides, its vector in row i of `a`; e[0..i-1] is scratch space. */
function reflect(a: Float64Array, e: Float64Array, n: number, i: number, h: number): void {
  const row = i * n;
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const uj = a[row + j]!;
    a[j * n + i] = uj / h;
    let g = e[j]! + a[j * n + j]! * uj;
    for (let k = j + 1; k < i; k++) g += a[k * n + j]! * a[row + k]!;
    e[j] = g;
  }
  // The first half of the symmetric product: entries left of the diagonal, row by row.
  for (let j = 1; j < i; j++) {
    let g = 0;
    for (let k = 0; k < j; k++) g += a[j * n + k]! * a[row + k]!;
    e[j] = e[j]! + g;
  }
  let f = 0;
  for (let j = 0; j < i; j++) {
    e[j] = e[j]! / h;
    f += e[j]! * a[row + j]!;
  }
  const half = f / (h + h);
  for (let j = 0; j < i; j++) {
    const uj = a[row + j]!;
    const g = (e[j] = e[j]! - half * uj);
    for (let k = 0; k <= j; k++) a[j * n + k] = a[j * n + k]! - (uj * e[k]! + g * a[row + k]!);
  }
}

/** Multiplies the reflections together, in place. */
function accumulate(a: Float64Array, d: Float64Array, n: number): void {
  const products = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (d[i] !== 0) {
      products.fill(0, 0, i);
      for (let k = 0; k < i; k++) {
        const factor = a[i * n + k]!;
        for (let j = 0; j < i; j++) products[j] = products[j]! + factor * a[k * n + j]!;
      }
      for (let k = 0; k < i; k++) {
        const factor = a[k * n + i]!;
        for (let j = 0; j < i; j++) a[k * n + j] = a[k * n + j]! - products[j]! * factor;
      }
    }
    d[i] = a[i * n + i]!;
    a[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      a[j * n + i] = 0;
      a[i * n + j] = 0;
    }
  }
}

/** tql2: implicit QL on the tridiagonal d, e; `rows` are rotated along. */
function diagonalize(rows: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (round === maxRounds) throw new RangeError(`The eigenvalue iteration did not converge in ${maxRounds} rounds.`);
      sweep(rows, d, e, n, l, m);
    }
  }
}

/** One QL sweep over the unreduced block l .. m. */
function sweep(rows: Float64Array, d: Float64Array, e: Float64Array, n: number, l: number, m: number): void {
  const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  const root = Math.hypot(slope, 1);
  let g = d[m]! - d[l]! + e[l]! / (slope + (slope >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // An underflow split the block: put back what was shifted and start over.
      d[i + 1] = d[i + 1]! - p;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const shifted = d[i + 1]! - p;
    const t = (d[i]! - shifted) * sine + 2 * cosine * b;
    p = sine * t;
    d[i + 1] = shifted + p;
    g = cosine * t - b;
    rotate(rows, (i + 1) * n, i * n, n, cosine, sine);
  }
  d[l] = d[l]! - p;
  e[l] = g;
  e[m] = 0;
}

function rotate(rows: Float64Array, upper: number, lower: number, n: number, cosine: number, sine: number): void {
  for (let k = 0; k < n; k++) {
    const f = rows[upper + k]!;
    const held = rows[lower + k]!;
    rows[upper + k] = sine * held + cosine * f;
    rows[lower + k] = cosine * held - sine * f;
  }
}

function transpose(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const held = a[i * n + j]!;
      a[i * n + j] = a[j * n + i]!;
      a[j * n + i] = held;
    }
  }
}

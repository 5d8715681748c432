// The equations of R3-VAE (quantizers/r3Vae/forward.ts) row by row, with their gradients: unit rows, what lies along the reference vector, ratings,
// and the two regularisers. Products of two rows add up in float64, rows themselves are float32. A block is 64 rows, or 16 rows of pairs.
import { arg, number, smaller } from './common';
import { exp4 } from './exponential';

const ROWS: usize = 64;
const PAIR_ROWS: usize = 16;
/** As in forward.ts: squared length added under the root. */
const GUARD: f64 = 1e-16;

function dot(a: usize, b: usize, d: usize): f64 {
  let low = f64x2.splat(0);
  let high = low;
  const even = (d & ~3) << 2;
  for (let j: usize = 0; j < even; j += 16) {
    const left = v128.load(a + j);
    const right = v128.load(b + j);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(left), f64x2.promote_low_f32x4(right)));
    high = f64x2.add(high, f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<u64>(left, left, 1, 1)), f64x2.promote_low_f32x4(v128.shuffle<u64>(right, right, 1, 1))));
  }
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  for (let j = even; j < d << 2; j += 4) sum += <f64>load<f32>(a + j) * <f64>load<f32>(b + j);
  return sum;
}

/** out = fa a + fb b, all [d]; out may be one of them. */
function combine(out: usize, a: usize, fa: f64, b: usize, fb: f64, d: usize): void {
  const first = <f32>fa;
  const second = <f32>fb;
  const even = (d & ~3) << 2;
  for (let j: usize = 0; j < even; j += 16) v128.store(out + j, f32x4.add(f32x4.mul(v128.load(a + j), f32x4.splat(first)), f32x4.mul(v128.load(b + j), f32x4.splat(second))));
  for (let j = even; j < d << 2; j += 4) store<f32>(out + j, load<f32>(a + j) * first + load<f32>(b + j) * second);
}

function float(address: usize, i: usize): f64 {
  return <f64>load<f32>(address + (i << 2));
}

/** Rows over N = sqrt(|row|^2 + GUARD). Arguments: x [n, d], n, d, unit rows out [n, d], N out f32 [n]. */
export function unitRows(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * d) << 2);
    const norm = Math.sqrt(dot(row, row, d) + GUARD);
    combine(arg(args, 3) + ((i * d) << 2), row, 1 / norm, row, 0, d);
    store<f32>(arg(args, 4) + (i << 2), <f32>norm);
  }
}

/** |row|^2 in float64. Arguments: x [n, d], n, d, squares out f64 [n]. */
export function rowSquares(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * d) << 2);
    store<f64>(arg(args, 3) + (i << 3), dot(row, row, d));
  }
}

/** e = z - alpha r with alpha = (z . r) / |r|^2. Arguments: z [n, d], n, d, r [d], |r|^2, alpha out f32 [n], e out [n, d]. */
export function takeReference(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const r = arg(args, 3);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const z = arg(args, 0) + ((i * d) << 2);
    const alpha = dot(z, r, d) / number(args, 4);
    store<f32>(arg(args, 5) + (i << 2), <f32>alpha);
    combine(arg(args, 6) + ((i * d) << 2), z, 1, r, -alpha, d);
  }
}

/**
 * From g = d / de: each row's part of d / dr, -alpha g - b (z - 2 alpha r) with b = (g . r) / |r|^2, and g - b r added to d / dz. Arguments: g [n, d], z [n, d], n, d, r [d], |r|^2,
 * alpha [n], parts out [n, d], d / dz in and out [n, d] or 0.
 */
export function takeReferenceBack(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 3);
  const r = arg(args, 4);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const at = (i * d) << 2;
    const g = arg(args, 0) + at;
    const part = arg(args, 7) + at;
    const alpha = float(arg(args, 6), i);
    const b = dot(g, r, d) / number(args, 5);
    combine(part, g, -alpha, arg(args, 1) + at, -b, d);
    combine(part, part, 1, r, 2 * alpha * b, d);
    if (arg(args, 8) == 0) continue;
    const toLatent = arg(args, 8) + at;
    combine(toLatent, toLatent, 1, g, 1, d);
    combine(toLatent, toLatent, 1, r, -b, d);
  }
}

/**
 * One level: s = e . u, or e^ . u where e^ are unit rows that count; left = e - s u; the sum of contributions gains s u, or starts with it. Arguments: e [n, d], e^ [n, d] or 0, N of e [n], n, d,
 * codes in and out i32 [n] (a zero row gets code 0), unit code vectors [K, d], s out f32 [n], left out [n, d], sum [n, d], 1 where it starts here.
 */
export function rateRows(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 4);
  const codes = arg(args, 5);
  const total = arg(args, 9);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 3));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const at = (i * d) << 2;
    const norm = float(arg(args, 2), i);
    if (!(norm * norm > 2 * GUARD)) store<i32>(codes + (i << 2), 0);
    const u = arg(args, 6) + ((<usize>load<i32>(codes + (i << 2)) * d) << 2);
    const e = arg(args, 0) + at;
    const rating = <f32>dot(arg(args, 1) == 0 ? e : arg(args, 1) + at, u, d);
    store<f32>(arg(args, 7) + (i << 2), rating);
    combine(arg(args, 8) + at, e, 1, u, -rating, d);
    if (arg(args, 10) == 1) combine(total + at, u, rating, u, 0, d);
    else combine(total + at, total + at, 1, u, rating, d);
  }
}

/**
 * From g = d / d left and v = d / d sum: d / d u of each row, s (v - g) + t e with t = (v - g) . u, and g + t u = d / de in place of g; where unit rows count, e^ for e and t (u - s e^) / N for t u.
 * Arguments: e [n, d], e^ [n, d] or 0, N of e [n], n, d, codes i32 [n], unit code vectors [K, d], s [n], g in and out [n, d], v [n, d], d / d u out [n, d].
 */
export function rateRowsBack(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 4);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 3));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const at = (i * d) << 2;
    const u = arg(args, 6) + ((<usize>load<i32>(arg(args, 5) + (i << 2)) * d) << 2);
    const rating = float(arg(args, 7), i);
    const g = arg(args, 8) + at;
    const toUnit = arg(args, 10) + at;
    combine(toUnit, arg(args, 9) + at, 1, g, -1, d);
    const t = dot(toUnit, u, d);
    if (arg(args, 1) == 0) {
      combine(toUnit, toUnit, rating, arg(args, 0) + at, t, d);
      combine(g, g, 1, u, t, d);
    } else {
      const direction = arg(args, 1) + at;
      const share = t / float(arg(args, 2), i);
      combine(toUnit, toUnit, rating, direction, t, d);
      combine(g, g, 1, u, share, d);
      combine(g, g, 1, direction, -share * rating, d);
    }
  }
}

/** Back through unit rows u: out = (D - (D . u) u) / N with D = gradient + factor more. Arguments: gradient in and out [n, d], more [n, d] or 0, factor, u [n, d], N [n], n, d. */
export function unitRowsBack(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 6);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 5));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const at = (i * d) << 2;
    const gradient = arg(args, 0) + at;
    const u = arg(args, 3) + at;
    const norm = float(arg(args, 4), i);
    if (arg(args, 1) != 0) combine(gradient, gradient, 1, arg(args, 1) + at, number(args, 2), d);
    combine(gradient, gradient, 1 / norm, u, -dot(gradient, u, d) / norm, d);
  }
}

/** As unitRowsBack, of what all rows of one code share: D = factor[code] shared[code]. Arguments: shared [K, d], factors f64 [K], codes i32 [n], u [n, d], N [n], n, d, out [n, d]. */
export function sharedBack(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 6);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 5));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const at = (i * d) << 2;
    const code = <usize>load<i32>(arg(args, 2) + (i << 2));
    const shared = arg(args, 0) + ((code * d) << 2);
    const u = arg(args, 3) + at;
    const factor = load<f64>(arg(args, 1) + (code << 3)) / float(arg(args, 4), i);
    combine(arg(args, 7) + at, shared, factor, u, -factor * dot(shared, u, d), d);
  }
}

/** exp(2 (cos - 1)) in place of cosines, 0 for a code with itself, and sums of rows in float64. Arguments: cosines [m, K] of codes first ... first + m - 1, first, m, K, sums out f64 [m]. */
export function pairWeights(block: i32, args: usize, scratch: usize): void {
  const K = arg(args, 3);
  const two = f32x4.splat(2);
  const end = smaller((<usize>block + 1) * PAIR_ROWS, arg(args, 2));
  for (let i = <usize>block * PAIR_ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * K) << 2);
    const even = row + ((K & ~3) << 2);
    let sums = f64x2.splat(0);
    for (let at = row; at < even; at += 16) {
      const weights = exp4(f32x4.mul(f32x4.sub(v128.load(at), f32x4.splat(1)), two));
      sums = f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(weights), f64x2.promote_low_f32x4(v128.shuffle<u64>(weights, weights, 1, 1))));
      v128.store(at, weights);
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    for (let at = even; at < row + (K << 2); at += 4) {
      const weight = f32x4.extract_lane(exp4(f32x4.mul(f32x4.sub(v128.load32_splat(at), f32x4.splat(1)), two)), 0);
      sum += <f64>weight;
      store<f32>(at, weight);
    }
    const itself = row + ((arg(args, 1) + i) << 2);
    store<f64>(arg(args, 4) + (i << 3), sum - <f64>load<f32>(itself));
    store<f32>(itself, 0);
  }
}

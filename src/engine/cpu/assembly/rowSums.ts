// Passes over rows x [n, d] in float64: sums and squares by column, squares by row and in all, and rows less a row or less their code vectors. No two blocks
// write one place, and all numbers are added in the order of a plain loop, so that the bits are those of the loops in quantizers/vectors.ts.
import { arg, smaller } from './common';

/** Columns of a block: one cache line of a row. */
const COLUMNS: usize = 16;
/** Rows of a block. */
const ROWS: usize = 64;

/** The last two of four floats as float64. */
function high(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1));
}

/** Sums of the columns, or of squared differences from `means`. Arguments: x, n, d, means f64 [d] or 0, sums out f64 [d]. A block is 16 columns. */
export function columnTotals(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const d = arg(args, 2);
  const means = arg(args, 3);
  const from = <usize>block * COLUMNS;
  const x = arg(args, 0) + (from << 2);
  const about = means == 0 ? 0 : means + (from << 3);
  const out = arg(args, 4) + (from << 3);
  if (from + COLUMNS > d) {
    for (let j: usize = 0; j < d - from; j++) {
      const mean: f64 = about == 0 ? 0 : load<f64>(about + (j << 3));
      let sum: f64 = 0;
      for (let i: usize = 0; i < n; i++) {
        const value = <f64>load<f32>(x + ((i * d + j) << 2)) - mean;
        sum += about == 0 ? value : value * value;
      }
      store<f64>(out + (j << 3), sum);
    }
    return;
  }
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  const stop = x + ((n * d) << 2);
  if (about == 0) {
    for (let at = x; at < stop; at += d << 2) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const e = v128.load(at, 48);
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(a));
      s1 = f64x2.add(s1, high(a));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(b));
      s3 = f64x2.add(s3, high(b));
      s4 = f64x2.add(s4, f64x2.promote_low_f32x4(c));
      s5 = f64x2.add(s5, high(c));
      s6 = f64x2.add(s6, f64x2.promote_low_f32x4(e));
      s7 = f64x2.add(s7, high(e));
    }
  } else {
    for (let at = x; at < stop; at += d << 2) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const e = v128.load(at, 48);
      let t = f64x2.sub(f64x2.promote_low_f32x4(a), v128.load(about));
      s0 = f64x2.add(s0, f64x2.mul(t, t));
      t = f64x2.sub(high(a), v128.load(about, 16));
      s1 = f64x2.add(s1, f64x2.mul(t, t));
      t = f64x2.sub(f64x2.promote_low_f32x4(b), v128.load(about, 32));
      s2 = f64x2.add(s2, f64x2.mul(t, t));
      t = f64x2.sub(high(b), v128.load(about, 48));
      s3 = f64x2.add(s3, f64x2.mul(t, t));
      t = f64x2.sub(f64x2.promote_low_f32x4(c), v128.load(about, 64));
      s4 = f64x2.add(s4, f64x2.mul(t, t));
      t = f64x2.sub(high(c), v128.load(about, 80));
      s5 = f64x2.add(s5, f64x2.mul(t, t));
      t = f64x2.sub(f64x2.promote_low_f32x4(e), v128.load(about, 96));
      s6 = f64x2.add(s6, f64x2.mul(t, t));
      t = f64x2.sub(high(e), v128.load(about, 112));
      s7 = f64x2.add(s7, f64x2.mul(t, t));
    }
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/** Squares of each row, added from the first number to the last. Arguments: x, n, d, squares out f64 [n]. A block is 64 rows. */
export function rowTotals(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const d = arg(args, 2);
  const out = arg(args, 3);
  const end = smaller((<usize>block + 1) * ROWS, n);
  // Four rows side by side: their sums do not wait for each other. Past the end the last row again.
  for (let i = <usize>block * ROWS; i < end; i += 4) {
    const a = arg(args, 0) + ((i * d) << 2);
    const b = a + ((smaller(1, end - 1 - i) * d) << 2);
    const c = a + ((smaller(2, end - 1 - i) * d) << 2);
    const e = a + ((smaller(3, end - 1 - i) * d) << 2);
    let sum0: f64 = 0;
    let sum1: f64 = 0;
    let sum2: f64 = 0;
    let sum3: f64 = 0;
    for (let j: usize = 0; j < d << 2; j += 4) {
      const v0 = <f64>load<f32>(a + j);
      const v1 = <f64>load<f32>(b + j);
      const v2 = <f64>load<f32>(c + j);
      const v3 = <f64>load<f32>(e + j);
      sum0 += v0 * v0;
      sum1 += v1 * v1;
      sum2 += v2 * v2;
      sum3 += v3 * v3;
    }
    const to = out + (i << 3);
    store<f64>(to, sum0);
    if (i + 1 < end) store<f64>(to, sum1, 8);
    if (i + 2 < end) store<f64>(to, sum2, 16);
    if (i + 3 < end) store<f64>(to, sum3, 24);
  }
}

/**
 * Squared distances to `means` of a block of 64 rows: four sums, by the place of a number modulo 4, the places past the last whole four to the first of them. Arguments: x, n, d, means f64 [d],
 * sums out f64 [ceil(n / 64)].
 */
export function squaresAbout(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const means = arg(args, 3);
  const even = d & ~3;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  let low = f64x2.splat(0);
  let upper = low;
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * d) << 2);
    for (let j: usize = 0; j < even; j += 4) {
      const four = v128.load(row + (j << 2));
      const first = f64x2.sub(f64x2.promote_low_f32x4(four), v128.load(means + (j << 3)));
      const second = f64x2.sub(high(four), v128.load(means + (j << 3), 16));
      low = f64x2.add(low, f64x2.mul(first, first));
      upper = f64x2.add(upper, f64x2.mul(second, second));
    }
    for (let j = even; j < d; j++) {
      const difference = <f64>load<f32>(row + (j << 2)) - load<f64>(means + (j << 3));
      low = f64x2.add(low, f64x2.replace_lane(f64x2.splat(0), 0, difference * difference));
    }
  }
  const sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(upper, 0) + f64x2.extract_lane(upper, 1));
  store<f64>(arg(args, 4) + (<usize>block << 3), sum);
}

/** Rows less one row, by differences in float64. Arguments: x, n, d, row f64 [d], out f32 [n, d]. A block is 64 rows. */
export function lessRow(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const less = arg(args, 3);
  const even = d & ~3;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * d) << 2);
    const to = arg(args, 4) + ((i * d) << 2);
    for (let j: usize = 0; j < even; j += 4) {
      const four = v128.load(row + (j << 2));
      const first = f32x4.demote_f64x2_zero(f64x2.sub(f64x2.promote_low_f32x4(four), v128.load(less + (j << 3))));
      const second = f32x4.demote_f64x2_zero(f64x2.sub(high(four), v128.load(less + (j << 3), 16)));
      v128.store(to + (j << 2), v128.shuffle<u64>(first, second, 0, 2));
    }
    for (let j = even; j < d; j++) store<f32>(to + (j << 2), <f32>(<f64>load<f32>(row + (j << 2)) - load<f64>(less + (j << 3))));
  }
}

/** Rows less their code vectors. Arguments: x, n, d, codes i32 [n], codebook f32 [K, d], out f32 [n, d]. A block is 64 rows. */
export function lessCodes(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const even = d & ~3;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * d) << 2);
    const vector = arg(args, 4) + ((<usize>load<i32>(arg(args, 3) + (i << 2)) * d) << 2);
    const to = arg(args, 5) + ((i * d) << 2);
    for (let j: usize = 0; j < even; j += 4) v128.store(to + (j << 2), f32x4.sub(v128.load(row + (j << 2)), v128.load(vector + (j << 2))));
    for (let j = even; j < d; j++) store<f32>(to + (j << 2), load<f32>(row + (j << 2)) - load<f32>(vector + (j << 2)));
  }
}

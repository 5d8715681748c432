// Exponential and logarithm in float64 without tables, because those would be data segments of the module.
//
//   exp(x) = 2^k exp(r),  k = round(x / ln 2),  r = x - k ln 2 in two parts (Cody and Waite), |r| <= 0.347, by its Taylor series to r^13
//   log(2^k m) = k ln 2 + log(m),  m in sqrt(1/2) .. sqrt(2),  with s = f / (2 + f), f = m - 1, as in FreeBSD's e_log.c
//
// Both err by about one unit in the last place.
import { arg } from './common';

const LOG2E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the first has 33 bits, so that k times it is exact. */
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** e to the power of two numbers: 0 below -745.2, infinite above 709.8. */
export function exponential(x: v128): v128 {
  // A comparison with NaN is false, which keeps it.
  const held = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746));
  const k = f64x2.nearest(f64x2.mul(held, f64x2.splat(LOG2E)));
  const r = f64x2.sub(f64x2.sub(held, f64x2.mul(k, f64x2.splat(LN2_HIGH))), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  // Pairs of neighbouring terms side by side: they do not wait for each other.
  const p2 = pair(r, 1.0 / 2, 1.0 / 6);
  const p4 = pair(r, 1.0 / 24, 1.0 / 120);
  const p6 = pair(r, 1.0 / 720, 1.0 / 5040);
  const p8 = pair(r, 1.0 / 40320, 1.0 / 362880);
  const p10 = pair(r, 1.0 / 3628800, 1.0 / 39916800);
  const p12 = pair(r, 1.0 / 479001600, 1.0 / 6227020800);
  const q2 = f64x2.add(p2, f64x2.mul(r2, p4));
  const q6 = f64x2.add(p6, f64x2.mul(r2, p8));
  const q10 = f64x2.add(p10, f64x2.mul(r2, p12));
  const tail = f64x2.add(q2, f64x2.mul(r4, f64x2.add(q6, f64x2.mul(r4, q10))));
  const power = f64x2.add(f64x2.splat(1), f64x2.add(r, f64x2.mul(r2, tail)));
  // 2^k in two halves, which reach below the normal numbers and above the largest.
  const whole = i32x4.trunc_sat_f64x2_s_zero(k);
  const half = i32x4.shr_s(whole, 1);
  return f64x2.mul(f64x2.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

function pair(r: v128, even: f64, odd: f64): v128 {
  return f64x2.add(f64x2.splat(even), f64x2.mul(r, f64x2.splat(odd)));
}

/** 2 to the power of two whole numbers in the low half, each from -1022 to 1023. */
function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.extend_low_i32x4_s(i32x4.add(k, i32x4.splat(1023))), 52);
}

/** Natural logarithm. */
export function logarithm(x: f64): f64 {
  if (!(x > 0)) return x == 0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  let k = 0;
  let bits = reinterpret<u64>(x);
  if (bits < 0x0010000000000000) {
    bits = reinterpret<u64>(x * 18014398509481984);
    k = -54;
  }
  // Moves m from 1 .. 2 to sqrt(1/2) .. sqrt(2).
  bits += 0x3ff0000000000000 - 0x3fe6a09e00000000;
  k += <i32>(bits >> 52) - 1023;
  const f = reinterpret<f64>((bits & 0x000fffffffffffff) + 0x3fe6a09e00000000) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd = z * (6.666666666666735130e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return s * (half + (even + odd)) + <f64>k * LN2_LOW - half + f + <f64>k * LN2_HIGH;
}

/** For tests. Arguments: values f64 [n], n, even; exponentials out f64 [n], logarithms out f64 [n]. One block. */
export function exponentials(block: i32, args: usize, scratch: usize): void {
  const values = arg(args, 0);
  const bytes = arg(args, 1) << 3;
  const powers = arg(args, 2);
  const logarithms = arg(args, 3);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(powers + at, exponential(v128.load(values + at)));
  for (let at: usize = 0; at < bytes; at += 8) store<f64>(logarithms + at, logarithm(load<f64>(values + at)));
}

/** exp of four floats; 0 below -87, the largest float above 88. Cephes' expf: reduction by log 2 in two parts, a polynomial of degree 6. */
export function exp4(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(88.3762626647949)), f32x4.splat(-87.3365447504));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

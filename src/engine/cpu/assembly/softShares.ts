// Soft assignment of rows to codes from their products: shares of each row, and sums over the rows by share.
//
//   cost_k = constant_k - 2 x.c_k;   share_k = exp(-(cost_k - least) / eps) / sum          constants: |c_k|^2 + b_k
//
// A share that falls 37 nats below the largest of its row is 0: float64 does not resolve it beside that. Sums are float64 in the order of the rows, a block for some columns each.
import { arg, number, smaller } from './common';
import { exp4 } from './exponential';

/** Rows, columns of masses, and dimensions of a block. */
const ROWS: usize = 64;
const COLUMNS: usize = 16;
const DIMS: usize = 16;
const NEGLIGIBLE: f32 = -37;

/** Arguments: products [n, K], constants [K], n, K, 1 / eps, shares out [n, K]. */
export function softShares(block: i32, args: usize, scratch: usize): void {
  const constants = arg(args, 1);
  const K = arg(args, 3);
  const even = (K & ~3) << 2;
  const bytes = K << 2;
  const scale = <f32>number(args, 4);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let row = <usize>block * ROWS; row < end; row++) {
    const products = arg(args, 0) + row * bytes;
    const shares = arg(args, 5) + row * bytes;
    let lowest = f32x4.splat(f32.MAX_VALUE);
    let least = f32.MAX_VALUE;
    for (let at: usize = 0; at < even; at += 16) {
      const cost = f32x4.sub(v128.load(constants + at), f32x4.mul(f32x4.splat(2), v128.load(products + at)));
      v128.store(shares + at, cost);
      lowest = f32x4.pmin(lowest, cost);
    }
    for (let at = even; at < bytes; at += 4) {
      const cost = load<f32>(constants + at) - 2 * load<f32>(products + at);
      store<f32>(shares + at, cost);
      if (cost < least) least = cost;
    }
    least = min4(lowest, least);
    const from = f32x4.splat(least);
    let low = f64x2.splat(0);
    let high = low;
    for (let at: usize = 0; at < even; at += 16) {
      const share = shareOf(f32x4.sub(from, v128.load(shares + at)), scale);
      v128.store(shares + at, share);
      low = f64x2.add(low, f64x2.promote_low_f32x4(share));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(share, share, 1, 1)));
    }
    let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
    for (let at = even; at < bytes; at += 4) {
      const share = f32x4.extract_lane(shareOf(f32x4.splat(least - load<f32>(shares + at)), scale), 0);
      store<f32>(shares + at, share);
      sum += share;
    }
    const factor = <f32>(1 / sum);
    for (let at: usize = 0; at < even; at += 16) v128.store(shares + at, f32x4.mul(v128.load(shares + at), f32x4.splat(factor)));
    for (let at = even; at < bytes; at += 4) store<f32>(shares + at, load<f32>(shares + at) * factor);
  }
}

function shareOf(above: v128, scale: f32): v128 {
  const power = f32x4.mul(above, f32x4.splat(scale));
  const near = f32x4.ge(power, f32x4.splat(NEGLIGIBLE));
  return v128.any_true(near) ? v128.and(exp4(power), near) : f32x4.splat(0);
}

function min4(values: v128, least: f32): f32 {
  const halves = f32x4.pmin(values, v128.shuffle<u64>(values, values, 1, 1));
  const a = f32x4.extract_lane(halves, 0);
  const b = f32x4.extract_lane(halves, 1);
  const lower = b < a ? b : a;
  return lower < least ? lower : least;
}

/** Adds to masses f64 [K] the shares of all rows. Arguments: shares [n, K], n, K, masses. */
export function softMasses(block: i32, args: usize, scratch: usize): void {
  const K = arg(args, 2);
  const first = <usize>block * COLUMNS;
  const count = smaller(COLUMNS, K - first);
  const masses = arg(args, 3) + (first << 3);
  const even = count & ~3;
  for (let row: usize = 0; row < arg(args, 1); row++) {
    const shares = arg(args, 0) + ((row * K + first) << 2);
    for (let j: usize = 0; j < even; j += 4) {
      const share = v128.load(shares + (j << 2));
      if (!v128.any_true(share)) continue;
      const at = masses + (j << 3);
      v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(share)));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(v128.shuffle<u64>(share, share, 1, 1))), 16);
    }
    for (let j = even; j < count; j++) store<f64>(masses + (j << 3), load<f64>(masses + (j << 3)) + <f64>load<f32>(shares + (j << 2)));
  }
}

/** Adds to sums f64 [K, d] the rows times their shares. Arguments: x [n, d], n, d, shares [n, K], K, sums. */
export function softSums(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const K = arg(args, 4);
  const first = <usize>block * DIMS;
  const count = smaller(DIMS, d - first);
  const even = count & ~1;
  for (let row: usize = 0; row < arg(args, 1); row++) {
    const x = arg(args, 0) + ((row * d + first) << 2);
    const shares = arg(args, 3) + ((row * K) << 2);
    for (let k: usize = 0; k < K; k++) {
      const share = <f64>load<f32>(shares + (k << 2));
      if (share == 0) continue;
      const to = arg(args, 5) + ((k * d + first) << 3);
      const factor = f64x2.splat(share);
      for (let j: usize = 0; j < even; j += 2) {
        const at = to + (j << 3);
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(factor, f64x2.promote_low_f32x4(v128.load64_zero(x + (j << 2))))));
      }
      if (even < count) store<f64>(to + (even << 3), load<f64>(to + (even << 3)) + share * <f64>load<f32>(x + (even << 2)));
    }
  }
}

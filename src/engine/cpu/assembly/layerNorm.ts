// Layer norm of rows, forward and back: (x - mean) / sqrt(variance + epsilon), times a gain, plus a shift, by column. A block is 64 rows.
import { arg, number, smaller } from './common';

const ROWS: usize = 64;

/** Sum of four lanes. */
function sumOf(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** Arguments: x [n, d], gain [d], shift [d], n, d, epsilon, the rows at mean 0 and variance 1 out [n, d], what they were multiplied by out [n], y out [n, d]. */
export function layerNorm(block: i32, args: usize, scratch: usize): void {
  const gain = arg(args, 1);
  const shift = arg(args, 2);
  const d = arg(args, 4);
  const bytes = d << 2;
  const even = bytes & ~15;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 3));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const x = arg(args, 0) + r * bytes;
    const normal = arg(args, 6) + r * bytes;
    const y = arg(args, 8) + r * bytes;
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) sums = f32x4.add(sums, v128.load(x + j));
    let sum = sumOf(sums);
    for (let j = even; j < bytes; j += 4) sum += load<f32>(x + j);
    const mean = sum / <f32>d;
    const means = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) {
      const left = f32x4.sub(v128.load(x + j), means);
      squares = f32x4.add(squares, f32x4.mul(left, left));
    }
    let square = sumOf(squares);
    for (let j = even; j < bytes; j += 4) square += (load<f32>(x + j) - mean) * (load<f32>(x + j) - mean);
    const inverse = <f32>(1 / Math.sqrt(<f64>square / <f64>d + number(args, 5)));
    const inverses = f32x4.splat(inverse);
    store<f32>(arg(args, 7) + (r << 2), inverse);
    for (let j: usize = 0; j < even; j += 16) {
      const value = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      v128.store(normal + j, value);
      v128.store(y + j, f32x4.add(f32x4.mul(value, v128.load(gain + j)), v128.load(shift + j)));
    }
    for (let j = even; j < bytes; j += 4) {
      const value = (load<f32>(x + j) - mean) * inverse;
      store<f32>(normal + j, value);
      store<f32>(y + j, value * load<f32>(gain + j) + load<f32>(shift + j));
    }
  }
}

/** Its gradient. Arguments: dy [n, d], the rows at mean 0 and variance 1 [n, d], what they were multiplied by [n], gain [d], n, d, dx out [n, d], dy times those rows out [n, d]. */
export function layerNormGradient(block: i32, args: usize, scratch: usize): void {
  const gain = arg(args, 3);
  const d = arg(args, 5);
  const bytes = d << 2;
  const even = bytes & ~15;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 4));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const dy = arg(args, 0) + r * bytes;
    const normal = arg(args, 1) + r * bytes;
    const dx = arg(args, 6) + r * bytes;
    const toGain = arg(args, 7) + r * bytes;
    let sums = f32x4.splat(0);
    let crosses = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) {
      const slope = v128.load(dy + j);
      const value = v128.load(normal + j);
      const inner = f32x4.mul(slope, v128.load(gain + j));
      v128.store(toGain + j, f32x4.mul(slope, value));
      v128.store(dx + j, inner);
      sums = f32x4.add(sums, inner);
      crosses = f32x4.add(crosses, f32x4.mul(inner, value));
    }
    let sum = sumOf(sums);
    let cross = sumOf(crosses);
    for (let j = even; j < bytes; j += 4) {
      const slope = load<f32>(dy + j);
      const value = load<f32>(normal + j);
      const inner = slope * load<f32>(gain + j);
      store<f32>(toGain + j, slope * value);
      store<f32>(dx + j, inner);
      sum += inner;
      cross += inner * value;
    }
    sum /= <f32>d;
    cross /= <f32>d;
    const inverse = load<f32>(arg(args, 2) + (r << 2));
    for (let j: usize = 0; j < even; j += 16) {
      const left = f32x4.sub(f32x4.sub(v128.load(dx + j), f32x4.splat(sum)), f32x4.mul(v128.load(normal + j), f32x4.splat(cross)));
      v128.store(dx + j, f32x4.mul(left, f32x4.splat(inverse)));
    }
    for (let j = even; j < bytes; j += 4) store<f32>(dx + j, inverse * (load<f32>(dx + j) - sum - load<f32>(normal + j) * cross));
  }
}

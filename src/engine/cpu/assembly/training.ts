// The small passes of a training step: sums of columns, squared errors, what code vectors and latents are pulled by, and AdamW.
import { arg, number, smaller } from './common';

/** Columns, rows and numbers of a block. */
const COLUMNS: usize = 64;
const ROWS: usize = 64;
const NUMBERS: usize = 4096;

/** Sums over rows: out[j] = sum_i x[i][j] in float32, in order. Arguments: x [n, d], n, d, out [d]. A block is 64 columns. */
export function columnSums(block: i32, args: usize, scratch: usize): void {
  const x = arg(args, 0);
  const n = arg(args, 1);
  const d = arg(args, 2);
  const out = arg(args, 3);
  const from = <usize>block * COLUMNS;
  const to = smaller(from + COLUMNS, d);
  const even = from + ((to - from) & ~3);
  memory.fill(out + (from << 2), 0, (to - from) << 2);
  for (let i: usize = 0; i < n; i++) {
    const row = x + ((i * d) << 2);
    let j = from;
    for (; j < even; j += 4) v128.store(out + (j << 2), f32x4.add(v128.load(out + (j << 2)), v128.load(row + (j << 2))));
    for (; j < to; j++) store<f32>(out + (j << 2), load<f32>(out + (j << 2)) + load<f32>(row + (j << 2)));
  }
}

/**
 * Squared error of y against x [n, d]: its sum by blocks of 64 rows, float64, and its gradient 2 scale (y - x). Arguments: y, x, n, d, scale, gradient out [n, d] (may be y),
 * partial sums out f64 [ceil(n / 64)].
 */
export function squaredError(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 3);
  const from = (<usize>block * ROWS * d) << 2;
  const to = (smaller((<usize>block + 1) * ROWS, arg(args, 2)) * d) << 2;
  const y = arg(args, 0);
  const x = arg(args, 1);
  const gradient = arg(args, 5);
  const factor = <f32>(2 * number(args, 4));
  const factors = f32x4.splat(factor);
  let low = f64x2.splat(0);
  let high = low;
  const even = from + ((to - from) & ~15);
  for (let at = from; at < even; at += 16) {
    const difference = f32x4.sub(v128.load(y + at), v128.load(x + at));
    const first = f64x2.promote_low_f32x4(difference);
    const second = f64x2.promote_low_f32x4(v128.shuffle<u64>(difference, difference, 1, 1));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
    v128.store(gradient + at, f32x4.mul(difference, factors));
  }
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  for (let at = even; at < to; at += 4) {
    const difference = load<f32>(y + at) - load<f32>(x + at);
    sum += <f64>difference * <f64>difference;
    store<f32>(gradient + at, difference * factor);
  }
  store<f64>(arg(args, 6) + (<usize>block << 3), sum);
}

/**
 * One level of the losses of a residual quantizer: pull += factor left, and |left|^2 summed by blocks of 64 rows. Arguments: left [n, d], pull [n, d], 1 where pull starts here, n, d,
 * partial sums out f64 [ceil(n / 64)], factor.
 */
export function residualLoss(block: i32, args: usize, scratch: usize): void {
  const left = arg(args, 0);
  const pull = arg(args, 1);
  const starts = arg(args, 2) == 1;
  const factor = <f32>number(args, 6);
  const factors = f32x4.splat(factor);
  const d = arg(args, 4);
  const from = (<usize>block * ROWS * d) << 2;
  const to = (smaller((<usize>block + 1) * ROWS, arg(args, 3)) * d) << 2;
  let low = f64x2.splat(0);
  let high = low;
  const even = from + ((to - from) & ~15);
  for (let at = from; at < even; at += 16) {
    const value = v128.load(left + at);
    const first = f64x2.promote_low_f32x4(value);
    const second = f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
    const share = f32x4.mul(value, factors);
    v128.store(pull + at, starts ? share : f32x4.add(v128.load(pull + at), share));
  }
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  for (let at = even; at < to; at += 4) {
    const value = load<f32>(left + at);
    sum += <f64>value * <f64>value;
    store<f32>(pull + at, starts ? value * factor : load<f32>(pull + at) + value * factor);
  }
  store<f64>(arg(args, 5) + (<usize>block << 3), sum);
}

/** out = a + factor b, all [length]. Arguments: a, b, factor, length, out (may be a or b). A block is 4096 numbers. */
export function addScaled(block: i32, args: usize, scratch: usize): void {
  const a = arg(args, 0);
  const b = arg(args, 1);
  const factor = <f32>number(args, 2);
  const out = arg(args, 4);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 3)) << 2;
  const even = from + ((to - from) & ~15);
  const factors = f32x4.splat(factor);
  for (let at = from; at < even; at += 16) v128.store(out + at, f32x4.add(v128.load(a + at), f32x4.mul(v128.load(b + at), factors)));
  for (let at = even; at < to; at += 4) store<f32>(out + at, load<f32>(a + at) + load<f32>(b + at) * factor);
}

/** Float64 sums as a gradient: out = factor sums. Arguments: sums f64 [length], factor, length, out f32. A block is 4096 numbers. */
export function scaledToFloat(block: i32, args: usize, scratch: usize): void {
  const sums = arg(args, 0);
  const factor = number(args, 1);
  const out = arg(args, 3);
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 2));
  for (let i = <usize>block * NUMBERS; i < to; i++) store<f32>(out + (i << 2), <f32>(factor * load<f64>(sums + (i << 3))));
}

/**
 * AdamW (1711.05101) over parameters that lie behind each other, in place: see kernels/adamW.ts. Arguments: parameters, first moments, second moments, gradient, length, beta1, 1 - beta1, beta2,
 * 1 - beta2, rate, epsilon, decay, what the gradient is multiplied by. A block is 4096 numbers.
 */
export function adamW(block: i32, args: usize, scratch: usize): void {
  const parameters = arg(args, 0);
  const first = arg(args, 1);
  const second = arg(args, 2);
  const gradient = arg(args, 3);
  const beta1 = <f32>number(args, 5);
  const new1 = <f32>number(args, 6);
  const beta2 = <f32>number(args, 7);
  const new2 = <f32>number(args, 8);
  const rate = <f32>number(args, 9);
  const epsilon = <f32>number(args, 10);
  const decay = <f32>number(args, 11);
  const clip = <f32>number(args, 12);
  const clips = f32x4.splat(clip);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 4)) << 2;
  const even = from + ((to - from) & ~15);
  const beta1s = f32x4.splat(beta1);
  const new1s = f32x4.splat(new1);
  const beta2s = f32x4.splat(beta2);
  const new2s = f32x4.splat(new2);
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  const decays = f32x4.splat(decay);
  for (let at = from; at < even; at += 16) {
    const g = f32x4.mul(v128.load(gradient + at), clips);
    const m = f32x4.add(f32x4.mul(v128.load(first + at), beta1s), f32x4.mul(g, new1s));
    const v = f32x4.add(f32x4.mul(v128.load(second + at), beta2s), f32x4.mul(f32x4.mul(g, g), new2s));
    v128.store(first + at, m);
    v128.store(second + at, v);
    const step = f32x4.mul(f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilons)), rates);
    v128.store(parameters + at, f32x4.sub(f32x4.mul(v128.load(parameters + at), decays), step));
  }
  for (let at = even; at < to; at += 4) {
    const g = load<f32>(gradient + at) * clip;
    const m = load<f32>(first + at) * beta1 + g * new1;
    const v = load<f32>(second + at) * beta2 + g * g * new2;
    store<f32>(first + at, m);
    store<f32>(second + at, v);
    store<f32>(parameters + at, load<f32>(parameters + at) * decay - (m / (Mathf.sqrt(v) + epsilon)) * rate);
  }
}

/** Sums of squares by blocks of 4096 numbers, float64. Arguments: x, length, partial sums out. */
export function sumOfSquares(block: i32, args: usize, scratch: usize): void {
  const x = arg(args, 0);
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 1));
  let sum: f64 = 0;
  for (let i = <usize>block * NUMBERS; i < to; i++) {
    const value = <f64>load<f32>(x + (i << 2));
    sum += value * value;
  }
  store<f64>(arg(args, 2) + (<usize>block << 3), sum);
}

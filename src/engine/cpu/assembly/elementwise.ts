// Functions of single numbers, forward and back, in float32 to about 1e-7. A block is 4096 numbers. Four at a time, the last ones by themselves.
import { arg, number, smaller } from './common';
import { exp4 } from './exponential';

const NUMBERS: usize = 4096;

/** The functions by their number; see ops/activation.ts. */
const RELU: usize = 0;
const SILU: usize = 1;
const GELU: usize = 2;
const GELU_TANH: usize = 3;
const SIGMOID: usize = 4;

const CUBE: f32 = 0.044715;
/** 2 sqrt(2 / pi), and 1 / sqrt(2 pi). */
const INNER: f32 = 1.5957691216057308;
const PEAK: f32 = 0.3989422804014327;

function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** The normal distribution: Abramowitz and Stegun 7.1.26 for the part beyond |x|. */
function normal4(x: v128, density: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), f32x4.splat(0.2316418882663604))));
  let series = f32x4.mul(t, f32x4.splat(0.5307027145));
  series = f32x4.mul(t, f32x4.add(series, f32x4.splat(-0.7265760135)));
  series = f32x4.mul(t, f32x4.add(series, f32x4.splat(0.7107068705)));
  series = f32x4.mul(t, f32x4.add(series, f32x4.splat(-0.142248368)));
  series = f32x4.mul(t, f32x4.add(series, f32x4.splat(0.127414796)));
  const beyond = f32x4.mul(series, density);
  return v128.bitselect(f32x4.sub(one, beyond), beyond, f32x4.gt(x, f32x4.splat(0)));
}

function density4(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

function inner4(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, f32x4.splat(INNER)), f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.mul(x, x), f32x4.splat(CUBE))));
}

function valueOf(x: v128, kind: usize): v128 {
  if (kind == SILU) return f32x4.mul(x, sigmoid4(x));
  if (kind == GELU) return f32x4.mul(x, normal4(x, density4(x)));
  if (kind == GELU_TANH) return f32x4.mul(x, sigmoid4(inner4(x)));
  if (kind == SIGMOID) return sigmoid4(x);
  return f32x4.max(x, f32x4.splat(0));
}

function derivativeOf(x: v128, kind: usize): v128 {
  const one = f32x4.splat(1);
  if (kind == SILU) {
    const share = sigmoid4(x);
    return f32x4.mul(share, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, share))));
  }
  if (kind == GELU) {
    const density = density4(x);
    return f32x4.add(normal4(x, density), f32x4.mul(x, f32x4.mul(density, f32x4.splat(PEAK))));
  }
  if (kind == GELU_TANH) {
    const share = sigmoid4(inner4(x));
    const slope = f32x4.mul(f32x4.splat(INNER), f32x4.add(one, f32x4.mul(f32x4.mul(x, x), f32x4.splat(3 * CUBE))));
    return f32x4.mul(share, f32x4.add(one, f32x4.mul(f32x4.mul(x, slope), f32x4.sub(one, share))));
  }
  if (kind == SIGMOID) {
    const share = sigmoid4(x);
    return f32x4.mul(share, f32x4.sub(one, share));
  }
  return v128.and(one, f32x4.gt(x, f32x4.splat(0)));
}

/** Arguments: x [length], length, the function's number, y out. */
export function activate(block: i32, args: usize, scratch: usize): void {
  const x = arg(args, 0);
  const kind = arg(args, 2);
  const y = arg(args, 3);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 1)) << 2;
  const even = from + ((to - from) & ~15);
  for (let at = from; at < even; at += 16) v128.store(y + at, valueOf(v128.load(x + at), kind));
  for (let at = even; at < to; at += 4) store<f32>(y + at, f32x4.extract_lane(valueOf(v128.load32_splat(x + at), kind), 0));
}

/** Its gradient, dx = dy f'(x). Arguments: x, dy, length, the function's number, dx out. */
export function activateGradient(block: i32, args: usize, scratch: usize): void {
  const x = arg(args, 0);
  const dy = arg(args, 1);
  const kind = arg(args, 3);
  const dx = arg(args, 4);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 2)) << 2;
  const even = from + ((to - from) & ~15);
  for (let at = from; at < even; at += 16) v128.store(dx + at, f32x4.mul(v128.load(dy + at), derivativeOf(v128.load(x + at), kind)));
  for (let at = even; at < to; at += 4) store<f32>(dx + at, load<f32>(dy + at) * f32x4.extract_lane(derivativeOf(v128.load32_splat(x + at), kind), 0));
}

/** out = factor a b, without b where its address is 0. Arguments: a, b or 0, factor, length, out (may be a or b). */
export function multiplied(block: i32, args: usize, scratch: usize): void {
  const a = arg(args, 0);
  const b = arg(args, 1);
  const factor = <f32>number(args, 2);
  const out = arg(args, 4);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 3)) << 2;
  const even = from + ((to - from) & ~15);
  const factors = f32x4.splat(factor);
  for (let at = from; at < even; at += 16) {
    const value = f32x4.mul(v128.load(a + at), factors);
    v128.store(out + at, b == 0 ? value : f32x4.mul(value, v128.load(b + at)));
  }
  for (let at = even; at < to; at += 4) store<f32>(out + at, load<f32>(a + at) * factor * (b == 0 ? 1 : load<f32>(b + at)));
}

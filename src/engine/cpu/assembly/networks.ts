// What layers of networks do between their products: rows and columns moved about, gates, LSTM cells, softmax. Elementwise functions are float32, to about 1e-7.
import { arg, number, smaller } from './common';
import { exp4, logarithm } from './exponential';

/** Rows and numbers of a block. */
const ROWS: usize = 64;
const NUMBERS: usize = 4096;

/** Moves columns: to[r][toAt + c] = from[r][fromAt + c], added where the last argument is 1. Arguments: from, its columns, fromAt, to, its columns, toAt, rows, columns, add. */
export function copyColumns(block: i32, args: usize, scratch: usize): void {
  const width = arg(args, 7);
  const adds = arg(args, 8) == 1;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 6));
  const even = width & ~3;
  for (let r = <usize>block * ROWS; r < end; r++) {
    const from = arg(args, 0) + ((r * arg(args, 1) + arg(args, 2)) << 2);
    const to = arg(args, 3) + ((r * arg(args, 4) + arg(args, 5)) << 2);
    for (let c: usize = 0; c < even << 2; c += 16) v128.store(to + c, adds ? f32x4.add(v128.load(to + c), v128.load(from + c)) : v128.load(from + c));
    for (let c = even << 2; c < width << 2; c += 4) store<f32>(to + c, adds ? load<f32>(to + c) + load<f32>(from + c) : load<f32>(from + c));
  }
}

/** Gradient of a ReLU: out = dy where y is above zero, else 0. Arguments: dy, y, length, out (may be dy). */
export function gateBy(block: i32, args: usize, scratch: usize): void {
  const dy = arg(args, 0);
  const y = arg(args, 1);
  const out = arg(args, 3);
  const from = (<usize>block * NUMBERS) << 2;
  const to = smaller((<usize>block + 1) * NUMBERS, arg(args, 2)) << 2;
  const even = from + ((to - from) & ~15);
  const zero = f32x4.splat(0);
  for (let at = from; at < even; at += 16) v128.store(out + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  for (let at = even; at < to; at += 4) store<f32>(out + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
}

/** Rows of a table by their codes: out[r] = table[codes[r]]. Arguments: table [K, d], codes i32 [n], n, d, out [n, d]. */
export function gatherRows(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 3) << 2;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let r = <usize>block * ROWS; r < end; r++) memory.copy(arg(args, 4) + r * d, arg(args, 0) + <usize>load<i32>(arg(args, 1) + (r << 2)) * d, d);
}

function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(x, x)), one)));
}

/**
 * One LSTM cell from its gates' sums (i, f, g, o): c' = sig(f) c + sig(i) tanh(g), h' = sig(o) tanh(c'). Arguments: gates [n, 4 H], which become sig(i), sig(f), tanh(g), sig(o) in place,
 * c [n, H], n, H (a multiple of 4), c' out, h' out.
 */
export function lstmCell(block: i32, args: usize, scratch: usize): void {
  const H = arg(args, 3) << 2;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const gates = arg(args, 0) + r * H * 4;
    const at = r * H;
    for (let j: usize = 0; j < H; j += 16) {
      const input = sigmoid4(v128.load(gates + j));
      const forget = sigmoid4(v128.load(gates + H + j));
      const candidate = tanh4(v128.load(gates + 2 * H + j));
      const output = sigmoid4(v128.load(gates + 3 * H + j));
      v128.store(gates + j, input);
      v128.store(gates + H + j, forget);
      v128.store(gates + 2 * H + j, candidate);
      v128.store(gates + 3 * H + j, output);
      const next = f32x4.add(f32x4.mul(forget, v128.load(arg(args, 1) + at + j)), f32x4.mul(input, candidate));
      v128.store(arg(args, 4) + at + j, next);
      v128.store(arg(args, 5) + at + j, f32x4.mul(output, tanh4(next)));
    }
  }
}

/** Its gradient. Arguments: gates as lstmCell left them, c, n, H, c', dh' [n, H], dc' [n, H], dgates out [n, 4 H] (may be gates), dc out [n, H]. */
export function lstmCellGradient(block: i32, args: usize, scratch: usize): void {
  const H = arg(args, 3) << 2;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  const one = f32x4.splat(1);
  for (let r = <usize>block * ROWS; r < end; r++) {
    const gates = arg(args, 0) + r * H * 4;
    const out = arg(args, 7) + r * H * 4;
    const at = r * H;
    for (let j: usize = 0; j < H; j += 16) {
      const input = v128.load(gates + j);
      const forget = v128.load(gates + H + j);
      const candidate = v128.load(gates + 2 * H + j);
      const output = v128.load(gates + 3 * H + j);
      const wave = tanh4(v128.load(arg(args, 4) + at + j));
      const dh = v128.load(arg(args, 5) + at + j);
      const dc = f32x4.add(v128.load(arg(args, 6) + at + j), f32x4.mul(f32x4.mul(dh, output), f32x4.sub(one, f32x4.mul(wave, wave))));
      v128.store(out + j, f32x4.mul(f32x4.mul(dc, candidate), f32x4.mul(input, f32x4.sub(one, input))));
      v128.store(out + H + j, f32x4.mul(f32x4.mul(dc, v128.load(arg(args, 1) + at + j)), f32x4.mul(forget, f32x4.sub(one, forget))));
      v128.store(out + 2 * H + j, f32x4.mul(f32x4.mul(dc, input), f32x4.sub(one, f32x4.mul(candidate, candidate))));
      v128.store(out + 3 * H + j, f32x4.mul(f32x4.mul(dh, wave), f32x4.mul(output, f32x4.sub(one, output))));
      v128.store(arg(args, 8) + at + j, f32x4.mul(dc, forget));
    }
  }
}

/** Softmax of rows: p = exp(z + mask - m) / sum. Arguments: z [n, V], mask [V] or 0, n, V, p out [n, V], log of the sum of exponentials out f64 [n] or 0. */
export function softmaxRows(block: i32, args: usize, scratch: usize): void {
  const mask = arg(args, 1);
  const V = arg(args, 3) << 2;
  const even = V & ~15;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const z = arg(args, 0) + r * V;
    const p = arg(args, 4) + r * V;
    let most: f32 = -f32.MAX_VALUE;
    for (let j: usize = 0; j < V; j += 4) {
      const value = load<f32>(z + j) + (mask == 0 ? 0 : load<f32>(mask + j));
      store<f32>(p + j, value);
      if (value > most) most = value;
    }
    const shift = f32x4.splat(most);
    let sum: f64 = 0;
    for (let j: usize = 0; j < even; j += 16) {
      const e = exp4(f32x4.sub(v128.load(p + j), shift));
      v128.store(p + j, e);
      sum += (<f64>f32x4.extract_lane(e, 0) + <f64>f32x4.extract_lane(e, 1)) + (<f64>f32x4.extract_lane(e, 2) + <f64>f32x4.extract_lane(e, 3));
    }
    for (let j = even; j < V; j += 4) {
      const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(p + j) - most)), 0);
      store<f32>(p + j, e);
      sum += <f64>e;
    }
    const share = <f32>(1 / sum);
    const shares = f32x4.splat(share);
    for (let j: usize = 0; j < even; j += 16) v128.store(p + j, f32x4.mul(v128.load(p + j), shares));
    for (let j = even; j < V; j += 4) store<f32>(p + j, load<f32>(p + j) * share);
    if (arg(args, 5) != 0) store<f64>(arg(args, 5) + (r << 3), <f64>most + logarithm(sum));
  }
}

/** Its gradient: out = p (dp - sum dp p). Arguments: p [n, V], dp [n, V], n, V, out (may be dp). */
export function softmaxGradient(block: i32, args: usize, scratch: usize): void {
  const V = arg(args, 3) << 2;
  const even = V & ~15;
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const p = arg(args, 0) + r * V;
    const dp = arg(args, 1) + r * V;
    const out = arg(args, 4) + r * V;
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(p + j), v128.load(dp + j)));
    let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    for (let j = even; j < V; j += 4) sum += load<f32>(p + j) * load<f32>(dp + j);
    const all = f32x4.splat(sum);
    for (let j: usize = 0; j < even; j += 16) v128.store(out + j, f32x4.mul(v128.load(p + j), f32x4.sub(v128.load(dp + j), all)));
    for (let j = even; j < V; j += 4) store<f32>(out + j, load<f32>(p + j) * (load<f32>(dp + j) - sum));
  }
}

/** Gradient of cross-entropy: out = factor (p - [the row's token]). Arguments: p [n, V], tokens i32 [n], n, V, factor, out. */
export function crossEntropyGradient(block: i32, args: usize, scratch: usize): void {
  const V = arg(args, 3);
  const factor = <f32>number(args, 4);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 2));
  for (let r = <usize>block * ROWS; r < end; r++) {
    const p = arg(args, 0) + ((r * V) << 2);
    const out = arg(args, 5) + ((r * V) << 2);
    for (let j: usize = 0; j < V << 2; j += 4) store<f32>(out + j, factor * load<f32>(p + j));
    const at = out + (load<i32>(arg(args, 1) + (r << 2)) << 2);
    store<f32>(at, load<f32>(at) - factor);
  }
}

// Masked attention of several heads. A block is one head of one group, which no other block writes, walked query after query in order.
//
// Keys and values of the head are packed first: along the keys for scores, along the numbers of a head for sums. A key that a query does not see adds nothing, whatever it holds,
// so that the bits of a query do not depend on it.
import { arg, number } from './common';
import { exp4 } from './exponential';

function padded(count: usize): usize {
  return (count + 3) & ~3;
}

/** Rows of one head, [T, width] at a stride in bytes, as [width, columns] with zeros past the last row. */
function packAcross(from: usize, stride: usize, T: usize, width: usize, columns: usize, to: usize): void {
  memory.fill(to, 0, (width * columns) << 2);
  for (let t: usize = 0; t < T; t++) for (let c: usize = 0; c < width; c++) store<f32>(to + ((c * columns + t) << 2), load<f32>(from + t * stride + (c << 2)));
}

/** Rows of one head, [T, width] at a stride in bytes, as [T, padded width] with zeros past the last number. */
function packAlong(from: usize, stride: usize, T: usize, width: usize, to: usize): void {
  const bytes = padded(width) << 2;
  memory.fill(to, 0, T * bytes);
  for (let t: usize = 0; t < T; t++) memory.copy(to + t * bytes, from + t * stride, width << 2);
}

/** row[t] += factor sum_c x[c] packed[c][t], over all columns; sixteen at a time, whose sums do not wait for each other. */
function addProducts(x: usize, packed: usize, width: usize, columns: usize, factor: f32, row: usize): void {
  const factors = f32x4.splat(factor);
  const bytes = columns << 2;
  let t: usize = 0;
  for (; t + 64 <= bytes; t += 64) {
    let first = f32x4.splat(0);
    let second = first;
    let third = first;
    let fourth = first;
    for (let i: usize = 0; i < width; i++) {
      const each = v128.load32_splat(x + (i << 2));
      const at = packed + i * bytes + t;
      first = f32x4.add(first, f32x4.mul(each, v128.load(at)));
      second = f32x4.add(second, f32x4.mul(each, v128.load(at, 16)));
      third = f32x4.add(third, f32x4.mul(each, v128.load(at, 32)));
      fourth = f32x4.add(fourth, f32x4.mul(each, v128.load(at, 48)));
    }
    v128.store(row + t, f32x4.add(v128.load(row + t), f32x4.mul(first, factors)));
    v128.store(row + t, f32x4.add(v128.load(row + t, 16), f32x4.mul(second, factors)), 16);
    v128.store(row + t, f32x4.add(v128.load(row + t, 32), f32x4.mul(third, factors)), 32);
    v128.store(row + t, f32x4.add(v128.load(row + t, 48), f32x4.mul(fourth, factors)), 48);
  }
  for (; t < bytes; t += 16) {
    let sum = f32x4.splat(0);
    for (let c: usize = 0; c < width; c++) sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(x + (c << 2)), v128.load(packed + ((c * columns) << 2) + t)));
    v128.store(row + t, f32x4.add(v128.load(row + t), f32x4.mul(sum, factors)));
  }
}

/** to[c] = sum over t of row[t] packed[t][c], without the terms whose factor is 0; sixteen at a time, whose sums do not wait for each other. */
function sumRows(row: usize, packed: usize, T: usize, width: usize, to: usize): void {
  const bytes = padded(width) << 2;
  let c: usize = 0;
  for (; c + 64 <= bytes; c += 64) {
    let first = f32x4.splat(0);
    let second = first;
    let third = first;
    let fourth = first;
    for (let t: usize = 0; t < T; t++) {
      if (load<f32>(row + (t << 2)) == 0) continue;
      const each = v128.load32_splat(row + (t << 2));
      const at = packed + t * bytes + c;
      first = f32x4.add(first, f32x4.mul(each, v128.load(at)));
      second = f32x4.add(second, f32x4.mul(each, v128.load(at, 16)));
      third = f32x4.add(third, f32x4.mul(each, v128.load(at, 32)));
      fourth = f32x4.add(fourth, f32x4.mul(each, v128.load(at, 48)));
    }
    v128.store(to + c, first);
    v128.store(to + c, second, 16);
    v128.store(to + c, third, 32);
    v128.store(to + c, fourth, 48);
  }
  for (; c < bytes; c += 16) {
    let sum = f32x4.splat(0);
    for (let t: usize = 0; t < T; t++) {
      if (load<f32>(row + (t << 2)) == 0) continue;
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(row + (t << 2)), v128.load(packed + t * bytes + c)));
    }
    v128.store(to + c, sum);
  }
}

/** sums[t][c] += row[t] x[c], x [padded width]. */
function spread(row: usize, x: usize, T: usize, width: usize, sums: usize): void {
  const bytes = padded(width) << 2;
  for (let t: usize = 0; t < T; t++) {
    const factor = load<f32>(row + (t << 2));
    if (factor == 0) continue;
    const factors = f32x4.splat(factor);
    const at = sums + t * bytes;
    for (let c: usize = 0; c < bytes; c += 16) v128.store(at + c, f32x4.add(v128.load(at + c), f32x4.mul(factors, v128.load(x + c))));
  }
}

/** Scores [T] of one query become its weights, 0 where the mask is. False where nothing is seen; then all are 0. */
function weigh(row: usize, mask: usize, T: usize): bool {
  let most: f32 = -f32.MAX_VALUE;
  let seen = false;
  for (let t: usize = 0; t < T; t++) {
    if (load<u8>(mask + t) == 0) {
      store<f32>(row + (t << 2), -f32.MAX_VALUE);
      continue;
    }
    seen = true;
    const score = load<f32>(row + (t << 2));
    if (score > most) most = score;
  }
  if (!seen) {
    memory.fill(row, 0, T << 2);
    return false;
  }
  const shift = f32x4.splat(most);
  for (let t: usize = 0; t < padded(T) << 2; t += 16) v128.store(row + t, exp4(f32x4.sub(v128.load(row + t), shift)));
  let sum: f64 = 0;
  for (let t: usize = 0; t < T; t++) {
    if (load<u8>(mask + t) == 0) store<f32>(row + (t << 2), 0);
    else sum += <f64>load<f32>(row + (t << 2));
  }
  const shares = f32x4.splat(<f32>(1 / sum));
  for (let t: usize = 0; t < padded(T) << 2; t += 16) v128.store(row + t, f32x4.mul(v128.load(row + t), shares));
  return true;
}

/**
 * Arguments: q [G Tq, H w], k and v [G Tk, H w], mask u8 [G, Tq, Tk], Tq, Tk, H, w, what scores are multiplied by, 1 where the weights hold what is added to the scores, weights [G, H, Tq, Tk],
 * out [G Tq, H w]. Scratch: (2 w + 2) Tk floats and a little.
 */
export function attention(block: i32, args: usize, scratch: usize): void {
  const Tq = arg(args, 4);
  const Tk = arg(args, 5);
  const H = arg(args, 6);
  const width = arg(args, 7);
  const factor = <f32>number(args, 8);
  const columns = padded(Tk);
  const stride = (H * width) << 2;
  const group = <usize>block / H;
  const head = ((<usize>block % H) * width) << 2;
  const across = scratch;
  const along = across + ((width * columns) << 2);
  const row = along + ((Tk * padded(width)) << 2);
  const sums = row + (columns << 2);
  packAcross(arg(args, 1) + group * Tk * stride + head, stride, Tk, width, columns, across);
  packAlong(arg(args, 2) + group * Tk * stride + head, stride, Tk, width, along);
  for (let i: usize = 0; i < Tq; i++) {
    const weights = arg(args, 10) + (((<usize>block * Tq + i) * Tk) << 2);
    const q = arg(args, 0) + (group * Tq + i) * stride + head;
    const out = arg(args, 11) + (group * Tq + i) * stride + head;
    memory.fill(row, 0, columns << 2);
    if (arg(args, 9) == 1) memory.copy(row, weights, Tk << 2);
    addProducts(q, across, width, columns, factor, row);
    if (weigh(row, arg(args, 3) + (group * Tq + i) * Tk, Tk)) {
      sumRows(row, along, Tk, width, sums);
      memory.copy(out, sums, width << 2);
    } else memory.fill(out, 0, width << 2);
    memory.copy(weights, row, Tk << 2);
  }
}

/**
 * Its gradient. Arguments: q, k, v, Tq, Tk, H, w, what scores were multiplied by, weights [G, H, Tq, Tk], dout [G Tq, H w], dq, dk, dv out, gradient of the scores out [G, H, Tq, Tk] or 0.
 * Scratch: (4 w + 2) Tk floats and a little.
 */
export function attentionGradient(block: i32, args: usize, scratch: usize): void {
  const Tq = arg(args, 3);
  const Tk = arg(args, 4);
  const H = arg(args, 5);
  const width = arg(args, 6);
  const factor = <f32>number(args, 7);
  const columns = padded(Tk);
  const bytes = padded(width) << 2;
  const stride = (H * width) << 2;
  const group = <usize>block / H;
  const head = ((<usize>block % H) * width) << 2;
  const across = scratch;
  const along = across + ((width * columns) << 2);
  const toKeys = along + Tk * bytes;
  const toValues = toKeys + Tk * bytes;
  const row = toValues + Tk * bytes;
  const own = row + (columns << 2);
  packAcross(arg(args, 2) + group * Tk * stride + head, stride, Tk, width, columns, across);
  packAlong(arg(args, 1) + group * Tk * stride + head, stride, Tk, width, along);
  memory.fill(toKeys, 0, 2 * Tk * bytes);
  for (let i: usize = 0; i < Tq; i++) {
    const weights = arg(args, 8) + (((<usize>block * Tq + i) * Tk) << 2);
    const at = (group * Tq + i) * stride + head;
    // Values first: their gradient needs the weights alone.
    packAlong(arg(args, 9) + at, stride, 1, width, own);
    spread(weights, own, Tk, width, toValues);
    memory.fill(row, 0, columns << 2);
    addProducts(own, across, width, columns, 1, row);
    let sum: f64 = 0;
    for (let t: usize = 0; t < Tk << 2; t += 4) if (load<f32>(weights + t) != 0) sum += <f64>load<f32>(weights + t) * <f64>load<f32>(row + t);
    const level = <f32>sum;
    for (let t: usize = 0; t < Tk << 2; t += 4) store<f32>(row + t, load<f32>(weights + t) == 0 ? 0 : load<f32>(weights + t) * (load<f32>(row + t) - level));
    if (arg(args, 13) != 0) memory.copy(arg(args, 13) + (((<usize>block * Tq + i) * Tk) << 2), row, Tk << 2);
    for (let t: usize = 0; t < columns << 2; t += 16) v128.store(row + t, f32x4.mul(v128.load(row + t), f32x4.splat(factor)));
    packAlong(arg(args, 0) + at, stride, 1, width, own);
    spread(row, own, Tk, width, toKeys);
    sumRows(row, along, Tk, width, own);
    memory.copy(arg(args, 10) + at, own, width << 2);
  }
  for (let t: usize = 0; t < Tk; t++) {
    const at = (group * Tk + t) * stride + head;
    memory.copy(arg(args, 11) + at, toKeys + t * bytes, width << 2);
    memory.copy(arg(args, 12) + at, toValues + t * bytes, width << 2);
  }
}

/** What a table [buckets, H] adds to the scores of one head of one group. Arguments: table, buckets i32 [G, pairs], pairs, H, number of buckets, 1 to add to what is there, scores [G, H, pairs]. */
export function attentionBias(block: i32, args: usize, scratch: usize): void {
  const pairs = arg(args, 2);
  const H = arg(args, 3);
  const from = arg(args, 1) + (((<usize>block / H) * pairs) << 2);
  const table = arg(args, 0) + ((<usize>block % H) << 2);
  const to = arg(args, 6) + ((<usize>block * pairs) << 2);
  for (let p: usize = 0; p < pairs << 2; p += 4) {
    const bucket = load<i32>(from + p);
    const bias: f32 = <u32>bucket < <u32>arg(args, 4) ? load<f32>(table + ((<usize>bucket * H) << 2)) : 0;
    store<f32>(to + p, arg(args, 5) == 1 ? load<f32>(to + p) + bias : bias);
  }
}

/** Its gradient for one head, in float64, in order. Arguments: gradient of the scores [G, H, pairs], buckets i32 [G, pairs], G, pairs, H, number of buckets, out [buckets, H]. */
export function attentionBiasGradient(block: i32, args: usize, scratch: usize): void {
  const G = arg(args, 2);
  const pairs = arg(args, 3);
  const H = arg(args, 4);
  const buckets = arg(args, 5);
  const head = <usize>block;
  memory.fill(scratch, 0, buckets << 3);
  for (let g: usize = 0; g < G; g++) {
    const from = arg(args, 0) + (((g * H + head) * pairs) << 2);
    const own = arg(args, 1) + ((g * pairs) << 2);
    for (let p: usize = 0; p < pairs << 2; p += 4) {
      const bucket = load<i32>(own + p);
      if (<u32>bucket >= <u32>buckets) continue;
      const at = scratch + (<usize>bucket << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(from + p));
    }
  }
  for (let b: usize = 0; b < buckets; b++) store<f32>(arg(args, 6) + ((b * H + head) << 2), <f32>load<f64>(scratch + (b << 3)));
}

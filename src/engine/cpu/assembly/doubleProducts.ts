// Products in float64 of operands in float32 less a mean, or in float64: out[p, q] = sum_s a[s, p] b[s, q]. A block owns 32 x 32 numbers of the result and adds
// in the order of s, so that the bits are those of a plain loop.
import { arg, smaller } from './common';

/** Numbers on a side of a block's part of the result. */
const TILE: usize = 32;
/** Terms of the sums that are made ready at a time. */
const DEPTH: usize = 64;

/**
 * Arguments: a and b, seven numbers each (address; 1 for float64, 0 for float32; numbers from one s to the next; from one p or q to the next; means in float64 or 0; the same two steps in the
 * means); S, P, Q, out f64 [P, Q], 1 where out starts here and 0 where it is added to, 1 where only the lower triangle is wanted. Scratch: 40 kB.
 */
export function doubleProduct(block: i32, args: usize, scratch: usize): void {
  const S = arg(args, 14);
  const P = arg(args, 15);
  const Q = arg(args, 16);
  const out = arg(args, 17);
  const across = (Q + TILE - 1) / TILE;
  const tp = <usize>block / across;
  const tq = <usize>block % across;
  if (arg(args, 19) == 1 && tq > tp) return;
  const fromP = tp * TILE;
  const fromQ = tq * TILE;
  const countP = smaller(TILE, P - fromP);
  const countQ = smaller(TILE, Q - fromQ);
  const sums = scratch;
  const left = scratch + ((TILE * TILE) << 3);
  const right = left + ((DEPTH * TILE) << 3);
  memory.fill(sums, 0, (TILE * TILE) << 3);
  if (arg(args, 18) == 0) for (let p: usize = 0; p < countP; p++) memory.copy(sums + ((p * TILE) << 3), out + (((fromP + p) * Q + fromQ) << 3), countQ << 3);
  for (let s: usize = 0; s < S; s += DEPTH) {
    const depth = smaller(DEPTH, S - s);
    fill(args, s, depth, fromP, countP, left);
    fill(args + 56, s, depth, fromQ, countQ, right);
    for (let p: usize = 0; p < countP; p += 4) for (let q: usize = 0; q < countQ; q += 4) addProducts(left + (p << 3), right + (q << 3), depth, sums + ((p * TILE + q) << 3));
  }
  for (let p: usize = 0; p < countP; p++) memory.copy(out + (((fromP + p) * Q + fromQ) << 3), sums + ((p * TILE) << 3), countQ << 3);
}

/** An operand's numbers [depth, 32] in float64, less the means; zeros beside `count`, up to a whole four. */
function fill(operand: usize, first: usize, depth: usize, from: usize, count: usize, to: usize): void {
  const alongS = arg(operand, 2);
  const along = arg(operand, 3);
  const means = arg(operand, 4);
  const meanS = arg(operand, 5);
  const mean = arg(operand, 6);
  const whole = (count + 3) & ~3;
  if (arg(operand, 1) == 1) {
    const x = arg(operand, 0) + ((first * alongS + from * along) << 3);
    for (let s: usize = 0; s < depth; s++) {
      const line = to + ((s * TILE) << 3);
      for (let i: usize = 0; i < count; i++) store<f64>(line + (i << 3), load<f64>(x + ((s * alongS + i * along) << 3)));
      for (let i = count; i < whole; i++) store<f64>(line + (i << 3), 0);
    }
    return;
  }
  const x = arg(operand, 0) + ((first * alongS + from * along) << 2);
  const about = means == 0 ? 0 : means + ((first * meanS + from * mean) << 3);
  const even = along == 1 && mean == 1 && about != 0 ? count & ~3 : 0;
  for (let s: usize = 0; s < depth; s++) {
    const line = to + ((s * TILE) << 3);
    const row = x + ((s * alongS) << 2);
    const less = about + ((s * meanS) << 3);
    for (let i: usize = 0; i < even; i += 4) {
      const four = v128.load(row + (i << 2));
      v128.store(line + (i << 3), f64x2.sub(f64x2.promote_low_f32x4(four), v128.load(less + (i << 3))));
      v128.store(line + (i << 3), f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1)), v128.load(less + (i << 3), 16)), 16);
    }
    for (let i = even; i < count; i++) {
      const value = <f64>load<f32>(row + ((i * along) << 2));
      store<f64>(line + (i << 3), about == 0 ? value : value - load<f64>(less + ((i * mean) << 3)));
    }
    for (let i = count; i < whole; i++) store<f64>(line + (i << 3), 0);
  }
}

/** Adds to 4 x 4 sums, rows of them 32 apart, the products of four numbers each of `depth` lines. */
function addProducts(left: usize, right: usize, depth: usize, sums: usize): void {
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let b0 = v128.load(sums, 256);
  let b1 = v128.load(sums, 272);
  let c0 = v128.load(sums, 512);
  let c1 = v128.load(sums, 528);
  let d0 = v128.load(sums, 768);
  let d1 = v128.load(sums, 784);
  for (const stop = left + ((depth * TILE) << 3); left < stop; left += TILE << 3) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    let value = v128.load64_splat(left);
    a0 = f64x2.add(a0, f64x2.mul(value, low));
    a1 = f64x2.add(a1, f64x2.mul(value, high));
    value = v128.load64_splat(left, 8);
    b0 = f64x2.add(b0, f64x2.mul(value, low));
    b1 = f64x2.add(b1, f64x2.mul(value, high));
    value = v128.load64_splat(left, 16);
    c0 = f64x2.add(c0, f64x2.mul(value, low));
    c1 = f64x2.add(c1, f64x2.mul(value, high));
    value = v128.load64_splat(left, 24);
    d0 = f64x2.add(d0, f64x2.mul(value, low));
    d1 = f64x2.add(d1, f64x2.mul(value, high));
    right += TILE << 3;
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 256);
  v128.store(sums, b1, 272);
  v128.store(sums, c0, 512);
  v128.store(sums, c1, 528);
  v128.store(sums, d0, 768);
  v128.store(sums, d1, 784);
}

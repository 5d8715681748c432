// Nearest code vectors of rows x [n, d] among K of width d, by products from the codes' centre, with every near tie decided by exact distances.
//
//   score_k = (|c_k - m|^2 + b_k) / 2 - (x - m) . (c_k - m)          the same order as |x - c_k|^2 + b_k
//
// A float32 product errs by less than (d + 8) 2^-24 |x - m| |c_k - m|: all codes whose score lies within twice that of the best are measured
// again, by differences in float64. So the result is that of direct distances wherever the data lie; ties go to the lower index.
// Source of the bound: Higham, Accuracy and Stability of Numerical Algorithms, section 3.1.
import { arg, smaller, squaredDistance } from './common';

/** Rows of a block; a fixed number, so that the result does not depend on the number of threads. */
const ROWS: usize = 64;
/** Codes of a panel: the width of two registers. */
const PANEL: usize = 8;
/** Rows that go through a panel together. */
const STRIP: usize = 4;
/** Bytes of scratch memory, as cpu/scratch.ts. */
const SCRATCH: usize = 1 << 20;
/** Half the distance from 1 to the next float32. */
const UNIT: f64 = 5.960464477539063e-8;
/** Squares beyond it may overflow float32 in a product. */
const LARGE: f64 = 1e36;

/**
 * Codes centred, in panels of 8: panels[p][j][8], padded with zeros; half squares [8 ceil(K / 8)], infinite where padded. One block.
 * Arguments: codes [K, d], bias [K] or 0, K, d, centre out [d] f32, panels out, halves out, largest norm out f64.
 */
export function packCodes(block: i32, args: usize, scratch: usize): void {
  const codes = arg(args, 0);
  const bias = arg(args, 1);
  const K = arg(args, 2);
  const d = arg(args, 3);
  const centre = arg(args, 4);
  const panels = arg(args, 5);
  const halves = arg(args, 6);
  for (let j: usize = 0; j < d; j++) {
    let sum: f64 = 0;
    for (let k: usize = 0; k < K; k++) sum += load<f32>(codes + ((k * d + j) << 2));
    store<f32>(centre + (j << 2), <f32>(sum / <f64>K));
  }
  const padded = (K + PANEL - 1) & ~(PANEL - 1);
  let largest: f64 = 0;
  for (let k: usize = 0; k < padded; k++) {
    const panel = panels + ((((k / PANEL) * d * PANEL) + (k % PANEL)) << 2);
    let squares: f64 = 0;
    for (let j: usize = 0; j < d; j++) {
      const value: f32 = k < K ? load<f32>(codes + ((k * d + j) << 2)) - load<f32>(centre + (j << 2)) : 0;
      store<f32>(panel + ((j * PANEL) << 2), value);
      squares += <f64>value * <f64>value;
    }
    if (squares > largest) largest = squares;
    const shift: f64 = k < K && bias != 0 ? <f64>load<f32>(bias + (k << 2)) : 0;
    store<f32>(halves + (k << 2), k < K ? <f32>((squares + shift) / 2) : f32.MAX_VALUE);
  }
  store<f64>(arg(args, 7), Math.sqrt(largest));
}

/**
 * Arguments: x [n, d], n, d, codes [K, d], K, bias [K] or 0, centre [d], panels, halves, largest norm (address), codes out i32 [n, each], distances
 * out f32 [n, each], each (1 or 2), residual out [n, d] or 0. Scratch: 4 or 64 rows of d + K + 8 floats. `distances` leave the bias out.
 */
export function nearestCode(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const each = arg(args, 2) + arg(args, 4) + PANEL;
  // Rows that go through a panel while it lies in the nearest cache: all of the block where scratch memory holds them.
  const held = (ROWS * each) << 2 <= SCRATCH ? ROWS : STRIP;
  const start = <usize>block * ROWS;
  const end = smaller(start + ROWS, n);
  for (let row = start; row < end; row += held) search(args, row, smaller(held, end - row), scratch);
}

function search(args: usize, first: usize, count: usize, scratch: usize): void {
  const d = arg(args, 2);
  const padded = (arg(args, 4) + PANEL - 1) & ~(PANEL - 1);
  const x = arg(args, 0) + ((first * d) << 2);
  const halves = arg(args, 8);
  const strips = (count + STRIP - 1) / STRIP;
  const rows = scratch + ((strips * STRIP) << 2);
  const scores = rows + ((strips * STRIP * d) << 2);
  for (let s: usize = 0; s < strips; s++) {
    const row = s * STRIP;
    v128.store(scratch + (row << 2), gather(x + ((row * d) << 2), smaller(STRIP, count - row), d, arg(args, 6), rows + ((row * d) << 2)));
  }
  for (let k: usize = 0; k < padded; k += PANEL) {
    const panel = arg(args, 7) + ((k * d) << 2);
    for (let row: usize = 0; row < count; row += STRIP) strip(panel, rows + ((row * d) << 2), (d * STRIP) << 2, halves + (k << 2), scores + ((row * padded + k) << 2), padded << 2);
  }
  for (let r: usize = 0; r < count; r++) choose(args, first + r, load<f32>(scratch + (r << 2)), scores + ((r * padded) << 2), padded);
}

/** Four centred rows side by side, a dimension of each after the other, so that one address reaches them all. Past the end the last row again. Returns their squared norms. */
function gather(x: usize, count: usize, d: usize, centre: usize, to: usize): v128 {
  const x1 = x + ((smaller(1, count - 1) * d) << 2);
  const x2 = x + ((smaller(2, count - 1) * d) << 2);
  const x3 = x + ((smaller(3, count - 1) * d) << 2);
  let squares = f32x4.splat(0);
  const even = d & ~3;
  for (let j: usize = 0; j < even << 2; j += 16) {
    const m = v128.load(centre + j);
    const r0 = f32x4.sub(v128.load(x + j), m);
    const r1 = f32x4.sub(v128.load(x1 + j), m);
    const r2 = f32x4.sub(v128.load(x2 + j), m);
    const r3 = f32x4.sub(v128.load(x3 + j), m);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const c0 = v128.shuffle<u64>(low01, low23, 0, 2);
    const c1 = v128.shuffle<u64>(low01, low23, 1, 3);
    const c2 = v128.shuffle<u64>(high01, high23, 0, 2);
    const c3 = v128.shuffle<u64>(high01, high23, 1, 3);
    const at = to + (j << 2);
    v128.store(at, c0);
    v128.store(at, c1, 16);
    v128.store(at, c2, 32);
    v128.store(at, c3, 48);
    squares = f32x4.add(squares, f32x4.add(f32x4.add(f32x4.mul(c0, c0), f32x4.mul(c1, c1)), f32x4.add(f32x4.mul(c2, c2), f32x4.mul(c3, c3))));
  }
  for (let j = even; j < d; j++) {
    const m = load<f32>(centre + (j << 2));
    let column = f32x4.splat(load<f32>(x + (j << 2)) - m);
    column = f32x4.replace_lane(column, 1, load<f32>(x1 + (j << 2)) - m);
    column = f32x4.replace_lane(column, 2, load<f32>(x2 + (j << 2)) - m);
    column = f32x4.replace_lane(column, 3, load<f32>(x3 + (j << 2)) - m);
    v128.store(to + (j << 4), column);
    squares = f32x4.add(squares, f32x4.mul(column, column));
  }
  return squares;
}

/** Scores of four rows, `bytes` of them side by side, against the eight codes of a panel; rows of scores are `next` bytes apart. */
function strip(panel: usize, rows: usize, bytes: usize, halves: usize, to: usize, next: usize): void {
  const stop = rows + bytes;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  while (rows < stop) {
    const left = v128.load(panel);
    const right = v128.load(panel, 16);
    let value = v128.load32_splat(rows);
    a0 = f32x4.add(a0, f32x4.mul(value, left));
    a1 = f32x4.add(a1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 4);
    b0 = f32x4.add(b0, f32x4.mul(value, left));
    b1 = f32x4.add(b1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 8);
    c0 = f32x4.add(c0, f32x4.mul(value, left));
    c1 = f32x4.add(c1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 12);
    d0 = f32x4.add(d0, f32x4.mul(value, left));
    d1 = f32x4.add(d1, f32x4.mul(value, right));
    panel += 32;
    rows += 16;
  }
  const half0 = v128.load(halves);
  const half1 = v128.load(halves, 16);
  v128.store(to, f32x4.sub(half0, a0));
  v128.store(to, f32x4.sub(half1, a1), 16);
  to += next;
  v128.store(to, f32x4.sub(half0, b0));
  v128.store(to, f32x4.sub(half1, b1), 16);
  to += next;
  v128.store(to, f32x4.sub(half0, c0));
  v128.store(to, f32x4.sub(half1, c1), 16);
  to += next;
  v128.store(to, f32x4.sub(half0, d0));
  v128.store(to, f32x4.sub(half1, d1), 16);
}

/** The nearest one or two codes of a row from its scores. */
function choose(args: usize, row: usize, squares: f64, scores: usize, padded: usize): void {
  const d = arg(args, 2);
  const K = arg(args, 4);
  const bias = arg(args, 5);
  const each = arg(args, 12);
  const x = arg(args, 0) + ((row * d) << 2);
  const codes = arg(args, 3);
  let lowest = f32x4.splat(f32.MAX_VALUE);
  let second = lowest;
  // What is no number is passed over: pmin keeps its first operand then.
  if (each == 2) {
    for (let k: usize = 0; k < padded; k += 4) {
      const value = v128.load(scores + (k << 2));
      second = f32x4.pmin(second, f32x4.pmax(value, lowest));
      lowest = f32x4.pmin(lowest, value);
    }
  } else {
    let other = lowest;
    for (let at = scores; at < scores + (padded << 2); at += 32) {
      lowest = f32x4.pmin(lowest, v128.load(at));
      other = f32x4.pmin(other, v128.load(at, 16));
    }
    second = f32x4.pmax(other, lowest);
    lowest = f32x4.pmin(lowest, other);
  }
  let best = f32.MAX_VALUE;
  let after = f32.MAX_VALUE;
  for (let lane = 0; lane < 4; lane++) {
    const one = lane == 0 ? f32x4.extract_lane(lowest, 0) : lane == 1 ? f32x4.extract_lane(lowest, 1) : lane == 2 ? f32x4.extract_lane(lowest, 2) : f32x4.extract_lane(lowest, 3);
    const two = lane == 0 ? f32x4.extract_lane(second, 0) : lane == 1 ? f32x4.extract_lane(second, 1) : lane == 2 ? f32x4.extract_lane(second, 2) : f32x4.extract_lane(second, 3);
    if (one < best) {
      after = best < two ? best : two;
      best = one;
    } else if (one < after) after = one;
  }
  const largest = load<f64>(arg(args, 9));
  const wanted: f64 = each == 2 ? after : best;
  // Twice the error of a product, of the half squares and of the centred values that were rounded to float32.
  const bound = UNIT * (2 * (<f64>d + 8) * (Math.sqrt(squares) + largest) * largest + 4 * Math.abs(wanted)) + f32.MIN_NORMAL_VALUE;
  // Where squares leave the range of float32 the scores say nothing: every code is measured.
  const all = !(squares < LARGE && largest * largest < LARGE);
  const wide = f32x4.splat(<f32>((<f64>wanted + bound) * (wanted < 0 ? 1 - 2 * UNIT : 1 + 2 * UNIT)));
  let code: usize = K;
  let distance = f64.MAX_VALUE;
  let value1 = Infinity;
  let code2: usize = K;
  let distance2 = f64.MAX_VALUE;
  let value2 = Infinity;
  for (let k: usize = 0; k < padded; k += PANEL) {
    const low = f32x4.le(v128.load(scores + (k << 2)), wide);
    const high = f32x4.le(v128.load(scores + (k << 2), 16), wide);
    if (!all && !v128.any_true(v128.or(low, high))) continue;
    const near = all ? 255 : i32x4.bitmask(low) | (i32x4.bitmask(high) << 4);
    for (let lane: usize = 0; lane < PANEL; lane++) {
      const candidate = k + lane;
      if (((near >> <i32>lane) & 1) == 0 || candidate >= K) continue;
      const exact = squaredDistance(x, codes + ((candidate * d) << 2), d);
      const biased = bias == 0 ? exact : exact + <f64>load<f32>(bias + (candidate << 2));
      if (biased < value1) {
        code2 = code;
        distance2 = distance;
        value2 = value1;
        code = candidate;
        distance = exact;
        value1 = biased;
      } else if (biased < value2) {
        code2 = candidate;
        distance2 = exact;
        value2 = biased;
      }
    }
  }
  // Values that are no numbers are near nothing: the first code, as the other forms give it.
  if (code == K) {
    code = 0;
    distance = squaredDistance(x, codes, d);
  }
  const outCodes = arg(args, 10);
  const outDistances = arg(args, 11);
  store<i32>(outCodes + ((row * each) << 2), <i32>code);
  store<f32>(outDistances + ((row * each) << 2), <f32>distance);
  if (each == 2) {
    if (code2 == K) {
      code2 = code == 0 ? 1 : 0;
      distance2 = squaredDistance(x, codes + ((code2 * d) << 2), d);
    }
    store<i32>(outCodes + ((row * 2 + 1) << 2), <i32>code2);
    store<f32>(outDistances + ((row * 2 + 1) << 2), <f32>distance2);
  }
  const residual = arg(args, 13);
  if (residual == 0) return;
  const vector = codes + ((code * d) << 2);
  const to = residual + ((row * d) << 2);
  for (let j: usize = 0; j < d; j++) store<f32>(to + (j << 2), load<f32>(x + (j << 2)) - load<f32>(vector + (j << 2)));
}

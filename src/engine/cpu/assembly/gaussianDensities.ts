// log pi_k + log N(e; mu_k, s2_k) of four rows at a time under all components of a mixture with diagonal covariances, in float64 from differences:
//
//   value_k = peak_k - 1/2 sum_j (e_j - mu_kj)^2 / s2_kj          the sum in the order of the dimensions
//
// A value only falls as dimensions are added. The component that the first 16 dimensions favour is summed to its end, so the best value is no lower;
// the others are given up where they fall 60 nats below: their responsibility is under 1e-26. Four components of a panel go through together.
// What a row gets does not depend on the three beside it.
import { arg, smaller } from './common';

/** Rows that go through a panel together. */
export const STRIP: usize = 4;
/** Components of a panel: the width of two registers. */
export const PANEL: usize = 4;
/** Nats below the surely best. */
const GIVE_UP: f64 = 60;
/** Dimensions by which the likely best is guessed. */
const HEAD: usize = 16;
/** Dimensions summed between two looks at what is out of reach. */
const STRIDE: usize = 16;
/** Where the rows lie in the scratch memory, behind the best value [4] and twice the floor [4] of each row, each number twice. */
const ROWS_AT: usize = 128;

export function panelsOf(K: usize): usize {
  return (K + PANEL - 1) / PANEL;
}

/**
 * Components in panels of 4: panels[p][j] = { mu [4], 1 / s2 [4] }, padded with zeros, and the means with their rows padded. A block is a panel.
 * Arguments: means f64 [K, d], variances f64 [K, d], K, d, panels out f64, padded means out f64 [K, width], width.
 */
export function packMixture(block: i32, args: usize, scratch: usize): void {
  const K = arg(args, 2);
  const d = arg(args, 3);
  const width = arg(args, 6);
  const panel = arg(args, 4) + ((<usize>block * d) << 6);
  for (let lane: usize = 0; lane < PANEL; lane++) {
    const k = <usize>block * PANEL + lane;
    const means = arg(args, 0) + ((k * d) << 3);
    const variances = arg(args, 1) + ((k * d) << 3);
    const padded = arg(args, 5) + ((k * width) << 3);
    for (let j: usize = 0; j < d; j++) {
      const mean: f64 = k < K ? load<f64>(means + (j << 3)) : 0;
      const to = panel + (j << 6) + (lane << 3);
      store<f64>(to, mean);
      store<f64>(to, k < K ? 1 / load<f64>(variances + (j << 3)) : 0, 32);
      if (k < K) store<f64>(padded + (j << 3), mean);
    }
    if (k < K) for (let j = d; j < width; j++) store<f64>(padded + (j << 3), 0);
  }
}

/** The rows in the scratch memory, float64 [d][4]. */
export function rowsOf(scratch: usize): usize {
  return scratch + ROWS_AT;
}

/** The values in the scratch memory, float64 [panel][row][4]; -Infinity where given up. Of rows past the end they mean nothing. */
export function valuesOf(scratch: usize, d: usize): usize {
  return scratch + ROWS_AT + (d << 5);
}

/** The largest value of row r, twice. */
export function bestOf(scratch: usize, r: usize): v128 {
  return v128.load(scratch + (r << 4));
}

/**
 * Values of rows first .. first + count - 1. Reads the first six arguments: x f32 [n, d], n, d, K, panels, peaks f64 [4 ceil(K / 4)], -Infinity where padded.
 * Scratch: 128 bytes, 4 rows of d and of 4 ceil(K / 4) float64, ceil(K / 4) marks of 4 bytes.
 */
export function densities(args: usize, first: usize, count: usize, scratch: usize): void {
  const d = arg(args, 2);
  const numPanels = panelsOf(arg(args, 3));
  const panels = arg(args, 4);
  const peaks = arg(args, 5);
  const rows = rowsOf(scratch);
  const values = valuesOf(scratch, d);
  const complete = values + (numPanels << 7);
  gather(arg(args, 0) + ((first * d) << 2), count, d, rows);
  memory.fill(values, 0, (numPanels << 7) + (numPanels << 2));
  const head = smaller(HEAD, d);
  for (let p: usize = 0; p < numPanels; p++) advance(panels + ((p * d) << 6), rows, values + (p << 7), head);
  // All four guesses before any sum goes on: a row's guess does not depend on the others.
  for (let r: usize = 0; r < STRIP; r++) store<i32>(scratch + (r << 4), <i32>likeliest(values + (r << 5), peaks, numPanels));
  for (let r: usize = 0; r < STRIP; r++) {
    const k = <usize>load<i32>(scratch + (r << 4));
    const p = k / PANEL;
    const sums = values + (p << 7);
    if (load<i32>(complete + (p << 2)) == 0) {
      advance(panels + ((p * d + head) << 6), rows + (head << 5), sums, d - head);
      store<i32>(complete + (p << 2), 1);
    }
    const floor = load<f64>(peaks + (k << 3)) - 0.5 * load<f64>(sums + (r << 5) + ((k % PANEL) << 3));
    v128.store(scratch + (r << 4), f64x2.splat(-Infinity));
    v128.store(scratch + (r << 4), f64x2.splat(2 * floor), 64);
  }
  for (let p: usize = 0; p < numPanels; p++) {
    const sums = values + (p << 7);
    const peak = peaks + (p << 5);
    let j = load<i32>(complete + (p << 2)) != 0 ? d : head;
    while (j < d && !beyondReach(sums, peak, scratch)) {
      const dims = smaller(STRIDE, d - j);
      advance(panels + ((p * d + j) << 6), rows + (j << 5), sums, dims);
      j += dims;
    }
    finish(sums, peak, scratch);
  }
  for (let at = scratch; at < scratch + (STRIP << 4); at += 16) {
    const best = v128.load(at);
    v128.store(at, f64x2.max(best, v128.shuffle<u64>(best, best, 1, 0)));
  }
}

/** Four rows in float64 side by side, a dimension of each after the other. Past the end the last row again. */
function gather(x: usize, count: usize, d: usize, to: usize): void {
  const x1 = x + ((smaller(1, count - 1) * d) << 2);
  const x2 = x + ((smaller(2, count - 1) * d) << 2);
  const x3 = x + ((smaller(3, count - 1) * d) << 2);
  for (let j: usize = 0; j < d << 2; j += 4) {
    const at = to + (j << 3);
    store<f64>(at, <f64>load<f32>(x + j));
    store<f64>(at, <f64>load<f32>(x1 + j), 8);
    store<f64>(at, <f64>load<f32>(x2 + j), 16);
    store<f64>(at, <f64>load<f32>(x3 + j), 24);
  }
}

/** Adds some dimensions to the sums [row][4] of a panel. */
function advance(panel: usize, rows: usize, sums: usize, dims: usize): void {
  const stop = rows + (dims << 5);
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let b0 = v128.load(sums, 32);
  let b1 = v128.load(sums, 48);
  let c0 = v128.load(sums, 64);
  let c1 = v128.load(sums, 80);
  let d0 = v128.load(sums, 96);
  let d1 = v128.load(sums, 112);
  while (rows < stop) {
    const mean0 = v128.load(panel);
    const mean1 = v128.load(panel, 16);
    const weight0 = v128.load(panel, 32);
    const weight1 = v128.load(panel, 48);
    let value = v128.load64_splat(rows);
    let left = f64x2.sub(value, mean0);
    let right = f64x2.sub(value, mean1);
    a0 = f64x2.add(a0, f64x2.mul(f64x2.mul(left, left), weight0));
    a1 = f64x2.add(a1, f64x2.mul(f64x2.mul(right, right), weight1));
    value = v128.load64_splat(rows, 8);
    left = f64x2.sub(value, mean0);
    right = f64x2.sub(value, mean1);
    b0 = f64x2.add(b0, f64x2.mul(f64x2.mul(left, left), weight0));
    b1 = f64x2.add(b1, f64x2.mul(f64x2.mul(right, right), weight1));
    value = v128.load64_splat(rows, 16);
    left = f64x2.sub(value, mean0);
    right = f64x2.sub(value, mean1);
    c0 = f64x2.add(c0, f64x2.mul(f64x2.mul(left, left), weight0));
    c1 = f64x2.add(c1, f64x2.mul(f64x2.mul(right, right), weight1));
    value = v128.load64_splat(rows, 24);
    left = f64x2.sub(value, mean0);
    right = f64x2.sub(value, mean1);
    d0 = f64x2.add(d0, f64x2.mul(f64x2.mul(left, left), weight0));
    d1 = f64x2.add(d1, f64x2.mul(f64x2.mul(right, right), weight1));
    panel += 64;
    rows += 32;
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}

/** The component of the largest value of a row, from sums so far [panel] 128 bytes apart; the first where none is larger than -Infinity. */
function likeliest(sums: usize, peaks: usize, numPanels: usize): usize {
  const half = f64x2.splat(0.5);
  let most0 = f64x2.splat(-Infinity);
  let most1 = most0;
  let at0 = i64x2.splat(0);
  let at1 = at0;
  let index0 = i64x2(0, 1);
  let index1 = i64x2(2, 3);
  const step = i64x2.splat(PANEL);
  for (let p: usize = 0; p < numPanels; p++) {
    const value0 = f64x2.sub(v128.load(peaks), f64x2.mul(half, v128.load(sums)));
    const value1 = f64x2.sub(v128.load(peaks, 16), f64x2.mul(half, v128.load(sums, 16)));
    at0 = v128.bitselect(index0, at0, f64x2.gt(value0, most0));
    at1 = v128.bitselect(index1, at1, f64x2.gt(value1, most1));
    most0 = f64x2.pmax(most0, value0);
    most1 = f64x2.pmax(most1, value1);
    index0 = i64x2.add(index0, step);
    index1 = i64x2.add(index1, step);
    peaks += 32;
    sums += 128;
  }
  let most = f64x2.extract_lane(most0, 0);
  let at = i64x2.extract_lane(at0, 0);
  if (f64x2.extract_lane(most0, 1) > most) {
    most = f64x2.extract_lane(most0, 1);
    at = i64x2.extract_lane(at0, 1);
  }
  if (f64x2.extract_lane(most1, 0) > most) {
    most = f64x2.extract_lane(most1, 0);
    at = i64x2.extract_lane(at1, 0);
  }
  if (f64x2.extract_lane(most1, 1) > most) at = i64x2.extract_lane(at1, 1);
  return <usize>at;
}

/** Whether a panel's sums so far leave no component within reach of any row. */
function beyondReach(sums: usize, peak: usize, scratch: usize): bool {
  const reach0 = reachOf(v128.load(peak));
  const reach1 = reachOf(v128.load(peak, 16));
  let all = i64x2.splat(-1);
  for (let r: usize = 0; r < STRIP; r++) {
    const floor = v128.load(scratch + (r << 4), 64);
    all = v128.and(all, f64x2.gt(v128.load(sums + (r << 5)), f64x2.sub(reach0, floor)));
    all = v128.and(all, f64x2.gt(v128.load(sums + (r << 5), 16), f64x2.sub(reach1, floor)));
  }
  return i64x2.all_true(all);
}

/** Less twice a row's floor, the sum from which a component is given up. */
function reachOf(peak: v128): v128 {
  return f64x2.mul(f64x2.splat(2), f64x2.add(peak, f64x2.splat(GIVE_UP)));
}

/** A panel's values in place of its sums. */
function finish(sums: usize, peak: usize, scratch: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const top = v128.load(peak + half);
    const reach = reachOf(top);
    for (let r: usize = 0; r < STRIP; r++) {
      const at = sums + (r << 5) + half;
      const best = scratch + (r << 4);
      const sum = v128.load(at);
      const given = f64x2.gt(sum, f64x2.sub(reach, v128.load(best, 64)));
      const value = v128.bitselect(f64x2.splat(-Infinity), f64x2.sub(top, f64x2.mul(f64x2.splat(0.5), sum)), given);
      v128.store(at, value);
      v128.store(best, f64x2.max(v128.load(best), value));
    }
  }
}

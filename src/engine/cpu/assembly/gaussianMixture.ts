// An E and M step of a Gaussian mixture over a tile of rows, and the most probable components of rows: in float64, from the values of gaussianDensities.
//
//   gamma_k = exp(value_k - best) / sum_l exp(value_l - best)      responsibilities, kept in lists of a component's rows
//   mass_k += gamma_k,  first_k += gamma_k (e - mu_k),  second_k += gamma_k (e - mu_k)^2      about the old means
//
// The E step has blocks of rows. The M step has blocks of components and dimensions, each of which walks the rows in order: no partial sums are merged, and
// the bits depend on neither the number of threads nor the size of a tile.
import { arg, smaller } from './common';
import { bestOf, densities, PANEL, panelsOf, rowsOf, STRIP, valuesOf } from './gaussianDensities';
import { exponential, logarithm } from './exponential';

/** Rows of a block of the E step. */
const ROWS: usize = 32;
/** Rows of a tile, at most. */
const TILE: usize = 512;
/** Dimensions and components of a block of the M step. */
const DIMS: usize = 8;
const CODES: usize = 8;
/** Bytes of a component's list in a block of rows: { gamma f64, where its row lies in a slice i32 } for each row, and a cache line so that neighbours do not share places in the cache. */
const LIST: usize = ROWS * 16 + 64;
/** Responsibilities at or below it add nothing that float64 sums over millions of rows would show. */
const NEGLIGIBLE: f64 = 1e-13;

/**
 * Arguments: x, n, d, K, panels, peaks (see densities); first row of the tile, slices out f64 [ceil(d / 8)][512][8] of the tile's rows, lists out
 * [16][K] of 576 bytes, their lengths out i32 [16][K], log densities out f64 [n]. Scratch: see densities.
 */
export function gaussianRows(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const d = arg(args, 2);
  const K = arg(args, 3);
  const start = <usize>block * ROWS;
  const first = arg(args, 6) + start;
  const end = smaller(first + ROWS, n);
  const lists = arg(args, 8) + <usize>block * K * LIST;
  const lengths = arg(args, 9) + ((<usize>block * K) << 2);
  const logDensity = arg(args, 10);
  const values = valuesOf(scratch, d);
  memory.fill(lengths, 0, K << 2);
  for (let row = first; row < end; row += STRIP) {
    const count = smaller(STRIP, end - row);
    densities(args, row, count, scratch);
    const place = start + (row - first);
    slice(rowsOf(scratch), count, d, arg(args, 7) + (place << 6));
    for (let r: usize = 0; r < count; r++) {
      const best = bestOf(scratch, r);
      const sum = responsibilities(values + (r << 5), panelsOf(K), best);
      store<f64>(logDensity + ((row + r) << 3), f64x2.extract_lane(best, 0) + logarithm(sum));
      keep(values + (r << 5), K, 1 / sum, <i32>((place + r) << 6), lists, lengths);
    }
  }
}

/** The rows of a strip [d][4] into their places in the tile's slices, padded with zeros. */
function slice(rows: usize, count: usize, d: usize, to: usize): void {
  for (let from: usize = 0; from < d; from += DIMS) {
    for (let r: usize = 0; r < count; r++) {
      for (let j: usize = 0; j < DIMS; j++) {
        const value: f64 = from + j < d ? load<f64>(rows + ((from + j) << 5) + (r << 3)) : 0;
        store<f64>(to + (r << 6) + (j << 3), value);
      }
    }
    to += TILE << 6;
  }
}

/** exp(value - best) in place of a row's values, [panel] 128 bytes apart. Returns their sum, NaN where no component has any density. */
function responsibilities(values: usize, numPanels: usize, best: v128): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  const stop = values + (numPanels << 7);
  const none = f64x2.splat(-Infinity);
  for (let at = values; at < stop; at += 128) {
    const value0 = v128.load(at);
    const value1 = v128.load(at, 16);
    if (!v128.any_true(v128.or(f64x2.ne(value0, none), f64x2.ne(value1, none)))) {
      v128.store(at, f64x2.splat(0));
      v128.store(at, f64x2.splat(0), 16);
      continue;
    }
    const power0 = exponential(f64x2.sub(value0, best));
    const power1 = exponential(f64x2.sub(value1, best));
    v128.store(at, power0);
    v128.store(at, power1, 16);
    sum0 = f64x2.add(sum0, power0);
    sum1 = f64x2.add(sum1, power1);
  }
  sum0 = f64x2.add(sum0, sum1);
  const sum = f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
  return sum > 0 ? sum : NaN;
}

/** Appends a row to the lists of the components that it belongs to. */
function keep(powers: usize, K: usize, scale: f64, offset: i32, lists: usize, lengths: usize): void {
  const factor = f64x2.splat(scale);
  const least = f64x2.splat(NEGLIGIBLE);
  for (let k: usize = 0; k < K; k += PANEL) {
    const gamma0 = f64x2.mul(v128.load(powers), factor);
    const gamma1 = f64x2.mul(v128.load(powers, 16), factor);
    // Not "greater", so that what is no number is not lost.
    const kept = ~(i64x2.bitmask(f64x2.le(gamma0, least)) | (i64x2.bitmask(f64x2.le(gamma1, least)) << 2));
    if ((kept & 15) != 0) {
      const end = smaller(PANEL, K - k);
      if ((kept & 1) != 0) append(k, f64x2.extract_lane(gamma0, 0), offset, lists, lengths);
      if ((kept & 2) != 0 && end > 1) append(k + 1, f64x2.extract_lane(gamma0, 1), offset, lists, lengths);
      if ((kept & 4) != 0 && end > 2) append(k + 2, f64x2.extract_lane(gamma1, 0), offset, lists, lengths);
      if ((kept & 8) != 0 && end > 3) append(k + 3, f64x2.extract_lane(gamma1, 1), offset, lists, lengths);
    }
    powers += 128;
  }
}

function append(k: usize, gamma: f64, offset: i32, lists: usize, lengths: usize): void {
  const length = load<i32>(lengths + (k << 2));
  const to = lists + k * LIST + (<usize>length << 4);
  store<f64>(to, gamma);
  store<i32>(to, offset, 8);
  store<i32>(lengths + (k << 2), length + 1);
}

/**
 * Adds a tile's rows to the sums. Arguments: blocks of rows of the tile, K, width (8 ceil(d / 8)), means f64 [K, width], slices, lists, lengths, mass f64 [K],
 * first f64 [K, width], second f64 [K, width], all three changed. Block: group of 8 components + ceil(K / 8) * slice.
 */
export function gaussianSums(block: i32, args: usize, scratch: usize): void {
  const rowBlocks = arg(args, 0);
  const K = arg(args, 1);
  const width = arg(args, 2);
  const groups = (K + CODES - 1) / CODES;
  const range = <usize>block / groups;
  const from = (<usize>block % groups) * CODES;
  const to = smaller(from + CODES, K);
  const values = arg(args, 4) + range * (TILE << 6);
  const lengths = arg(args, 6);
  const mass = arg(args, 7);
  for (let k = from; k < to; k++) {
    const at = (k * width + range * DIMS) << 3;
    for (let b: usize = 0; b < rowBlocks; b++) {
      const list = arg(args, 5) + (b * K + k) * LIST;
      const stop = list + (<usize>load<i32>(lengths + ((b * K + k) << 2)) << 4);
      if (list == stop) continue;
      moments(list, stop, values, arg(args, 3) + at, arg(args, 8) + at, arg(args, 9) + at);
      moments(list, stop, values + 32, arg(args, 3) + at + 32, arg(args, 8) + at + 32, arg(args, 9) + at + 32);
      if (range != 0) continue;
      let sum = load<f64>(mass + (k << 3));
      for (let entry = list; entry < stop; entry += 16) sum += load<f64>(entry);
      store<f64>(mass + (k << 3), sum);
    }
  }
}

/** The rows of a list added to both moments of a component, 4 dimensions: more at a time would not fit the registers. */
function moments(list: usize, stop: usize, values: usize, means: usize, first: usize, second: usize): void {
  const mean0 = v128.load(means);
  const mean1 = v128.load(means, 16);
  let first0 = v128.load(first);
  let first1 = v128.load(first, 16);
  let second0 = v128.load(second);
  let second1 = v128.load(second, 16);
  while (list < stop) {
    const gamma = v128.load64_splat(list, 0);
    const row = values + <usize>load<i32>(list, 8);
    const low = f64x2.sub(v128.load(row), mean0);
    const weightedLow = f64x2.mul(gamma, low);
    first0 = f64x2.add(first0, weightedLow);
    second0 = f64x2.add(second0, f64x2.mul(weightedLow, low));
    const high = f64x2.sub(v128.load(row, 16), mean1);
    const weightedHigh = f64x2.mul(gamma, high);
    first1 = f64x2.add(first1, weightedHigh);
    second1 = f64x2.add(second1, f64x2.mul(weightedHigh, high));
    list += 16;
  }
  v128.store(first, first0);
  v128.store(first, first1, 16);
  v128.store(second, second0);
  v128.store(second, second1, 16);
}

/**
 * The most probable component of each row, the lowest of equal ones. Arguments: x, n, d, K, panels, peaks (see densities); codes out i32 [n], log densities
 * out f32 [n], largest responsibilities out f32 [n]. Scratch: see densities.
 */
export function gaussianCodes(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 2);
  const numPanels = panelsOf(arg(args, 3));
  const first = <usize>block * ROWS;
  const end = smaller(first + ROWS, arg(args, 1));
  const values = valuesOf(scratch, d);
  for (let row = first; row < end; row += STRIP) {
    const count = smaller(STRIP, end - row);
    densities(args, row, count, scratch);
    for (let r: usize = 0; r < count; r++) {
      const best = bestOf(scratch, r);
      store<i32>(arg(args, 6) + ((row + r) << 2), <i32>firstEqual(values + (r << 5), numPanels, f64x2.extract_lane(best, 0)));
      const sum = responsibilities(values + (r << 5), numPanels, best);
      store<f32>(arg(args, 7) + ((row + r) << 2), <f32>(f64x2.extract_lane(best, 0) + logarithm(sum)));
      store<f32>(arg(args, 8) + ((row + r) << 2), <f32>(1 / sum));
    }
  }
}

/** The first component with this value; 0 where none has it. */
function firstEqual(values: usize, numPanels: usize, wanted: f64): usize {
  const value = f64x2.splat(wanted);
  for (let p: usize = 0; p < numPanels; p++) {
    const equal = i64x2.bitmask(f64x2.eq(v128.load(values), value)) | (i64x2.bitmask(f64x2.eq(v128.load(values, 16), value)) << 2);
    if (equal != 0) return p * PANEL + <usize>ctz(equal);
    values += 128;
  }
  return 0;
}

// Rank-N-Contrast (2210.01189) over a batch: distances of all pairs, the loss of each anchor with its slopes, and what pulls the pairs together. See ops/rankNContrast.ts.
import { arg, number, smaller } from './common';
import { exp4, logarithm } from './exponential';

/** Anchors of a block. */
const ROWS: usize = 16;
/** Squared distance below which two rows count as one. */
const NEAREST: f32 = 1e-12;

/** Distances from products: d_ij = sqrt(max(|x_i|^2 + |x_j|^2 - 2 x_i.x_j, 1e-12)), in place of the products. Arguments: products [n, n], n, squared norms f32 [n]. */
export function pairDistances(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const norms = arg(args, 2);
  const end = smaller((<usize>block + 1) * ROWS, n);
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * n) << 2);
    const own = load<f32>(norms + (i << 2));
    for (let j: usize = 0; j < n; j++) {
      const square = own + load<f32>(norms + (j << 2)) - 2 * load<f32>(row + (j << 2));
      store<f32>(row + (j << 2), Mathf.sqrt(square > NEAREST ? square : NEAREST));
    }
  }
}

/**
 * Loss of each anchor and slopes of the mean loss in the similarities -d / temperature. Arguments: distances [n, n], n, temperature, others i32 [n, n - 1] by rising distance of labels, first i32 [n, n - 1],
 * losses out f64 [n], slopes out [n, n], 0 on the diagonal. Scratch: n floats of exponentials and n float64 sums.
 */
export function rankContrast(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 1);
  const inverse = <f32>(-1 / number(args, 2));
  const last = n - 1;
  const padded = (n + 3) & ~3;
  const powers = scratch;
  const sums = scratch + ((padded + 4) << 2);
  const end = smaller((<usize>block + 1) * ROWS, n);
  for (let i = <usize>block * ROWS; i < end; i++) {
    const row = arg(args, 0) + ((i * n) << 2);
    const others = arg(args, 3) + ((i * last) << 2);
    const first = arg(args, 4) + ((i * last) << 2);
    const slopes = arg(args, 6) + ((i * n) << 2);
    let nearest = f32.MAX_VALUE;
    for (let j: usize = 0; j < n; j++) {
      const d = load<f32>(row + (j << 2));
      if (j != i && d < nearest) nearest = d;
    }
    const most = nearest * inverse;
    for (let j: usize = 0; j < padded; j += 4) v128.store(powers + (j << 2), exp4(f32x4.sub(f32x4.mul(v128.load(row + (j << 2)), f32x4.splat(inverse)), f32x4.splat(most))));
    let total: f64 = 0;
    let loss: f64 = 0;
    for (let place = <i32>last - 1; place >= 0; place--) {
      const other = load<i32>(others + (<usize>place << 2)) << 2;
      total += <f64>load<f32>(powers + other);
      loss -= <f64>(load<f32>(row + other) * inverse - most);
      store<f64>(sums + (<usize>place << 3), total);
    }
    let pull: f64 = 0;
    let start: usize = 0;
    const scale = 1 / (<f64>n * <f64>last);
    while (start < last) {
      let stop = start;
      while (stop < last && <usize>load<i32>(first + (stop << 2)) == start) stop++;
      // What lies so far below the largest that its sum vanishes pulls no more.
      const z = Math.max(load<f64>(sums + (start << 3)), 1e-300);
      const count = <f64>(stop - start);
      loss += count * logarithm(z);
      pull += count / z;
      for (let place = start; place < stop; place++) {
        const other = load<i32>(others + (place << 2)) << 2;
        store<f32>(slopes + other, <f32>((<f64>load<f32>(powers + other) * pull - 1) * scale));
      }
      start = stop;
    }
    store<f32>(slopes + (i << 2), 0);
    store<f64>(arg(args, 5) + (i << 3), loss / <f64>last);
  }
}

/**
 * What pulls each pair: A_ij = -factor (W_ij + W_ji) / (temperature d_ij), 0 where two rows count as one, and its sums by row. Arguments: slopes W [n, n], distances [n, n], n, factor / temperature, A out [n, n], sums out [n].
 */
export function pairPulls(block: i32, args: usize, scratch: usize): void {
  const n = arg(args, 2);
  const factor = <f32>-number(args, 3);
  const end = smaller((<usize>block + 1) * ROWS, n);
  for (let i = <usize>block * ROWS; i < end; i++) {
    let sum: f32 = 0;
    for (let j: usize = 0; j < n; j++) {
      const at = (i * n + j) << 2;
      const d = load<f32>(arg(args, 1) + at);
      const pull: f32 = d > <f32>1.001e-6 ? (factor * (load<f32>(arg(args, 0) + at) + load<f32>(arg(args, 0) + ((j * n + i) << 2)))) / d : 0;
      store<f32>(arg(args, 4) + at, pull);
      sum += pull;
    }
    store<f32>(arg(args, 5) + (i << 2), sum);
  }
}

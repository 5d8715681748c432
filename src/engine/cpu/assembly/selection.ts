// Selections from products: the beam's best continuations of each row, and the rows that may be among the nearest of a query. In float64, as the plain loops.
import { arg, number, smaller } from './common';

/** Rows, and queries, of a block. */
const ROWS: usize = 16;
const QUERIES: usize = 4;

/**
 * Of all continuations of the kept states of each row the `next` of least max(0, |r|^2 + |c|^2 - 2 r.c), ties by (state, code). Arguments: products [rows * kept, K], squared norms of the states f64 [rows * kept],
 * of the codes f64 [K], rows, kept, K, next, parents out i32 [rows, next], codes out i32 [rows, next]. Scratch: next float64.
 */
export function beamSelect(block: i32, args: usize, scratch: usize): void {
  const kept = arg(args, 4);
  const K = arg(args, 5);
  const next = arg(args, 6);
  const codeSquares = arg(args, 2);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 3));
  for (let row = <usize>block * ROWS; row < end; row++) {
    const parents = arg(args, 7) + ((row * next) << 2);
    const codes = arg(args, 8) + ((row * next) << 2);
    let found: usize = 0;
    let worst = Infinity;
    for (let state: usize = 0; state < kept; state++) {
      const square = load<f64>(arg(args, 1) + ((row * kept + state) << 3));
      const products = arg(args, 0) + (((row * kept + state) * K) << 2);
      for (let k: usize = 0; k < K; k++) {
        const value = Math.max(0, square + load<f64>(codeSquares + (k << 3)) - 2 * <f64>load<f32>(products + (k << 2)));
        if (found == next && !(value < worst)) continue;
        let place = found < next ? found++ : next - 1;
        for (; place > 0 && value < load<f64>(scratch + ((place - 1) << 3)); place--) {
          store<f64>(scratch + (place << 3), load<f64>(scratch + ((place - 1) << 3)));
          store<i32>(parents + (place << 2), load<i32>(parents + ((place - 1) << 2)));
          store<i32>(codes + (place << 2), load<i32>(codes + ((place - 1) << 2)));
        }
        store<f64>(scratch + (place << 3), value);
        store<i32>(parents + (place << 2), <i32>state);
        store<i32>(codes + (place << 2), <i32>k);
        if (found == next) worst = load<f64>(scratch + ((next - 1) << 3));
      }
    }
  }
}

/**
 * Rows that may be among the k nearest of each query, by products whose error is at most unsure (|q| + |x|) |x|. Arguments: products [queries, rows], row of each query i32 [queries], queries, rows, squared norms f64 [rows],
 * norms f64 [rows], k, unsure, candidates out i32 [queries, rows], their number out i32 [queries]. Scratch: k float64.
 */
export function nearRows(block: i32, args: usize, scratch: usize): void {
  const rows = arg(args, 3);
  const squares = arg(args, 4);
  const lengths = arg(args, 5);
  const k = arg(args, 6);
  const unsure = number(args, 7);
  const end = smaller((<usize>block + 1) * QUERIES, arg(args, 2));
  for (let q = <usize>block * QUERIES; q < end; q++) {
    const products = arg(args, 0) + ((q * rows) << 2);
    const query = <usize>load<i32>(arg(args, 1) + (q << 2));
    const length = load<f64>(lengths + (query << 3));
    const out = arg(args, 8) + ((q * rows) << 2);
    for (let i: usize = 0; i < k; i++) store<f64>(scratch + (i << 3), Infinity);
    let worst = Infinity;
    for (let row: usize = 0; row < rows; row++) {
      const norm = load<f64>(lengths + (row << 3));
      const bound = load<f64>(squares + (row << 3)) - 2 * <f64>load<f32>(products + (row << 2)) + unsure * (length + norm) * norm;
      if (bound >= worst || row == query) continue;
      let place = k - 1;
      for (; place > 0 && load<f64>(scratch + ((place - 1) << 3)) > bound; place--) store<f64>(scratch + (place << 3), load<f64>(scratch + ((place - 1) << 3)));
      store<f64>(scratch + (place << 3), bound);
      worst = load<f64>(scratch + ((k - 1) << 3));
    }
    let count: usize = 0;
    for (let row: usize = 0; row < rows; row++) {
      const norm = load<f64>(lengths + (row << 3));
      const least = load<f64>(squares + (row << 3)) - 2 * <f64>load<f32>(products + (row << 2)) - unsure * (length + norm) * norm;
      if (least > worst || row == query) continue;
      store<i32>(out + (count << 2), <i32>row);
      count++;
    }
    store<i32>(arg(args, 9) + (q << 2), <i32>count);
  }
}

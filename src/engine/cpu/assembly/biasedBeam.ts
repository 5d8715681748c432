// One level of a beam over additive codebooks from tables: of all continuations of the kept states of each row the best by cost, in float64, ties by (state, code).
//
//   score(state, k) = cost(state) + constant_k - 2 x.c_k + sum_j table_j[code_j, k]          constants: |c_k|^2 + b_k; table_j: 2 C[j] C[l]'
import { arg, smaller } from './common';

/** Rows of a block. */
const ROWS: usize = 16;

/**
 * Arguments: products f32 [n, width] whose level begins at a column, n, width, column, K, constants f64 [K], address of the tables f64 [K_j, K] one after the other, address of i32 [level] where each begins in rows of K,
 * level, states before, costs before f64 [n, before], codes before i32 [n, before, level], states after, costs out f64 [n, after], codes out i32 [n, after, level + 1]. Scratch: 2 K + after float64, 2 after int32.
 */
export function biasedBeam(block: i32, args: usize, scratch: usize): void {
  const width = arg(args, 2);
  const K = arg(args, 4);
  const constants = arg(args, 5);
  const tables = arg(args, 6);
  const level = arg(args, 8);
  const before = arg(args, 9);
  const after = arg(args, 12);
  const base = scratch;
  const scores = base + (K << 3);
  const parents = scores + (K << 3);
  const chosen = parents + (after << 2);
  const end = smaller((<usize>block + 1) * ROWS, arg(args, 1));
  for (let row = <usize>block * ROWS; row < end; row++) {
    const products = arg(args, 0) + ((row * width + arg(args, 3)) << 2);
    for (let k: usize = 0; k < K; k++) store<f64>(base + (k << 3), load<f64>(constants + (k << 3)) - 2 * <f64>load<f32>(products + (k << 2)));
    const costs = arg(args, 13) + ((row * after) << 3);
    let filled: usize = 0;
    let worst = Infinity;
    for (let state: usize = 0; state < before; state++) {
      const own = arg(args, 11) + (((row * before + state) * level) << 2);
      const cost = f64x2.splat(load<f64>(arg(args, 10) + ((row * before + state) << 3)));
      const even = (K & ~1) << 3;
      for (let at: usize = 0; at < even; at += 16) v128.store(scores + at, f64x2.add(cost, v128.load(base + at)));
      if (K & 1) store<f64>(scores + even, f64x2.extract_lane(cost, 0) + load<f64>(base + even));
      for (let lower: usize = 0; lower < level; lower++) {
        const table = tables + (((<usize>load<i32>(arg(args, 7) + (lower << 2)) + <usize>load<i32>(own + (lower << 2))) * K) << 3);
        for (let at: usize = 0; at < even; at += 16) v128.store(scores + at, f64x2.add(v128.load(scores + at), v128.load(table + at)));
        if (K & 1) store<f64>(scores + even, load<f64>(scores + even) + load<f64>(table + even));
      }
      for (let k: usize = 0; k < K; k++) {
        const score = load<f64>(scores + (k << 3));
        if (filled == after && !(score < worst)) continue;
        let place = filled < after ? filled++ : after - 1;
        for (; place > 0 && score < load<f64>(costs + ((place - 1) << 3)); place--) {
          store<f64>(costs + (place << 3), load<f64>(costs + ((place - 1) << 3)));
          store<i32>(parents + (place << 2), load<i32>(parents + ((place - 1) << 2)));
          store<i32>(chosen + (place << 2), load<i32>(chosen + ((place - 1) << 2)));
        }
        store<f64>(costs + (place << 3), score);
        store<i32>(parents + (place << 2), <i32>state);
        store<i32>(chosen + (place << 2), <i32>k);
        if (filled == after) worst = load<f64>(costs + ((after - 1) << 3));
      }
    }
    for (let place: usize = 0; place < after; place++) {
      const from = arg(args, 11) + (((row * before + <usize>load<i32>(parents + (place << 2))) * level) << 2);
      const to = arg(args, 14) + (((row * after + place) * (level + 1)) << 2);
      memory.copy(to, from, level << 2);
      store<i32>(to + (level << 2), load<i32>(chosen + (place << 2)));
    }
  }
}

// Sums of rows by their codes in float64. A block owns 16 dimensions of all codes and walks all rows in order, so that no partial sums are merged:
// the bits are those of a plain loop, for any number of threads.
import { arg, smaller } from './common';

/** Dimensions of a block: one cache line of a row. */
const DIMS: usize = 16;

/** Arguments: x [n, d], n, d, codes i32 [n], K, sums out f64 [K, d], which the call makes zero first. A code outside 0 .. K - 1 is left out. */
export function centroidSums(block: i32, args: usize, scratch: usize): void {
  const x = arg(args, 0);
  const n = arg(args, 1);
  const d = arg(args, 2);
  const codes = arg(args, 3);
  const K = arg(args, 4);
  const sums = arg(args, 5);
  const from = <usize>block * DIMS;
  const to = smaller(from + DIMS, d);
  const even = from + ((to - from) & ~3);
  for (let k: usize = 0; k < K; k++) memory.fill(sums + ((k * d + from) << 3), 0, (to - from) << 3);
  for (let row: usize = 0; row < n; row++) {
    const code = load<i32>(codes + (row << 2));
    if (<u32>code >= <u32>K) continue;
    const values = x + ((row * d) << 2);
    const total = sums + ((<usize>code * d) << 3);
    let j = from;
    for (; j < even; j += 4) {
      const four = v128.load(values + (j << 2));
      const at = total + (j << 3);
      v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(four)));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1))), 16);
    }
    for (; j < to; j++) {
      const at = total + (j << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(values + (j << 2)));
    }
  }
}

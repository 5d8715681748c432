// Sums of weighted rows by segment, in float64, each in the order of its entries. A block is 64 segments; no two segments have one target.
import { arg, smaller } from './common';

const SEGMENTS: usize = 64;

/** Arguments: x [m, d], rows i32 [entries], weights [entries], starts i32 [segments + 1], targets i32 [segments], segments, d, 1 to add to what is there, out [K, d]. Scratch: d doubles. */
export function segmentSums(block: i32, args: usize, scratch: usize): void {
  const d = arg(args, 6);
  const adds = arg(args, 7) == 1;
  const even = d & ~3;
  const end = smaller((<usize>block + 1) * SEGMENTS, arg(args, 5));
  for (let s = <usize>block * SEGMENTS; s < end; s++) {
    memory.fill(scratch, 0, d << 3);
    const last = <usize>load<i32>(arg(args, 3) + (s << 2), 4);
    for (let e = <usize>load<i32>(arg(args, 3) + (s << 2)); e < last; e++) {
      const from = arg(args, 0) + ((<usize>load<i32>(arg(args, 1) + (e << 2)) * d) << 2);
      const weight = <f64>load<f32>(arg(args, 2) + (e << 2));
      const both = f64x2.splat(weight);
      for (let j: usize = 0; j < even; j += 4) {
        const four = v128.load(from + (j << 2));
        const at = scratch + (j << 3);
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(both, f64x2.promote_low_f32x4(four))));
        v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(both, f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1)))), 16);
      }
      for (let j = even; j < d; j++) store<f64>(scratch + (j << 3), load<f64>(scratch + (j << 3)) + weight * <f64>load<f32>(from + (j << 2)));
    }
    const to = arg(args, 8) + ((<usize>load<i32>(arg(args, 4) + (s << 2)) * d) << 2);
    for (let j: usize = 0; j < d; j++) store<f32>(to + (j << 2), <f32>load<f64>(scratch + (j << 3)) + (adds ? load<f32>(to + (j << 2)) : 0));
  }
}

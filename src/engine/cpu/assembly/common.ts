// What all kernels share: arguments, and sums of floats in lanes. A kernel is called once for each block, with the block's number, the
// address of its arguments (float64, in the order its header gives), and the address of scratch memory that only this thread uses.

/** Argument i as an address or a whole number. */
export function arg(args: usize, i: usize): usize {
  return <usize>load<f64>(args + (i << 3));
}

/** Argument i as a number. */
export function number(args: usize, i: usize): f64 {
  return load<f64>(args + (i << 3));
}

export function smaller(a: usize, b: usize): usize {
  return a < b ? a : b;
}

/** Squared distance of two rows of d floats in float64: four sums that do not wait for each other, the rest to the first. */
export function squaredDistance(a: usize, b: usize, d: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const even = d & ~3;
  for (let j: usize = 0; j < even; j += 4) {
    const left = v128.load(a + (j << 2));
    const right = v128.load(b + (j << 2));
    const first = f64x2.sub(f64x2.promote_low_f32x4(left), f64x2.promote_low_f32x4(right));
    const second = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<u64>(left, left, 1, 1)), f64x2.promote_low_f32x4(v128.shuffle<u64>(right, right, 1, 1)));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  let sum0 = f64x2.extract_lane(low, 0);
  for (let j = even; j < d; j++) {
    const difference = <f64>load<f32>(a + (j << 2)) - <f64>load<f32>(b + (j << 2));
    sum0 += difference * difference;
  }
  return sum0 + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

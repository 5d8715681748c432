/** Sums of weighted rows by segment, on the device. Unlike `codeSums`, which walks all rows for every 32 codes, its cost is that of the rows added. */
import * as tf from '@tensorflow/tfjs-core';
import { hasKernels, asStored, launch, newOutput } from '../gpu/launch';
import type { Segments } from '../math/segments';
import source from './segmentSums.wgsl?raw';

/** Rows that one invocation adds: longer segments are added in pieces of so many, then the pieces in order. */
const PIECE = 64;

/** x [m, d] -> [rows, d]: for each segment the weighted sum of its rows of x, in their order; zeros in every other row. The same input gives the same bits. Not differentiable. */
export function segmentSums(x: tf.Tensor2D, segments: Segments, rows: number): tf.Tensor2D {
  const dim = x.shape[1];
  if (segments.rows.length === 0 || dim === 0 || rows === 0) return tf.zeros([rows, dim]);
  if (!hasKernels()) return segmentSumsTwin(x, segments, rows);
  return tf.tidy(() => {
    const { pieces, whole } = inPieces(segments);
    return pieces ? onGpu(onGpu(asStored(x), pieces, pieces.targets.length), whole, rows) : onGpu(asStored(x), segments, rows);
  });
}

function onGpu(x: tf.Tensor2D, { rows, weights, starts, targets }: Segments, count: number): tf.Tensor2D {
  const dim = x.shape[1];
  const sums = newOutput<tf.Tensor2D>([count, dim], 'float32', targets.length < count);
  launch({
    label: 'segmentSums',
    source,
    tensors: [x, tf.tensor1d(rows, 'int32'), tf.tensor1d(weights), tf.tensor1d(starts, 'int32'), tf.tensor1d(targets, 'int32'), sums],
    uniforms: [targets.length, dim],
    workgroups: Math.ceil((targets.length * dim) / 64),
  });
  return sums;
}

/** The same by plain loops in float64. It reads synchronously, which costs cpu and wasm a copy. */
export function segmentSumsTwin(x: tf.Tensor2D, { rows, weights, starts, targets }: Segments, count: number): tf.Tensor2D {
  const dim = x.shape[1];
  const values = x.dataSync<'float32'>();
  const sums = new Float32Array(count * dim);
  const sum = new Float64Array(dim);
  targets.forEach((target, segment) => {
    sum.fill(0);
    for (let entry = starts[segment]!; entry < starts[segment + 1]!; entry++) {
      const [from, weight] = [rows[entry]! * dim, weights[entry]!];
      for (let d = 0; d < dim; d++) sum[d]! += weight * values[from + d]!;
    }
    sums.set(sum, target * dim);
  });
  return tf.tensor2d(sums, [count, dim]);
}

/** Segments of at most PIECE entries each, and the sums of those; null where none is longer. */
function inPieces({ rows, weights, starts, targets }: Segments): { readonly pieces: Segments | null; readonly whole: Segments } {
  const cuts: number[] = [];
  const first = new Int32Array(starts.length);
  let longest = 0;
  for (let segment = 0; segment < targets.length; segment++) {
    first[segment] = cuts.length;
    longest = Math.max(longest, starts[segment + 1]! - starts[segment]!);
    for (let at = starts[segment]!; at < starts[segment + 1]!; at += PIECE) cuts.push(at);
  }
  first[targets.length] = cuts.length;
  const counted = Int32Array.from(cuts, (_, piece) => piece);
  const whole = { rows: counted, weights: new Float32Array(cuts.length).fill(1), starts: first, targets };
  return { pieces: longest > PIECE ? { rows, weights, starts: Int32Array.from([...cuts, rows.length]), targets: counted } : null, whole };
}

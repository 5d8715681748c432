/** Sum of the rows of each code, on the device: what a look-up's gradient is. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './codeSums.wgsl?raw';

/** The kernel's codes per invocation. */
const CODES = 32;

/**
 * x [n, d], codes int32 [n] -> [K, d]: for each code the sum of its rows, added in their order, in float32. Unlike `centroidSums` it stays on
 * the device and is made for one batch. The same input gives the same bits. Not differentiable.
 */
export function codeSums(x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number): tf.Tensor2D {
  const [rows, dim] = x.shape;
  if (codes.shape[0] !== rows) throw new Error(`codeSums: ${rows} rows but ${codes.shape[0]} codes`);
  if (x.size === 0 || numCodes === 0) return tf.zeros([numCodes, dim]);
  if (!hasKernels()) return codeSumsTwin(x, codes, numCodes);
  return tf.tidy(() => {
    const sums = newOutput<tf.Tensor2D>([numCodes, dim], 'float32');
    launch({
      label: 'codeSums',
      source,
      tensors: [asStored(x), asStored(codes), sums],
      uniforms: [rows, numCodes, dim],
      workgroups: Math.ceil((Math.ceil(numCodes / CODES) * dim) / 64),
    });
    return sums;
  });
}

/** The same by a plain loop. It reads synchronously, which costs cpu and wasm a copy. */
function codeSumsTwin(x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number): tf.Tensor2D {
  const dim = x.shape[1];
  const values = x.dataSync<'float32'>();
  const sums = new Float32Array(numCodes * dim);
  codes.dataSync<'int32'>().forEach((code, row) => {
    if (code < 0 || code >= numCodes) return;
    for (let d = 0; d < dim; d++) sums[code * dim + d]! += values[row * dim + d]!;
  });
  return tf.tensor2d(sums, [numCodes, dim]);
}

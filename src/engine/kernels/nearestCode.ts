/** The nearest code vector of each row: the inner loop of k-means and of every residual quantizer. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './nearestCode.wgsl?raw';

/** Distances the twin holds at once: 16 MB. */
const MAX_BLOCK = 4_194_304;

export interface NearestCodes {
  /** int32 [n]: index of the nearest code vector, the lowest where several are equally near. */
  readonly codes: tf.Tensor1D;
  /** float32 [n]: squared Euclidean distance to it, summed over (x - c)^2. */
  readonly distances: tf.Tensor1D;
}

/**
 * For each row of x [n, d] the nearest row of codebook [K, d]. On WebGPU one kernel of our own, elsewhere matrix products. Not
 * differentiable: both outputs are constants to a gradient. The caller disposes them.
 */
export function nearestCode(x: tf.Tensor2D, codebook: tf.Tensor2D): NearestCodes {
  if (x.shape[1] !== codebook.shape[1] || codebook.shape[0] === 0) {
    throw new Error(
      `nearestCode: x is [${x.shape.join(', ')}] and the codebook [${codebook.shape.join(', ')}]; equal dimensions and one code at least are needed`,
    );
  }
  if (x.shape[0] === 0) return { codes: tf.tensor1d([], 'int32'), distances: tf.tensor1d([], 'float32') };
  return hasKernels() ? onGpu(x, codebook) : nearestCodeTwin(x, codebook);
}

/**
 * The same by TensorFlow.js ops and plain loops, for cpu and wasm: it reads synchronously, which costs them nothing (on WebGPU it ended
 * Chromium's GPU process).
 */
function nearestCodeTwin(x: tf.Tensor2D, codebook: tf.Tensor2D): NearestCodes {
  const [n, d] = x.shape;
  const numCodes = codebook.shape[0];
  const codes = new Int32Array(n);
  const blockRows = Math.max(1, Math.floor(MAX_BLOCK / numCodes));
  tf.tidy(() => {
    // |x - c|^2 = |x|^2 + |c|^2 - 2 x.c, where |x|^2 is the same for every code. Measured from the codes' centre, the products do not
    // cancel where the data lie far from the origin.
    const centre = tf.mean(codebook, 0, true);
    const offsets = tf.sub(codebook, centre);
    // Transposed once and explicitly: asked to transpose, the wasm product takes a path ten times slower.
    const columns = tf.transpose(offsets);
    const halfSquares = tf.mul(tf.sum(tf.square(offsets), 1), 0.5);
    for (let start = 0; start < n; start += blockRows) {
      const rows = Math.min(blockRows, n - start);
      const block = tf.tidy(() => {
        const scores = tf.matMul(tf.sub(tf.slice(x, [start, 0], [rows, d]), centre), columns);
        return tf.argMin(tf.sub(halfSquares, scores), 1);
      });
      codes.set(block.dataSync(), start);
      block.dispose();
    }
  });
  return { codes: tf.tensor1d(codes, 'int32'), distances: tf.tensor1d(distancesTo(x.dataSync(), codebook.dataSync(), codes, d)) };
}

function onGpu(x: tf.Tensor2D, codebook: tf.Tensor2D): NearestCodes {
  return tf.tidy(() => {
    const rows = x.shape[0];
    const paddedX = paddedToVec4(x);
    const paddedCodebook = paddedToVec4(codebook);
    const codes = newOutput<tf.Tensor1D>([rows], 'int32');
    const distances = newOutput<tf.Tensor1D>([rows], 'float32');
    launch({
      label: 'nearestCode',
      source,
      tensors: [paddedX, paddedCodebook, codes, distances],
      uniforms: [rows, codebook.shape[0], paddedX.shape[1] / 4],
      workgroups: Math.ceil(rows / 64),
    });
    return { codes, distances };
  });
}

/** Rows as the kernel reads them, four numbers at a time; added zeros change no distance. */
function paddedToVec4(rows: tf.Tensor2D): tf.Tensor2D {
  const missing = (4 - (rows.shape[1] % 4)) % 4;
  const stored = asStored(rows);
  return missing === 0
    ? stored
    : tf.pad2d(stored, [
        [0, 0],
        [0, missing],
      ]);
}

function distancesTo(x: ArrayLike<number>, codebook: ArrayLike<number>, codes: Int32Array, d: number): Float32Array {
  const distances = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const row = i * d;
    const code = codes[i]! * d;
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const difference = x[row + j]! - codebook[code + j]!;
      sum += difference * difference;
    }
    distances[i] = sum;
  }
  return distances;
}

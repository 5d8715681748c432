/** The search for the nearest code vectors by matrix products and plain loops, for cpu and wasm: the fallback of the kernels. */
import * as tf from '@tensorflow/tfjs-core';

/** Distances held at once: 16 MB. */
const MAX_BLOCK = 4_194_304;

/** Codes in int32 and squared distances in float32, [n] each. */
export interface TwinCodes {
  readonly codes: Int32Array;
  readonly distances: Float32Array;
}

/** For each row of x [n, d] the nearest row of codebook [K, d], by |x - c|^2 + bias where a bias [K] is given. Reads synchronously, which costs cpu and wasm nothing (on WebGPU it ended Chromium's GPU process). */
export function nearestCodeTwin(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null = null): TwinCodes {
  const codes = new Int32Array(x.shape[0]);
  eachBlock(x, codebook, bias, (scores, start) => {
    const nearest = tf.argMin(scores, 1);
    codes.set(nearest.dataSync(), start);
    nearest.dispose();
  });
  return { codes, distances: distancesTo(x.dataSync(), codebook.dataSync(), codes, x.shape[1], 1) };
}

/** As nearestCodeTwin with the second nearest too: [n, 2] each. Two codes at least. */
export function nearestTwoTwin(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null = null): TwinCodes {
  const [n, d] = x.shape;
  const numCodes = codebook.shape[0];
  const codes = new Int32Array(n * 2);
  eachBlock(x, codebook, bias, (scores, start) => {
    const values = scores.dataSync<'float32'>();
    for (let at = 0, to = start * 2; at < values.length; at += numCodes, to += 2) {
      let [first, second] = values[at + 1]! < values[at]! ? [1, 0] : [0, 1];
      for (let k = 2; k < numCodes; k++) {
        const value = values[at + k]!;
        if (value < values[at + first]!) {
          second = first;
          first = k;
        } else if (value < values[at + second]!) second = k;
      }
      codes[to] = first;
      codes[to + 1] = second;
    }
  });
  const vectors = codebook.dataSync<'float32'>();
  const distances = distancesTo(x.dataSync(), vectors, codes, d, 2);
  // The exact distances may order two near-equal codes otherwise than the products did.
  const biases = bias?.dataSync<'float32'>();
  const valueAt = (at: number) => distances[at]! + (biases ? biases[codes[at]!]! : 0);
  for (let at = 0; at < codes.length; at += 2) {
    if (!(valueAt(at + 1) < valueAt(at))) continue;
    [codes[at], codes[at + 1]] = [codes[at + 1]!, codes[at]!];
    [distances[at], distances[at + 1]] = [distances[at + 1]!, distances[at]!];
  }
  return { codes, distances };
}

/**
 * Hands over (|c|^2 + bias) / 2 - x.c, [rows, K], block by block: |x - c|^2 = |x|^2 + |c|^2 - 2 x.c, where |x|^2 is the same for every code. Measured
 * from the codes' centre, the products do not cancel where the data lie far from the origin.
 */
function eachBlock(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null, take: (scores: tf.Tensor2D, start: number) => void): void {
  const [n, d] = x.shape;
  const blockRows = Math.max(1, Math.floor(MAX_BLOCK / codebook.shape[0]));
  tf.tidy(() => {
    const centre = tf.mean(codebook, 0, true);
    const offsets = tf.sub(codebook, centre);
    // Transposed once and explicitly: asked to transpose, the wasm product takes a path ten times slower.
    const columns = tf.transpose(offsets);
    const squares = tf.sum(tf.square(offsets), 1);
    const halfSquares = tf.mul(bias ? tf.add(squares, bias) : squares, 0.5);
    for (let start = 0; start < n; start += blockRows) {
      const rows = Math.min(blockRows, n - start);
      tf.tidy(() => {
        const products = tf.matMul(tf.sub(tf.slice(x, [start, 0], [rows, d]), centre), columns);
        take(tf.sub(halfSquares, products), start);
      });
    }
  });
}

/** Squared distances of the rows to `each` of their codes, by four sums of float64 that do not wait for each other. */
function distancesTo(x: ArrayLike<number>, codebook: ArrayLike<number>, codes: Int32Array, d: number, each: number): Float32Array {
  const distances = new Float32Array(codes.length);
  const even = d - (d % 4);
  for (let i = 0; i < codes.length; i++) {
    const row = Math.floor(i / each) * d;
    const code = codes[i]! * d;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let j = 0; j < even; j += 4) {
      const difference0 = x[row + j]! - codebook[code + j]!;
      const difference1 = x[row + j + 1]! - codebook[code + j + 1]!;
      const difference2 = x[row + j + 2]! - codebook[code + j + 2]!;
      const difference3 = x[row + j + 3]! - codebook[code + j + 3]!;
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    for (let j = even; j < d; j++) {
      const difference = x[row + j]! - codebook[code + j]!;
      sum0 += difference * difference;
    }
    distances[i] = sum0 + sum1 + (sum2 + sum3);
  }
  return distances;
}

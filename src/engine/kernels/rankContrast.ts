/** Rank-N-Contrast's loss and gradient in the similarities: a kernel of ours on WebGPU, the same in float64 elsewhere. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './rankContrast.wgsl?raw';

/** For each of n anchors the n - 1 others by rising distance of their labels, both [n, n - 1] row-major. */
export interface RankOrder {
  readonly others: Int32Array;
  /** Place of the first other at the same distance. */
  readonly first: Int32Array;
}

export interface RankContrast {
  /** [n]: mean over the others of each anchor. */
  readonly losses: tf.Tensor1D;
  /** [n, n]: gradient of the mean of `losses`; 0 on the diagonal. */
  readonly slopes: tf.Tensor2D;
}

/** similarity [n, n], n at least 2; its diagonal is not read. Not differentiable. The caller disposes both. */
export function rankContrast(similarity: tf.Tensor2D, order: RankOrder): RankContrast {
  const n = similarity.shape[0];
  if (similarity.shape[1] !== n || order.others.length !== n * (n - 1)) {
    throw new Error(`rankContrast: similarities of [${similarity.shape.join(', ')}] and ${order.others.length} places`);
  }
  if (!hasKernels()) return rankContrastTwin(similarity, order);
  return tf.tidy(() => {
    const losses = newOutput<tf.Tensor1D>([n], 'float32');
    const slopes = newOutput<tf.Tensor2D>([n, n], 'float32');
    const [others, first] = [order.others, order.first].map((places) => tf.tensor2d(places, [n, n - 1], 'int32')) as [tf.Tensor2D, tf.Tensor2D];
    launch({ label: 'rankContrast', source, tensors: [asStored(similarity), others, first, losses, slopes], uniforms: [n], workgroups: Math.ceil(n / 64) });
    return { losses, slopes };
  });
}

/** The same by plain loops in float64. It reads synchronously, which costs cpu and wasm a copy. */
function rankContrastTwin(similarity: tf.Tensor2D, { others, first }: RankOrder): RankContrast {
  const n = similarity.shape[0];
  const values = similarity.dataSync<'float32'>();
  const losses = new Float32Array(n);
  const slopes = new Float32Array(n * n);
  const sums = new Float64Array(n - 1);
  for (let anchor = 0; anchor < n; anchor++) {
    const row = anchor * n;
    const places = anchor * (n - 1);
    let largest = -Infinity;
    for (let place = 0; place < n - 1; place++) largest = Math.max(largest, values[row + others[places + place]!]!);
    let total = 0;
    let loss = 0;
    for (let place = n - 2; place >= 0; place--) {
      const s = values[row + others[places + place]!]! - largest;
      total += Math.exp(s);
      loss -= s;
      sums[place] = total;
    }
    let inverse = 0;
    for (let start = 0, end = 0; start < n - 1; start = end) {
      while (end < n - 1 && first[places + end] === start) end++;
      // What lies so far below the largest that its sum vanishes pulls no more.
      const z = Math.max(sums[start]!, 1e-300);
      loss += (end - start) * Math.log(z);
      inverse += (end - start) / z;
      for (let place = start; place < end; place++) {
        const other = row + others[places + place]!;
        slopes[other] = (Math.exp(values[other]! - largest) * inverse - 1) / (n * (n - 1));
      }
    }
    losses[anchor] = loss / (n - 1);
  }
  return { losses: tf.tensor1d(losses), slopes: tf.tensor2d(slopes, [n, n]) };
}

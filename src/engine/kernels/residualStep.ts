/** One level of a residual quantizer within a training step: what is left over, and the sum of that over the levels. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './residualStep.wgsl?raw';

export interface ResidualStep {
  /** e - codebook[codes], [n, d]. */
  readonly next: tf.Tensor2D;
  /** pull + next, [n, d]. */
  readonly pull: tf.Tensor2D;
}

/**
 * e [n, d], codebook [K, d], codes int32 [n], each below K; `pull` [n, d] of the level before, null at the first. Not differentiable: both
 * outputs are constants to a gradient. The caller disposes them.
 */
export function residualStep(e: tf.Tensor2D, codebook: tf.Tensor2D, codes: tf.Tensor1D, pull: tf.Tensor2D | null): ResidualStep {
  const [rows, dim] = e.shape;
  if (dim !== codebook.shape[1] || codes.shape[0] !== rows) {
    throw new Error(`residualStep: e is [${e.shape.join(', ')}], the codebook [${codebook.shape.join(', ')}] and there are ${codes.shape[0]} codes`);
  }
  if (!hasKernels() || e.size === 0) return residualStepTwin(e, codebook, codes, pull);
  return tf.tidy(() => {
    const next = newOutput<tf.Tensor2D>(e.shape, 'float32');
    const newPull = newOutput<tf.Tensor2D>(e.shape, 'float32');
    const stored = asStored(e);
    launch({
      label: 'residualStep',
      source,
      tensors: [stored, asStored(codebook), asStored(codes), pull ? asStored(pull) : stored, next, newPull],
      uniforms: [e.size, dim, pull ? 0 : 1],
      workgroups: Math.ceil(e.size / 64),
    });
    return { next, pull: newPull };
  });
}

/** The same by a plain loop. It reads synchronously, which costs cpu and wasm a copy. */
function residualStepTwin(e: tf.Tensor2D, codebook: tf.Tensor2D, codes: tf.Tensor1D, pull: tf.Tensor2D | null): ResidualStep {
  const dim = e.shape[1];
  const [values, vectors, picked] = [e.dataSync<'float32'>(), codebook.dataSync<'float32'>(), codes.dataSync<'int32'>()];
  const before = pull?.dataSync<'float32'>();
  const next = new Float32Array(values.length);
  const newPull = new Float32Array(values.length);
  for (let row = 0; row < picked.length; row++) {
    const vector = picked[row]! * dim;
    for (let i = row * dim, d = 0; d < dim; i++, d++) {
      next[i] = values[i]! - vectors[vector + d]!;
      newPull[i] = (before ? before[i]! : 0) + next[i]!;
    }
  }
  return { next: tf.tensor2d(next, e.shape), pull: tf.tensor2d(newPull, e.shape) };
}

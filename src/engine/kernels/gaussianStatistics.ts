/** One EM step of a Gaussian mixture with diagonal covariances over rows, and the most probable component of each row. */
import * as tf from '@tensorflow/tfjs-core';
import { hasKernels } from '../gpu/launch';
import { codesOnGpu, onDevice, statisticsOnGpu, type GaussianStatistics, type MixtureCodes } from './gaussianPasses';
import { ScreenedDensities, screenProducts } from './gaussianScreen';
import { gaussianStatisticsTwin, mixtureCodesTwin, type RowDensities } from './gaussianTwin';
import { checkMixture, type Mixture } from './mixture';

export type { Mixture } from './mixture';
export type { GaussianStatistics, MixtureCodes } from './gaussianPasses';

/** Components times dimensions from which the wasm backend screens components by a matrix product. */
const SCREEN_FROM = 512;

/**
 * E step and the sums of the M step over all rows of x [n, d], exactly, without an n x K matrix: in float32 kernels whose partial sums
 * are added in float64 on WebGPU, in float64 elsewhere. The same input gives the same bits.
 */
export async function gaussianStatistics(x: tf.Tensor2D, mixture: Mixture): Promise<GaussianStatistics> {
  checkMixture(mixture, x.shape[1]);
  if (!hasKernels() || x.shape[0] === 0) return gaussianStatisticsTwin(await x.data(), mixture, screened(x, mixture));
  const inputs = tf.tidy(() => onDevice(x, mixture));
  try {
    return await statisticsOnGpu(inputs, mixture);
  } finally {
    tf.dispose(inputs);
  }
}

/** The most probable component of each row of x [n, d]. Not differentiable. The caller disposes the tensors. */
export function mixtureCodes(x: tf.Tensor2D, mixture: Mixture): MixtureCodes {
  checkMixture(mixture, x.shape[1]);
  if (hasKernels() && x.shape[0] > 0) return tf.tidy(() => codesOnGpu(onDevice(x, mixture), mixture));
  const { codes, logDensity, confidence } = mixtureCodesTwin(x.dataSync(), mixture, screened(x, mixture));
  return { codes: tf.tensor1d(codes, 'int32'), logDensity: tf.tensor1d(logDensity), confidence: tf.tensor1d(confidence) };
}

/** On wasm, whose products are many times faster than loops, the screen pays from some hundred numbers a row on; elsewhere the plain loops. */
function screened(x: tf.Tensor2D, mixture: Mixture): RowDensities | undefined {
  if (tf.getBackend() !== 'wasm' || x.shape[0] === 0 || mixture.numCodes * mixture.dim < SCREEN_FROM) return undefined;
  return new ScreenedDensities(mixture, screenProducts(x, mixture));
}

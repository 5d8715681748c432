/** One EM step of a Gaussian mixture with diagonal covariances over rows, and the most probable component of each row. */
import * as tf from '@tensorflow/tfjs-core';
import { mixtureChoices, mixtureFits, mixtureSums } from '../cpu/mixtures';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { addressOf } from '../cpu/tensors';
import { hasKernels } from '../gpu/launch';
import { codesOnGpu, onDevice, statisticsOnGpu, type GaussianStatistics, type MixtureCodes } from './gaussianPasses';
import { gaussianStatisticsTwin, mixtureCodesTwin } from './gaussianTwin';
import { checkMixture, peaks, type Mixture } from './mixture';

export type { Mixture } from './mixture';
export type { GaussianStatistics, MixtureCodes } from './gaussianPasses';

/**
 * E step and the sums of the M step over all rows of x [n, d], exactly, without an n x K matrix: in float32 kernels whose partial sums
 * are added in float64 on WebGPU, in float64 on the processor's road and elsewhere. The same input gives the same bits.
 */
export async function gaussianStatistics(x: tf.Tensor2D, mixture: Mixture): Promise<GaussianStatistics> {
  checkMixture(mixture, x.shape[1]);
  const road = roadFor(x, mixture);
  if (road) return mixtureSums(road, addressOf(road, x, 'mixture.x'), x.shape[0], { ...mixture, peaks: peaks(mixture) });
  if (!hasKernels() || x.shape[0] === 0) return gaussianStatisticsTwin(await x.data(), mixture);
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
  const road = roadFor(x, mixture);
  const { codes, logDensity, confidence } = road
    ? mixtureChoices(road, addressOf(road, x, 'mixture.x'), x.shape[0], { ...mixture, peaks: peaks(mixture) })
    : mixtureCodesTwin(x.dataSync(), mixture);
  return { codes: tf.tensor1d(codes, 'int32'), logDensity: tf.tensor1d(logDensity), confidence: tf.tensor1d(confidence) };
}

/** The processor's road where it is open and can hold the mixture. */
function roadFor(x: tf.Tensor2D, mixture: Mixture): CpuRoad | null {
  return x.shape[0] > 0 && mixtureFits(mixture) ? cpuRoad() : null;
}

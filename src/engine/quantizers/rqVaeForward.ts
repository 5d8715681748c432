/**
 * The training path of RQ-VAE (2203.01941; TIGER 2305.05065): residual recursion, estimator, routing and losses.
 *
 *     e[0] = z;   code[l] = argmin_k |e[l] - C[l][k]|^2;   q[l] = C[l][code[l]];   e[l+1] = e[l] - sg(q[l])
 *     cb_l = |sg(e[l]) - q[l]|^2      cm_l = |e[l] - sg(q[l])|^2
 *     loss = mean_B [ |x - dec(zq)|^2 + w (sum_l cb_l + beta cm_l) ]
 *
 * Each squared error is summed or averaged over its dimensions, the levels too; which, is recorded with the run: it sets the weight of
 * quantization against reconstruction, and averaging only the reconstruction collapses the codebooks.
 */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCode } from '../kernels/nearestCode';
import { lookUp } from '../ops/lookUp';
import { stopGradient } from '../ops/stopGradient';
import type { Estimator } from '../ops/straightThrough';

export type Reduction = 'sum' | 'mean';

/**
 * How the estimator and the recursion meet. All are called STE in the literature and differ in gradient only.
 * `once`: one estimator around the sum; every commitment term reaches the encoder. `perLevelDetached`: one a level, reconstruction reaches the
 * encoder `levels` times. `perLevelThrough`: one a level inside the recursion; only the first commitment term reaches the encoder.
 */
export type Routing = 'once' | 'perLevelDetached' | 'perLevelThrough';

export interface RqVaeLossOptions {
  readonly beta: number;
  readonly quantizationWeight: number;
  readonly reconstructionReduction: Reduction;
  readonly quantizationReduction: Reduction;
  readonly levelReduction: Reduction;
  readonly routing: Routing;
  readonly estimator: Estimator;
}

export interface Quantized {
  /** Decoder input [n, d]: the quantized latents forward, the estimator's gradient backward. */
  readonly output: tf.Tensor2D;
  /** int32 [n] a level. */
  readonly codes: readonly tf.Tensor1D[];
  /** Scalars: means over rows, reduced over dimensions and levels. */
  readonly codebookLoss: tf.Scalar;
  readonly commitmentLoss: tf.Scalar;
}

/** z [n, d] through all levels. */
export function quantize(z: tf.Tensor2D, codebooks: readonly tf.Tensor2D[], options: RqVaeLossOptions): Quantized {
  const { routing, estimator, quantizationReduction, levelReduction } = options;
  const codes: tf.Tensor1D[] = [];
  const outputs: tf.Tensor2D[] = [];
  const chosen: tf.Tensor2D[] = [];
  const codebookTerms: tf.Scalar[] = [];
  const commitmentTerms: tf.Scalar[] = [];
  let e = z;
  for (const codebook of codebooks) {
    const { codes: code, distances } = nearestCode(e, codebook);
    distances.dispose();
    const q = lookUp(codebook, code);
    const constant = stopGradient(q);
    codes.push(code);
    chosen.push(constant);
    codebookTerms.push(squaredError(q, stopGradient(e), quantizationReduction));
    commitmentTerms.push(squaredError(e, constant, quantizationReduction));
    if (routing === 'once') {
      e = tf.sub(e, constant);
    } else {
      const output = estimator(e, constant);
      outputs.push(output);
      e = tf.sub(e, routing === 'perLevelThrough' ? output : constant);
    }
  }
  return {
    output: routing === 'once' ? estimator(z, sum(chosen)) : sum(outputs),
    codes,
    codebookLoss: reduceLevels(codebookTerms, levelReduction),
    commitmentLoss: reduceLevels(commitmentTerms, levelReduction),
  };
}

/** Squared error of a and b [n, dim], reduced over dimensions, mean over rows. */
export function squaredError(a: tf.Tensor2D, b: tf.Tensor2D, reduction: Reduction): tf.Scalar {
  const total = tf.sum(tf.square(tf.sub(a, b))) as tf.Scalar;
  return tf.mul(total, 1 / (reduction === 'sum' ? a.shape[0] : a.size)) as tf.Scalar;
}

function reduceLevels(terms: readonly tf.Scalar[], reduction: Reduction): tf.Scalar {
  const total = sum(terms);
  return reduction === 'sum' ? total : (tf.mul(total, 1 / terms.length) as tf.Scalar);
}

function sum<T extends tf.Tensor>(terms: readonly T[]): T {
  return terms.length === 1 ? terms[0]!.clone() : terms.slice(1).reduce((total, term) => tf.add(total, term) as T, terms[0]!);
}

/**
 * The training path of RQ-VAE (2203.01941; TIGER 2305.05065): residual recursion, choice of codes, estimator, routing and losses.
 *
 *     e[0] = z;   code[l] = argmin_k |e[l] - C[l][k]|^2;   q[l] = C[l][code[l]];   e[l+1] = e[l] - sg(q[l])
 *     cb_l = |sg(e[l]) - q[l]|^2      cm_l = |e[l] - sg(q[l])|^2
 *     loss = mean_B [ |x - dec(zq)|^2 + w (sum_l cb_l + beta_l cm_l) ]
 *
 * Each squared error is summed or averaged over its dimensions, the levels too; which, is recorded with the run: it sets the weight of
 * quantization against reconstruction, and averaging only the reconstruction collapses the codebooks.
 */
import * as tf from '@tensorflow/tfjs-core';
import { lookUp } from '../../ops/lookUp';
import { residualLevels } from '../../ops/residualLevels';
import { squaredErrorTo } from '../../ops/squaredError';
import { stopGradient } from '../../ops/stopGradient';
import type { Estimator } from '../../ops/straightThrough';
import { chooseCodes, softVectors, type Distance, type GumbelChoice, type SinkhornChoice } from './choice';

export type Reduction = 'sum' | 'mean';

/**
 * How the estimator and the recursion meet. All are called STE in the literature and differ in gradient only.
 * `once`: one estimator around the sum; every commitment term reaches the encoder. `perLevelDetached`: one a level, reconstruction reaches the
 * encoder `levels` times. `perLevelThrough`: one a level inside the recursion; only the first commitment term reaches the encoder.
 */
export type Routing = 'once' | 'perLevelDetached' | 'perLevelThrough';

export interface QuantizeOptions {
  /** Commitment weight of each level. */
  readonly beta: readonly number[];
  readonly quantizationReduction: Reduction;
  readonly levelReduction: Reduction;
  readonly routing: Routing;
  /** Across the hard choice of a code; not asked where `gumbel` makes the choice soft. */
  readonly estimator: Estimator;
  readonly distance: Distance;
  /** False where codebooks are running means (EMA): there is no codebook loss then. */
  readonly codebookLoss: boolean;
  /** Levels whose codes are shared out evenly over the batch. */
  readonly sinkhorn?: SinkhornChoice;
  /** Soft choice at every level: `output` and the losses take mixtures of code vectors. */
  readonly gumbel?: GumbelChoice;
}

export interface Quantized {
  /** Decoder input [n, d]: the quantized latents forward, the estimator's gradient backward. */
  readonly output: tf.Tensor2D;
  /** int32 [n] a level; with a soft choice the nearest ones. */
  readonly codes: readonly tf.Tensor1D[];
  /** What each level had to code, e[l]: [n, d] a level. */
  readonly inputs: readonly tf.Tensor2D[];
  /** Scalars: means over rows, reduced over dimensions and levels. Null without a codebook loss. */
  readonly codebookLoss: tf.Scalar | null;
  readonly commitmentLoss: tf.Scalar;
  /** What is minimised: codebook losses and weighted commitment losses. */
  readonly quantizationLoss: tf.Scalar;
}

/** z [n, d] through all levels. */
export function quantize(z: tf.Tensor2D, codebooks: readonly tf.Tensor2D[], options: QuantizeOptions): Quantized {
  const { beta, routing, quantizationReduction, levelReduction, distance, gumbel } = options;
  if (routing === 'once' && !gumbel && beta.every((weight) => weight === beta[0])) return quantizeOnce(z, codebooks, options);
  const estimator = gumbel ? keepGradient : options.estimator;
  const codes: tf.Tensor1D[] = [];
  const inputs: tf.Tensor2D[] = [];
  const outputs: tf.Tensor2D[] = [];
  const chosen: tf.Tensor2D[] = [];
  const codebookTerms: tf.Scalar[] = [];
  const commitmentTerms: tf.Scalar[] = [];
  let e = z;
  for (const [level, codebook] of codebooks.entries()) {
    const code = chooseCodes(e, codebook, distance, level, options.sinkhorn);
    const q = gumbel ? softVectors(e, codebook, distance, gumbel) : lookUp(codebook, code);
    const constant = stopGradient(q);
    const across = gumbel ? q : constant;
    codes.push(code);
    inputs.push(e);
    chosen.push(across);
    if (options.codebookLoss) codebookTerms.push(squaredError(q, stopGradient(e), quantizationReduction));
    commitmentTerms.push(squaredError(e, constant, quantizationReduction));
    if (routing === 'once') {
      e = tf.sub(e, constant);
    } else {
      const output = estimator(e, across);
      outputs.push(output);
      e = tf.sub(e, routing === 'perLevelThrough' ? output : constant);
    }
  }
  const codebookLoss = options.codebookLoss ? reduceLevels(codebookTerms, levelReduction) : null;
  const commitmentLoss = reduceLevels(commitmentTerms, levelReduction);
  const weighted = beta.every((weight) => weight === beta[0])
    ? (tf.mul(commitmentLoss, beta[0]!) as tf.Scalar)
    : reduceLevels(commitmentTerms.map((term, level) => tf.mul(term, beta[level]!) as tf.Scalar), levelReduction);
  return {
    output: routing === 'once' ? estimator(z, sum(chosen)) : sum(outputs),
    codes,
    inputs,
    codebookLoss,
    commitmentLoss,
    quantizationLoss: codebookLoss ? (tf.add(codebookLoss, weighted) as tf.Scalar) : weighted,
  };
}

/** Squared error of a against the constant b [n, dim], reduced over dimensions, mean over rows. */
export function squaredError(a: tf.Tensor2D, b: tf.Tensor2D, reduction: Reduction): tf.Scalar {
  return squaredErrorTo(a, b, 1 / (reduction === 'sum' ? a.shape[0] : a.size));
}

/** The common case in few passes: hard codes, one estimator around the sum of the levels, one commitment weight. */
function quantizeOnce(z: tf.Tensor2D, codebooks: readonly tf.Tensor2D[], options: QuantizeOptions): Quantized {
  const ofRows = 1 / (options.quantizationReduction === 'sum' ? z.shape[0] : z.size);
  const scale = options.levelReduction === 'sum' ? ofRows : ofRows / codebooks.length;
  const levels = residualLevels(z, codebooks, scale, (e, codebook, level) => chooseCodes(e, codebook, options.distance, level, options.sinkhorn));
  const { codes, inputs, commitmentLoss } = levels;
  const codebookLoss = options.codebookLoss ? levels.codebookLoss : null;
  const weighted = tf.mul(commitmentLoss, options.beta[0]!) as tf.Scalar;
  return {
    output: options.estimator(z, levels.quantized),
    codes,
    inputs,
    codebookLoss,
    commitmentLoss,
    quantizationLoss: codebookLoss ? (tf.add(codebookLoss, weighted) as tf.Scalar) : weighted,
  };
}

/** A mixture of code vectors is differentiable by itself and needs no estimator. */
const keepGradient: Estimator = (_e, q) => q;

function reduceLevels(terms: readonly tf.Scalar[], reduction: Reduction): tf.Scalar {
  const total = sum(terms);
  return reduction === 'sum' ? total : (tf.mul(total, 1 / terms.length) as tf.Scalar);
}

function sum<T extends tf.Tensor>(terms: readonly T[]): T {
  return terms.length === 1 ? terms[0]!.clone() : terms.slice(1).reduce((total, term) => tf.add(total, term) as T, terms[0]!);
}

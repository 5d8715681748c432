/** How one level of RQ-VAE chooses: the nearest code by Euclidean distance or by cosine, Sinkhorn's even shares, or Gumbel-softmax's mixture. */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCode } from '../../kernels/nearestCode';
import { gumbelSoftmax } from '../../ops/gumbelSoftmax';
import { matMul } from '../../ops/matMul';
import { sinkhornCodes, type SinkhornOptions } from '../../ops/sinkhorn';
import { squaredDistances } from '../../ops/squaredDistances';
import { unitRows } from '../../ops/unitRows';

/** `cosine`: the squared distance of residual and code vector, each divided by its length: 2 - 2 cos. Nothing but the choice is normalised. */
export type Distance = 'l2' | 'cosine';

export interface SinkhornChoice extends SinkhornOptions {
  /** 0-based. */
  readonly levels: ReadonlySet<number>;
}

export interface GumbelChoice {
  readonly temperature: number;
  /** Fresh noise [rows, numCodes]; asked for once a level, in order. */
  noise(rows: number, numCodes: number): tf.Tensor2D;
}

/** Codes int32 [n] for e [n, d] at one 0-based level, lowest index on ties; by Sinkhorn on its levels, else the nearest. Not differentiable. */
export function chooseCodes(e: tf.Tensor2D, codebook: tf.Tensor2D, distance: Distance, level = 0, sinkhorn?: SinkhornChoice): tf.Tensor1D {
  const balanced = sinkhorn?.levels.has(level) ? sinkhorn : undefined;
  if (distance === 'l2' && !balanced) return nearest(e, codebook);
  return tf.tidy(() => {
    const [rows, codes] = comparable(e, codebook, distance);
    return balanced ? sinkhornCodes(squaredDistances(rows, codes), balanced) : nearest(rows, codes);
  });
}

/** Mixtures p C [n, d] of all code vectors, p drawn by Gumbel-softmax from the distances; differentiable in both. */
export function softVectors(e: tf.Tensor2D, codebook: tf.Tensor2D, distance: Distance, { temperature, noise }: GumbelChoice): tf.Tensor2D {
  const [rows, codes] = comparable(e, codebook, distance);
  const shares = gumbelSoftmax(squaredDistances(rows, codes), noise(e.shape[0], codebook.shape[0]), temperature);
  return matMul(shares, codebook);
}

function nearest(e: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor1D {
  const { codes, distances } = nearestCode(e, codebook);
  distances.dispose();
  return codes;
}

function comparable(e: tf.Tensor2D, codebook: tf.Tensor2D, distance: Distance): readonly [tf.Tensor2D, tf.Tensor2D] {
  return distance === 'cosine' ? [unitRows(e), unitRows(codebook)] : [e, codebook];
}

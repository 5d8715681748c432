/** What methods that fit one level after another begin with. */
import * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../records/params';
import { lessMeans } from './residuals';
import { columnMeans } from './rowSums';
import type { Vectors } from './vectors';

/** Steps planned at most: for each level its seeding and its passes (`maxIterations`), each as many batches as fit into the rows, and all that as often as `restarts` says. */
export function plannedPasses({ rows }: Pick<Vectors, 'rows'>, levels: number, { miniBatch, maxIterations, restarts = 1 }: Params): number {
  const batches = miniBatch === 0 ? 1 : Math.max(1, Math.floor(rows / Math.min(miniBatch as number, rows)));
  return levels * (restarts as number) * (1 + (maxIterations as number) * batches);
}

/** What level 0 is fitted to: rows less their mean, or (`centre` off) rows as they are and a mean of zeros. Both are the caller's to dispose. */
export function firstResiduals(of: Pick<Vectors, 'data' | 'rows' | 'dim' | 'chunkRows'>, { centre }: Params): { readonly mean: tf.Tensor1D; readonly residuals: Vectors } {
  const mean = centre ? columnMeans(of.data, of.rows, of.dim) : new Float64Array(of.dim);
  return { mean: tf.tensor1d(Float32Array.from(mean)), residuals: lessMeans(of, mean) };
}

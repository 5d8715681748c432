/**
 * RQ-GMM on real files beside scikit-learn's GaussianMixture(diag), 3 levels with hard hand-over: at every level log-likelihood and error within
 * 1 % or better. Figures of the peer: bench/peers.json, mean of three seeds; ours: as many seeds as stand below, with
 * scikit-learn's stop rule. All sizes and seeds are compared by `npm run bench -- --only proof`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../gpu/device';
import { mixtureCodes, type Mixture } from '../../kernels/gaussianStatistics';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import { sweep } from '../training/sweep';
import { meanOf, peerMeans, peerRows, shared } from '../../testing/peers';
import type { Quantizer } from '../quantizer';
import { createRqGmm } from './rqGmm';
import { rqGmmParams } from './params';
import { totalSquares } from '../rowSums';
import { type Vectors } from '../vectors';

const cases = [
  { file: 'text', numCodes: 64, seeds: [1] },
] as const;

describe.skipIf(!shared)('RQ-GMM on real files (skipped: RESIDUA_SHARED names no folder)', () => {
  beforeAll(async () => {
    await openBackend('wasm');
  });

  for (const { file, numCodes, seeds } of cases) {
    it(
      `${file}, K = ${numCodes}`,
      async () => {
        const rows = await peerRows(file);
        const total = totalSquares(rows.data, rows.rows, rows.dim);
        const energies: number[][] = [];
        const likelihoods: number[][] = [];
        for (const seed of seeds) {
          const params = { ...defaultParams(rqGmmParams), numCodes: [numCodes], maxIterations: 100, tolerance: 1e-3, toleranceRule: 'scikit-learn', varianceFloor: 1e-6, relativeVarianceFloor: 0 };
          const quantizer = await createRqGmm(rows, params, new Random(seed));
          while (!(await quantizer.trainStep()).done);
          energies.push((await sweep(quantizer, rows.chunks)).squaredErrors.slice(1).map((error) => error / total));
          likelihoods.push(await likelihoodOf(quantizer, rows));
          quantizer.dispose();
        }
        rows.dispose();
        const peer = peerMeans(file, numCodes, 'mixture');
        const energy = meanOf(energies);
        const likelihood = meanOf(likelihoods);
        const seen = `energy ${show(energy, 4)}, log-likelihood ${show(likelihood, 2)}`;
        peer.logLikelihood.forEach((value, level) => expect(likelihood[level]!, seen).toBeGreaterThanOrEqual(value - 0.01 * Math.abs(value)));
        peer.energy.forEach((value, level) => expect(Math.sqrt(energy[level]!), seen).toBeLessThanOrEqual(1.01 * Math.sqrt(value)));
      },
      900_000,
    );
  }
});

/** Mean log-likelihood per row of each level's final mixture on that level's own residuals. */
async function likelihoodOf(quantizer: Quantizer, rows: Vectors): Promise<number[]> {
  const state = await quantizer.state();
  const sums = quantizer.numCodes.map(() => 0);
  for (const chunk of rows.chunks) {
    const encoding = await quantizer.encode(chunk);
    for (const [level, numCodes] of quantizer.numCodes.entries()) {
      const [logWeights, means, variances] = ['logWeights', 'means', 'variances'].map((name) => Float64Array.from(state[`${name}.${level}`]!));
      const mixture: Mixture = { numCodes, dim: rows.dim, logWeights: logWeights!, means: means!, variances: variances! };
      const chosen = mixtureCodes(encoding.residuals[level]!, mixture);
      for (const value of await chosen.logDensity.data<'float32'>()) sums[level]! += value / rows.rows;
      tf.dispose([chosen.codes, chosen.logDensity, chosen.confidence]);
    }
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
  }
  return sums;
}

function show(values: readonly number[], digits: number): string {
  return values.map((value) => value.toFixed(digits)).join(' / ');
}

/** RQ-GMM: likelihood never falls, stepwise EM against exact EM, stop rules, the prior in the choice of codes, and going on within a level. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { mixtureCodes, type Mixture } from '../../kernels/gaussianStatistics';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import type { Quantizer } from '../quantizer';
import { createRqGmm } from './rqGmm';
import { rqGmmParams } from './params';
import { Vectors } from '../vectors';

/** Weights, means and deviations of a planted mixture in four dimensions. */
const PLANTED = [
  { weight: 0.6, mean: [0, 0, 0, 0], deviation: [1, 0.5, 2, 1] },
  { weight: 0.3, mean: [8, -6, 0, 4], deviation: [0.5, 1, 1, 0.3] },
  { weight: 0.1, mean: [-5, 7, 9, -6], deviation: [1, 1, 0.4, 2] },
];

describeBackends('RQ-GMM', () => {
  for (const covariance of ['diagonal', 'spherical', 'tied']) {
    it(`${covariance}: the likelihood never falls without reseeding`, async () => {
      const rows = clusters(400);
      const quantizer = await make(rows, { numCodes: [8], numLevels: 2, covariance, reseed: false, tolerance: 0, maxIterations: 15 });
      const bounds: number[][] = [[], []];
      for (;;) {
        const { losses, level, done } = await quantizer.trainStep();
        if (losses.logLikelihood !== undefined) bounds[level]!.push(losses.logLikelihood as number);
        if (done) break;
      }
      for (const curve of bounds) {
        expect(curve.length).toBeGreaterThan(1);
        for (let i = 1; i < curve.length; i++) expect(curve[i]!).toBeGreaterThanOrEqual(curve[i - 1]! - 1e-5 * Math.abs(curve[i - 1]!));
      }
      quantizer.dispose();
      rows.dispose();
    });
  }

  it('stepwise EM comes close to exact EM on a planted mixture, and finds its parts', async () => {
    const rows = planted(3000);
    const likelihoods = [];
    for (const params of [{}, { miniBatch: 200, maxIterations: 10 }] as Params[]) {
      const quantizer = await trained(rows, { numCodes: [3], numLevels: 1, ...params });
      likelihoods.push(await meanLogDensity(rows, quantizer));
      const { weights, means } = quantizer.mixture!(0);
      const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]!);
      const exported = (await quantizer.codebooks())[0]!;
      order.forEach((k, part) => {
        expect(Math.abs(weights[k]! - PLANTED[part]!.weight)).toBeLessThan(0.03);
        // The exported code vectors have the mean of the rows in them, as the planted means do.
        for (let d = 0; d < 4; d++) expect(Math.abs(exported[k * 4 + d]! - PLANTED[part]!.mean[d]!), `part ${part}`).toBeLessThan(0.3);
      });
      expect(means.length).toBe(12);
      quantizer.dispose();
    }
    expect(likelihoods[1]!).toBeGreaterThan(likelihoods[0]! - 0.02 * Math.abs(likelihoods[0]!));
    expect(likelihoods[1]!).toBeLessThan(likelihoods[0]! + 1e-3 * Math.abs(likelihoods[0]!));
    rows.dispose();
  });

  it("scikit-learn's rule counts the gain per row, not per number", async () => {
    const rows = clusters(400);
    const passes = [];
    for (const params of [{ tolerance: 1e-3 }, { tolerance: 1e-3, toleranceRule: 'scikit-learn' }, { tolerance: 1e-3 / rows.dim }] as Params[]) {
      const quantizer = await make(rows, { numCodes: [12], numLevels: 1, reseed: false, maxIterations: 200, ...params });
      const bounds: number[] = [];
      for (;;) {
        const { losses, done } = await quantizer.trainStep();
        if (losses.logLikelihood !== undefined) bounds.push(losses.logLikelihood as number);
        if (done) break;
      }
      passes.push(bounds.length);
      quantizer.dispose();
    }
    expect(passes[1]!).toBeGreaterThan(passes[0]!);
    expect(passes[1]!).toBe(passes[2]!);
    rows.dispose();
  });

  it('without the prior, codes are the components of highest density', async () => {
    const rows = planted(1500);
    const quantizer = await trained(rows, { numCodes: [6], numLevels: 1, usePrior: false });
    const encoding = await quantizer.encode(rows.chunks[0]!);
    const codes = await encoding.codes[0]!.data();
    const { means, variances, weights } = quantizer.mixture!(0);
    const x = await encoding.latents.data();
    let unlike = 0;
    for (let i = 0; i < rows.rows; i++) {
      const densities = Array.from({ length: 6 }, (_, k) => {
        let sum = 0;
        for (let d = 0; d < 4; d++) sum -= 0.5 * (Math.log(variances[k * 4 + d]!) + (x[i * 4 + d]! - means[k * 4 + d]!) ** 2 / variances[k * 4 + d]!);
        return sum;
      });
      const weighted = densities.map((density, k) => density + Math.log(weights[k]!));
      expect(densities[codes[i]!]!).toBeGreaterThan(Math.max(...densities) - 1e-3);
      if (weighted.indexOf(Math.max(...weighted)) !== codes[i]) unlike++;
    }
    expect(unlike).toBeGreaterThan(0);
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
    quantizer.dispose();
    rows.dispose();
  });

  it('goes on from the middle of a level with the same bits, notes and number of steps', async () => {
    const rows = clusters(300);
    for (const option of [{}, { miniBatch: 64, maxIterations: 5 }, { covariance: 'tied' }] as Params[]) {
      const params = { numCodes: [9], numLevels: 3, tolerance: 0, maxIterations: 9, ...option };
      const whole = await make(rows, params);
      const all = await steps(whole, Infinity);
      const at = Math.floor(all * 0.55);
      const before = await make(rows, params);
      await steps(before, at);
      const state = await before.state();
      expect(Object.keys(state)).toContain('making.means');
      const after = await make(rows, params);
      await after.restore(state);
      expect(await steps(after, Infinity)).toBe(all - at);
      expect(await after.codebooks()).toEqual(await whole.codebooks());
      expect(await after.state()).toEqual(await whole.state());
      expect(after.notes()).toEqual(whole.notes());
      for (const quantizer of [whole, before, after]) quantizer.dispose();
    }
    rows.dispose();
  });

  it('survives duplicates, a constant column and rows a thousand deviations away, in both kinds of EM', async () => {
    const random = new Random(1);
    const data = Float32Array.from({ length: 200 * 3 }, (_, at) => (at % 3 === 2 ? 4 : Math.round(2 * random.normal())));
    data[0] = 3000;
    const rows = new Vectors(data, 200, 3);
    for (const option of [{}, { miniBatch: 50 }] as Params[]) {
      const quantizer = await trained(rows, { numCodes: [20], numLevels: 3, ...option });
      for (const book of await quantizer.codebooks()) expect(book.every(Number.isFinite)).toBe(true);
      const encoding = await quantizer.encode(rows.chunks[0]!);
      for (const code of encoding.codes) expect((await code.data()).every((k) => k >= 0 && k < 20)).toBe(true);
      tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
      quantizer.dispose();
    }
    rows.dispose();
  });
});

function clusters(rows: number): Vectors {
  const { data, dim } = nestedClusters(3, rows, 8);
  return new Vectors(data, rows, dim);
}

function planted(rows: number): Vectors {
  const random = new Random(2);
  const data = new Float32Array(rows * 4);
  for (let i = 0; i < rows; i++) {
    const mark = random.uniform();
    const { mean, deviation } = PLANTED[mark < 0.6 ? 0 : mark < 0.9 ? 1 : 2]!;
    for (let d = 0; d < 4; d++) data[i * 4 + d] = mean[d]! + deviation[d]! * random.normal();
  }
  return new Vectors(data, rows, 4);
}

function make(rows: Vectors, params: Params): Promise<Quantizer> {
  return createRqGmm(rows, { ...defaultParams(rqGmmParams), ...params }, new Random(7));
}

async function trained(rows: Vectors, params: Params): Promise<Quantizer> {
  const quantizer = await make(rows, params);
  await steps(quantizer, Infinity);
  return quantizer;
}

async function steps(quantizer: Quantizer, most: number): Promise<number> {
  for (let i = 1; i <= most; i++) if ((await quantizer.trainStep()).done) return i;
  return most;
}

/** Of the first level's final mixture, over all rows. */
async function meanLogDensity(rows: Vectors, quantizer: Quantizer): Promise<number> {
  const state = await quantizer.state();
  const mixture: Mixture = {
    numCodes: state['logWeights.0']!.length,
    dim: rows.dim,
    logWeights: state['logWeights.0'] as Float64Array,
    means: state['means.0'] as Float64Array,
    variances: state['variances.0'] as Float64Array,
  };
  const encoding = await quantizer.encode(rows.chunks[0]!);
  const { codes, logDensity, confidence } = mixtureCodes(encoding.latents, mixture);
  const values = await logDensity.data<'float32'>();
  tf.dispose([codes, logDensity, confidence, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  return values.reduce((sum, value) => sum + value, 0) / rows.rows;
}

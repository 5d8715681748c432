/**
 * RQ-GMM: one Gaussian mixture a level, fitted by expectation-maximization (2602.12593).
 *
 *     logp[i,k] = log pi_k - 1/2 sum_d ( log(2 PI s2_kd) + (e_id - mu_kd)^2 / s2_kd );   gamma = softmax_k(logp)
 *     code[l]   = argmax_k logp[i,k];   e[l+1] = e[l] - mu_l[code[l]];   xhat = mean + sum_l mu_l[code[l]]
 *
 * Soft inside EM only, hard everywhere else. The code is not the nearest mean: each component has its own metric and prior. A level starts
 * from k-means++ and ten Lloyd passes, so the comparison with RQ-KMeans is fair. One step is one seeding or one exact EM pass over all rows.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gaussianStatistics, mixtureCodes, type Mixture } from '../kernels/gaussianStatistics';
import type { Random } from '../math/random';
import type { Params } from '../records';
import { decodeAdditive, encodeAdditive, exportAdditive } from './additiveCodes';
import { collapsedComponents, hardMixture, maximize, reseedDying, type Covariance } from './gaussianMixture';
import { fitKMeans } from './kMeans';
import { numCodesPerLevel } from './numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from './quantizer';
import { centred, columnMeans, residuals, Vectors } from './vectors';

/** Lloyd passes of the start, as methods that start from k-means use. */
const START_PASSES = 10;

export class RqGmm implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  readonly traits = { encoder: 'none', perItem: 0, soft: false };
  private readonly mean: tf.Tensor1D;
  private readonly fitted: Mixture[] = [];
  private readonly means: tf.Tensor2D[] = [];
  private current: Vectors;
  private levelVariance: Float64Array;
  private mixtureInMaking: Mixture | null = null;
  private passes = 0;
  private reseeded = 0;
  private lastBound = -Infinity;
  private readonly remarks: string[] = [];

  constructor(
    rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
  ) {
    this.latentDim = rows.dim;
    this.plannedSteps = numCodes.length * (1 + (params.maxIterations as number));
    const mean = params.centre ? columnMeans(rows.data, rows.rows, rows.dim) : new Float64Array(rows.dim);
    this.mean = tf.tensor1d(Float32Array.from(mean));
    this.current = new Vectors(centred(rows.data, rows.rows, rows.dim, mean), rows.rows, rows.dim);
    this.levelVariance = columnVariances(this.current);
  }

  get levelsReady(): number {
    return this.fitted.length;
  }

  get parameters(): number {
    const perCode = this.params.covariance === 'diagonal' ? 2 * this.latentDim + 1 : this.params.covariance === 'spherical' ? this.latentDim + 2 : this.latentDim + 1;
    const tied = this.params.covariance === 'tied' ? this.latentDim * this.numCodes.length : 0;
    return this.numCodes.reduce((sum, k) => sum + k, 0) * perCode + tied + (this.params.centre ? this.latentDim : 0);
  }

  async trainStep(): Promise<StepResult> {
    const level = this.fitted.length;
    const { rows } = this.current;
    if (!this.mixtureInMaking) {
      await this.start(level);
      return { losses: {}, level, phase: `starting from k-means, level ${level + 1}`, items: rows, done: false };
    }
    const bound = await this.pass();
    const gain = (bound - this.lastBound) / this.latentDim;
    const settled = gain < (this.params.tolerance as number) && this.passes > 1;
    this.lastBound = bound;
    if (settled || this.passes >= (this.params.maxIterations as number)) {
      await this.closeLevel(settled ? `settled after ${this.passes} EM passes` : `stopped at the limit of ${this.passes} EM passes`);
    }
    return {
      losses: { logLikelihood: bound },
      level,
      phase: `EM pass ${this.passes}, level ${level + 1}`,
      items: rows,
      done: this.fitted.length === this.numCodes.length,
    };
  }

  async settle(why = 'stopped by hand'): Promise<void> {
    if (this.mixtureInMaking) await this.closeLevel(`${why} after ${this.passes} EM passes`);
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const { mixtures, means, release } = this.ready();
    const encoding = encodeAdditive(x, this.mean, means, (residual, level) => {
      const { codes, logDensity, confidence } = mixtureCodes(residual, mixtures[level]!);
      logDensity.dispose();
      confidence.dispose();
      return codes;
    });
    release();
    return encoding;
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    const { means, release } = this.ready();
    const decoded = decodeAdditive(codes, rows, this.mean, means);
    release();
    return decoded;
  }

  mixture(level: number) {
    const mixture = this.fitted[level] ?? this.mixtureInMaking!;
    return {
      weights: Float32Array.from(mixture.logWeights, Math.exp),
      means: Float32Array.from(mixture.means),
      variances: Float32Array.from(mixture.variances),
    };
  }

  async codebooks(): Promise<Float32Array[]> {
    return exportAdditive(
      this.fitted.map((mixture) => Float32Array.from(mixture.means)),
      await this.mean.data(),
    );
  }

  notes(): readonly string[] {
    return this.remarks;
  }

  /** Finished levels only: a level in the middle is fitted anew, from the same seed, after a restore. */
  async state(): Promise<Record<string, Float64Array>> {
    return Object.fromEntries(
      this.fitted.flatMap((mixture, level) =>
        (['logWeights', 'means', 'variances'] as const).map((name) => [`${name}.${level}`, mixture[name].slice()] as const),
      ),
    );
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    for (let level = 0; state[`means.${level}`]; level++) {
      const [logWeights, means, variances] = ['logWeights', 'means', 'variances'].map((name) => Float64Array.from(state[`${name}.${level}`]!));
      this.mixtureInMaking = { numCodes: this.numCodes[level]!, dim: this.latentDim, logWeights: logWeights!, means: means!, variances: variances! };
      await this.closeLevel('taken from a checkpoint');
    }
  }

  dispose(): void {
    this.mean.dispose();
    this.current.dispose();
    for (const means of this.means) means.dispose();
  }

  /** k-means++, ten Lloyd passes, then weights, means and variances of the hard clusters. */
  private async start(level: number): Promise<void> {
    const numCodes = this.numCodes[level]!;
    const random = this.random.split(`level ${level}`);
    const kMeans = await fitKMeans(this.current, numCodes, random, START_PASSES, { init: 'k-means++', repair: true });
    const { codes } = await kMeans.assign();
    this.mixtureInMaking = hardMixture(this.current, codes, kMeans.centres, numCodes, this.levelVariance, this.floor(), this.covariance);
    this.passes = 0;
    this.reseeded = 0;
    this.lastBound = -Infinity;
    if (kMeans.effectiveCodes < numCodes) {
      this.remarks.push(`Level ${level + 1}: only ${kMeans.effectiveCodes} distinct residuals for ${numCodes} components.`);
    }
  }

  /** One E and M step over all rows; returns the mean log-likelihood per row before it (the lower bound). */
  private async pass(): Promise<number> {
    const mixture = this.mixtureInMaking!;
    const { rows } = this.current;
    const mass = new Float64Array(mixture.numCodes);
    const first = new Float64Array(mixture.numCodes * mixture.dim);
    const second = new Float64Array(mixture.numCodes * mixture.dim);
    const logDensity = new Float64Array(rows);
    let start = 0;
    for (const chunk of this.current.chunks) {
      const part = await gaussianStatistics(chunk, mixture);
      for (let k = 0; k < mass.length; k++) mass[k]! += part.mass[k]!;
      for (let j = 0; j < first.length; j++) {
        first[j]! += part.first[j]!;
        second[j]! += part.second[j]!;
      }
      logDensity.set(part.logDensity, start);
      start += chunk.shape[0];
    }
    this.passes++;
    const next = maximize(mixture, { mass, first, second }, this.floor(), this.covariance);
    const passesLeft = (this.params.maxIterations as number) - this.passes;
    if (this.params.reseed && passesLeft >= 2) this.reseeded += reseedDying(next, mass, logDensity, this.current, this.levelVariance);
    this.mixtureInMaking = next;
    return logDensity.reduce((sum, value) => sum + value, 0) / rows;
  }

  private async closeLevel(outcome: string): Promise<void> {
    const level = this.fitted.length;
    const mixture = this.mixtureInMaking!;
    const { data, rows, dim } = this.current;
    const codes = new Int32Array(rows);
    let confident = 0;
    let start = 0;
    for (const chunk of this.current.chunks) {
      const chosen = mixtureCodes(chunk, mixture);
      codes.set(await chosen.codes.data<'int32'>(), start);
      for (const share of await chosen.confidence.data()) if (share > 0.99) confident++;
      start += chunk.shape[0];
      tf.dispose([chosen.codes, chosen.logDensity, chosen.confidence]);
    }
    this.keep(mixture);
    const collapsed = collapsedComponents(mixture, this.floor());
    this.remarks.push(
      `Level ${level + 1}: ${outcome}; ${((100 * confident) / rows).toFixed(0)} % of rows belong to one component with more than 99 %` +
        `${this.reseeded > 0 ? `; ${this.reseeded} dying components were reseeded` : ''}` +
        `${collapsed > 0 ? `; ${collapsed} components have collapsed onto single points` : ''}.`,
    );
    this.current.dispose();
    this.current = new Vectors(residuals(data, rows, dim, codes, Float32Array.from(mixture.means)), rows, dim);
    this.levelVariance = columnVariances(this.current);
    this.mixtureInMaking = null;
  }

  private keep(mixture: Mixture): void {
    this.fitted.push(mixture);
    this.means.push(tf.tensor2d(Float32Array.from(mixture.means), [mixture.numCodes, mixture.dim]));
  }

  private get covariance(): Covariance {
    return this.params.covariance as Covariance;
  }

  /** What is added to each dimension's variance at this level. */
  private floor(): Float64Array {
    const { varianceFloor, relativeVarianceFloor } = this.params as { varianceFloor: number; relativeVarianceFloor: number };
    return this.levelVariance.map((variance) => varianceFloor + relativeVarianceFloor * variance);
  }

  /** Finished levels, and the one in the making as it stands. */
  private ready(): { mixtures: Mixture[]; means: tf.Tensor2D[]; release: () => void } {
    const unfinished = this.mixtureInMaking;
    if (!unfinished) return { mixtures: [...this.fitted], means: [...this.means], release: () => undefined };
    const means = tf.tensor2d(Float32Array.from(unfinished.means), [unfinished.numCodes, unfinished.dim]);
    return { mixtures: [...this.fitted, unfinished], means: [...this.means, means], release: () => means.dispose() };
  }
}

/** Throws InputError where levels, codes and rows do not fit together. */
export async function createRqGmm(rows: TrainingRows, params: Params, random: Random): Promise<Quantizer> {
  return new RqGmm(rows, numCodesPerLevel(params, rows.rows), params, random);
}

function columnVariances(vectors: Vectors): Float64Array {
  const means = columnMeans(vectors.data, vectors.rows, vectors.dim);
  const variances = new Float64Array(vectors.dim);
  for (let i = 0, at = 0; i < vectors.rows; i++) for (let d = 0; d < vectors.dim; d++) variances[d]! += (vectors.data[at++]! - means[d]!) ** 2;
  return variances.map((sum) => sum / vectors.rows);
}

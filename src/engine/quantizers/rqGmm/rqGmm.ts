/**
 * RQ-GMM: one Gaussian mixture a level, fitted by expectation-maximization (2602.12593).
 *
 *     logp[i,k] = log pi_k - 1/2 sum_d ( log(2 PI s2_kd) + (e_id - mu_kd)^2 / s2_kd );   gamma = softmax_k(logp)
 *     code[l]   = argmax_k logp[i,k];   e[l+1] = e[l] - mu_l[code[l]];   xhat = mean + sum_l mu_l[code[l]]
 *
 * Soft inside EM only, hard everywhere else. The code is not the nearest mean: each component has its own metric and prior. A level starts
 * from k-means++ and ten Lloyd passes, so the comparison with RQ-KMeans is fair. One step is one start, one exact EM pass over all rows or, with
 * mini-batches, one batch of stepwise EM.
 */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../../gpu/launch';
import { mixtureCodes, type Mixture } from '../../kernels/gaussianStatistics';
import type { Random } from '../../math/random';
import type { Params } from '../../records/params';
import type { SettleReason, Tell } from '../../records/run';
import { decodeAdditive, encodeAdditive, exportAdditive } from '../additiveCodes';
import { collapsedComponents, decidedByFloor } from './gaussianMixture';
import { firstResiduals, plannedPasses } from '../levelByLevel';
import { numCodesPerLevel } from '../numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from '../quantizer';
import { MixtureFit, varianceFloor } from './level';
import { lessCodes } from '../residuals';
import { columnVariances } from '../rowSums';
import type { Vectors } from '../vectors';

const OUTCOMES = ['settled', 'limit', 'byHand', 'budget'] as const;
type Outcome = (typeof OUTCOMES)[number];
/** Share of the variances from which a note says that the floor decides. */
const FLOOR_DECIDES = 0.1;

/** A finished level, with figures for the notes: outcome's number, passes, reseeds, distinct centres; share of confident rows, collapsed components, share of variances decided by the floor. */
interface FinishedLevel {
  readonly mixture: Mixture;
  readonly means: tf.Tensor2D;
  readonly record: Float64Array;
}

export class RqGmm implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  readonly traits = { encoder: 'none', perItem: 0, soft: false };
  private readonly mean: tf.Tensor1D;
  private readonly finished: FinishedLevel[] = [];
  private current: Vectors;
  private fit: MixtureFit | null = null;

  constructor(
    rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    this.latentDim = rows.dim;
    this.plannedSteps = plannedPasses(rows, numCodes.length, params);
    ({ mean: this.mean, residuals: this.current } = firstResiduals(rows, params));
  }

  get levelsReady(): number {
    return this.finished.length;
  }

  get parameters(): number {
    const perCode = this.params.covariance === 'diagonal' ? 2 * this.latentDim + 1 : this.params.covariance === 'spherical' ? this.latentDim + 2 : this.latentDim + 1;
    const tied = this.params.covariance === 'tied' ? this.latentDim * this.numCodes.length : 0;
    return this.numCodes.reduce((sum, k) => sum + k, 0) * perCode + tied + (this.params.centre ? this.latentDim : 0);
  }

  async trainStep(): Promise<StepResult> {
    const level = this.finished.length;
    this.fit ??= this.newFit(level);
    const { phase, bound, items, outcome } = await this.fit.step();
    if (outcome) await this.closeLevel(outcome);
    return {
      losses: bound === undefined ? {} : { logLikelihood: bound },
      level,
      phase: `${phase}, level ${level + 1}`,
      items,
      done: this.finished.length === this.numCodes.length,
    };
  }

  async settle(why?: SettleReason): Promise<void> {
    if (this.fit?.mixture) await this.closeLevel(why === 'budget' ? 'budget' : 'byHand');
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const { mixtures, means, release } = this.ready();
    const encoding = encodeAdditive(x, this.mean, means, (residual, level) => {
      const { codes, logDensity, confidence } = mixtureCodes(residual, this.coding(mixtures[level]!));
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
    const mixture = this.finished[level]?.mixture ?? this.fit!.mixture!;
    return {
      weights: Float32Array.from(mixture.logWeights, Math.exp),
      means: Float32Array.from(mixture.means),
      variances: Float32Array.from(mixture.variances),
    };
  }

  async codebooks(): Promise<Float32Array[]> {
    return exportAdditive(
      this.finished.map(({ mixture }) => Float32Array.from(mixture.means)),
      await this.mean.data(),
    );
  }

  notes(): readonly string[] {
    const { miniBatch, usePrior } = this.params;
    return [
      ...this.finished.flatMap(({ record }, level) => this.levelNotes(record, level)),
      ...(miniBatch === 0 ? [] : [`Fitted by stepwise EM in mini-batches of ${miniBatch as number} rows, which approximates exact EM.`]),
      ...(usePrior ? [] : ['Codes are chosen without the weights of the components.']),
    ];
  }

  /** Finished levels, and the one in the making as it stands. */
  async state(): Promise<Record<string, Float64Array>> {
    const state: Record<string, Float64Array> = {};
    for (const [level, { mixture, record }] of this.finished.entries()) {
      for (const name of ['logWeights', 'means', 'variances'] as const) state[`${name}.${level}`] = mixture[name].slice();
      state[`record.${level}`] = record.slice();
    }
    for (const [name, values] of Object.entries(this.fit?.state() ?? {})) state[`making.${name}`] = values;
    return state;
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    for (let level = 0; state[`means.${level}`]; level++) {
      const [logWeights, means, variances, record] = ['logWeights', 'means', 'variances', 'record'].map((name) => Float64Array.from(state[`${name}.${level}`]!));
      const mixture = { numCodes: this.numCodes[level]!, dim: this.latentDim, logWeights: logWeights!, means: means!, variances: variances! };
      await this.keepLevel(mixture, Array.from(record!.subarray(0, 4)));
    }
    const making = Object.entries(state).flatMap(([name, values]) => (name.startsWith('making.') ? [[name.slice('making.'.length), values] as const] : []));
    if (making.length === 0) return;
    this.fit = this.newFit(this.finished.length);
    this.fit.restore(Object.fromEntries(making));
  }

  dispose(): void {
    this.mean.dispose();
    this.current.dispose();
    for (const { means } of this.finished) means.dispose();
  }

  private newFit(level: number): MixtureFit {
    return new MixtureFit(this.current, this.numCodes[level]!, this.params, this.random.split(`level ${level}`), (phase, share) => this.tell?.(`${phase}, level ${level + 1}`, share));
  }

  /** As the choice of a code reads it: without the prior all weights are equal. */
  private coding(mixture: Mixture): Mixture {
    return this.params.usePrior ? mixture : { ...mixture, logWeights: new Float64Array(mixture.numCodes).fill(-Math.log(mixture.numCodes)) };
  }

  private async closeLevel(outcome: Outcome): Promise<void> {
    const fit = this.fit!;
    this.fit = null;
    await this.keepLevel(fit.mixture!, [OUTCOMES.indexOf(outcome), fit.passes, fit.reseeded, fit.effectiveCodes]);
  }

  /** Freezes a mixture and hands the residuals on. */
  private async keepLevel(mixture: Mixture, figures: readonly number[]): Promise<void> {
    const { rows, dim } = this.current;
    const codes = new Int32Array(rows);
    let confident = 0;
    let start = 0;
    for (const chunk of this.current.chunks) {
      const chosen = mixtureCodes(chunk, this.coding(mixture));
      await readTogether([chosen.codes, chosen.confidence]);
      codes.set(await chosen.codes.data<'int32'>(), start);
      for (const share of await chosen.confidence.data()) if (share > 0.99) confident++;
      start += chunk.shape[0];
      tf.dispose([chosen.codes, chosen.logDensity, chosen.confidence]);
    }
    const floor = varianceFloor(columnVariances(this.current.data, rows, dim), this.params);
    const collapsed = collapsedComponents(mixture, floor);
    const means = tf.tensor2d(Float32Array.from(mixture.means), [mixture.numCodes, dim]);
    this.finished.push({ mixture, means, record: Float64Array.of(...figures, confident / rows, collapsed, decidedByFloor(mixture, floor)) });
    const left = lessCodes(this.current, codes, Float32Array.from(mixture.means));
    this.current.dispose();
    this.current = left;
  }

  private levelNotes(record: Float64Array, level: number): string[] {
    // Checkpoints of before have no share decided by the floor.
    const [outcome, passes, reseeded, distinct, confident, collapsed, decided = 0] = record;
    const numCodes = this.numCodes[level]!;
    const how = { settled: 'settled after', limit: 'stopped at the limit of', byHand: 'stopped by hand after', budget: "stopped at the level's share of the budget after" };
    return [
      ...(distinct! < numCodes ? [`Level ${level + 1}: only ${distinct} distinct residuals for ${numCodes} components.`] : []),
      `Level ${level + 1}: ${how[OUTCOMES[outcome!]!]} ${passes} EM passes; ${(100 * confident!).toFixed(0)} % of rows belong to one component with more than 99 %` +
        `${reseeded! > 0 ? `; ${reseeded} dying components were reseeded` : ''}` +
        `${collapsed! > 0 ? `; ${collapsed} components have collapsed onto single points` : ''}.`,
      ...(decided > FLOOR_DECIDES
        ? [`Level ${level + 1}: the floor is more than half of the variance in ${(100 * decided).toFixed(0)} % of cases: there it decides, not the data. ${(this.params.varianceFloor as number) > 0 ? 'Make the absolute amount smaller, or 0.' : 'Use fewer components, or a smaller relative amount.'}`]
        : []),
      ...(OUTCOMES[outcome!] === 'limit' ? [`Level ${level + 1} was still gaining likelihood at the limit of passes: allow more of them.`] : []),
    ];
  }

  /** Finished levels, and the one in the making as it stands. */
  private ready(): { mixtures: Mixture[]; means: tf.Tensor2D[]; release: () => void } {
    const mixtures = this.finished.map(({ mixture }) => mixture);
    const means = this.finished.map((level) => level.means);
    const unfinished = this.fit?.mixture;
    if (!unfinished) return { mixtures, means, release: () => undefined };
    const last = tf.tensor2d(Float32Array.from(unfinished.means), [unfinished.numCodes, unfinished.dim]);
    return { mixtures: [...mixtures, unfinished], means: [...means, last], release: () => last.dispose() };
  }
}

/** Throws InputError where levels, codes and rows do not fit together. */
export async function createRqGmm(rows: TrainingRows, params: Params, random: Random, tell?: Tell): Promise<Quantizer> {
  return new RqGmm(rows, numCodesPerLevel(params, rows.rows), params, random, tell);
}

/** One level of RQ-GMM in the making: a start from k-means, then exact EM passes or stepwise EM until it has settled. One step is one of these. */
import { gaussianStatistics, type Mixture } from '../../kernels/gaussianStatistics';
import type { Random } from '../../math/random';
import type { Params } from '../../records/params';
import type { Tell } from '../../records/run';
import { hardMixture, maximize, reseedDying, type Covariance } from './gaussianMixture';
import { fitKMeans } from '../kMeans';
import { StepwiseEm } from './stepwiseEm';
import { columnVariances } from '../rowSums';
import { Vectors } from '../vectors';

/** Lloyd passes of the start, as methods that start from k-means use. */
const START_PASSES = 10;
const STARTING = 'starting from k-means';
/** Rows a component that stepwise EM starts from. */
const START_ROWS_PER_CODE = 256;

export interface MixtureStep {
  readonly phase: string;
  /** Mean log-likelihood of the step's rows before it; absent for the start. */
  readonly bound?: number;
  readonly items: number;
  /** Why the level is finished; absent while it is not. */
  readonly outcome?: 'settled' | 'limit';
}

export class MixtureFit {
  /** [dim]: added to every variance. */
  readonly floor: Float64Array;
  private readonly levelVariance: Float64Array;
  private current: Mixture | null = null;
  private stepwise: StepwiseEm | null = null;
  private passCount = 0;
  private reseeds = 0;
  private distinct: number;
  private lastBound = -Infinity;
  /** Bounds of the batches of the pass that stepwise EM is in the middle of. */
  private running = { sum: 0, batches: 0 };

  /** `random` is the level's own stream. `rows` belong to the caller. `tell` hears of the start. */
  constructor(
    private readonly rows: Vectors,
    readonly numCodes: number,
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    this.distinct = numCodes;
    this.levelVariance = columnVariances(rows.data, rows.rows, rows.dim);
    this.floor = varianceFloor(this.levelVariance, params);
  }

  /** As it stands; null before the start. */
  get mixture(): Mixture | null {
    return this.current;
  }

  get passes(): number {
    return this.passCount;
  }

  get reseeded(): number {
    return this.reseeds;
  }

  /** Distinct rows found while seeding, at most numCodes. */
  get effectiveCodes(): number {
    return this.distinct;
  }

  async step(): Promise<MixtureStep> {
    if (!this.current) return this.start();
    return this.stepwise ? this.batchStep(this.stepwise) : this.exactPass(this.current);
  }

  state(): Record<string, Float64Array> {
    const place = Float64Array.of(this.passCount, this.reseeds, this.distinct, this.lastBound, this.running.sum, this.running.batches);
    const { logWeights, means, variances } = this.current ?? { logWeights: new Float64Array(0), means: new Float64Array(0), variances: new Float64Array(0) };
    return { place, logWeights: logWeights.slice(), means: means.slice(), variances: variances.slice(), ...(this.stepwise?.state() ?? {}) };
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    const [passes, reseeds, distinct, lastBound, sum, batches] = state.place!;
    this.passCount = passes!;
    this.reseeds = reseeds!;
    this.distinct = distinct!;
    this.lastBound = lastBound!;
    this.running = { sum: sum!, batches: batches! };
    if (state.logWeights!.length === 0) return;
    const [logWeights, means, variances] = [state.logWeights!, state.means!, state.variances!].map((values) => Float64Array.from(values));
    this.current = { numCodes: this.numCodes, dim: this.rows.dim, logWeights: logWeights!, means: means!, variances: variances! };
    if (this.params.miniBatch === 0) return;
    this.stepwise = this.newStepwise(this.current);
    this.stepwise.restore(state);
  }

  /** k-means++, ten Lloyd passes, then weights, means and variances of the hard clusters. */
  private async start(): Promise<MixtureStep> {
    const sample = this.params.miniBatch === 0 ? null : this.sample();
    const rows = sample ?? this.rows;
    const kMeans = await fitKMeans(rows, this.numCodes, this.random, START_PASSES, { init: 'k-means++', repair: true }, (share) => this.tell?.(STARTING, share));
    const { codes } = await kMeans.assign();
    this.current = hardMixture(rows, codes, kMeans.centres, this.numCodes, this.levelVariance, this.floor, this.covariance);
    this.distinct = kMeans.effectiveCodes;
    sample?.dispose();
    if (this.params.miniBatch !== 0) this.stepwise = this.newStepwise(this.current);
    return { phase: STARTING, items: rows.rows };
  }

  /** One E and M step over all rows. */
  private async exactPass(mixture: Mixture): Promise<MixtureStep> {
    const { rows } = this.rows;
    const mass = new Float64Array(mixture.numCodes);
    const first = new Float64Array(mixture.numCodes * mixture.dim);
    const second = new Float64Array(mixture.numCodes * mixture.dim);
    const logDensity = new Float64Array(rows);
    let start = 0;
    for (const chunk of this.rows.chunks) {
      const part = await gaussianStatistics(chunk, mixture);
      for (let k = 0; k < mass.length; k++) mass[k]! += part.mass[k]!;
      for (let j = 0; j < first.length; j++) {
        first[j]! += part.first[j]!;
        second[j]! += part.second[j]!;
      }
      logDensity.set(part.logDensity, start);
      start += chunk.shape[0];
    }
    const next = maximize(mixture, { mass, first, second }, this.floor, this.covariance);
    const passesLeft = (this.params.maxIterations as number) - this.passCount - 1;
    if (this.params.reseed && passesLeft >= 2) this.reseeds += reseedDying(next, mass, logDensity, this.rows, this.levelVariance);
    this.current = next;
    const bound = logDensity.reduce((sum, value) => sum + value, 0) / rows;
    const outcome = this.endPass(bound);
    return { phase: `EM pass ${this.passCount}`, bound, items: rows, ...(outcome ? { outcome } : {}) };
  }

  private async batchStep(stepwise: StepwiseEm): Promise<MixtureStep> {
    const passesLeft = (this.params.maxIterations as number) - this.passCount - 1;
    const { bound, passEnded, reseeded } = await stepwise.next((this.params.reseed as boolean) && passesLeft >= 2);
    this.current = stepwise.mixture;
    this.reseeds += reseeded;
    this.running = { sum: this.running.sum + bound, batches: this.running.batches + 1 };
    const step = { phase: `stepwise EM, pass ${this.passCount + 1}`, bound, items: stepwise.batchSize };
    if (!passEnded) return step;
    const outcome = this.endPass(this.running.sum / this.running.batches);
    this.running = { sum: 0, batches: 0 };
    return { ...step, ...(outcome ? { outcome } : {}) };
  }

  private endPass(bound: number): 'settled' | 'limit' | null {
    this.passCount++;
    const gain = bound - this.lastBound;
    this.lastBound = bound;
    const tolerance = this.params.tolerance as number;
    const small = this.params.toleranceRule === 'scikit-learn' ? Math.abs(gain) < tolerance : gain / this.rows.dim < tolerance;
    if (small && this.passCount > 1) return 'settled';
    return this.passCount >= (this.params.maxIterations as number) ? 'limit' : null;
  }

  private newStepwise(mixture: Mixture): StepwiseEm {
    const { floor, levelVariance, covariance } = this;
    return new StepwiseEm(this.rows, mixture, { batchSize: this.params.miniBatch as number, floor, levelVariance, covariance }, this.random.split('batches'));
  }

  private sample(): Vectors | null {
    const { data, dim, chunkRows } = this.rows;
    const most = START_ROWS_PER_CODE * this.numCodes;
    if (most >= this.rows.rows) return null;
    const values = new Float32Array(most * dim);
    const picked = this.random.split('sample').choose(this.rows.rows, most).sort();
    picked.forEach((row, i) => values.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
    return new Vectors(values, most, dim, null, chunkRows);
  }

  private get covariance(): Covariance {
    return this.params.covariance as Covariance;
  }
}

/** Where even the mean variance is zero: keeps logarithms finite. */
const LEAST_FLOOR = 1e-30;

/** What is added to each dimension's variance, from the variances [dim] of a level's rows; a dimension that does not vary gets the share of their mean. */
export function varianceFloor(levelVariance: Float64Array, params: Params): Float64Array {
  const { varianceFloor, relativeVarianceFloor } = params as { varianceFloor: number; relativeVarianceFloor: number };
  const mean = levelVariance.reduce((sum, variance) => sum + variance, 0) / levelVariance.length;
  return levelVariance.map((variance) => varianceFloor + relativeVarianceFloor * (variance || mean) || LEAST_FLOOR);
}

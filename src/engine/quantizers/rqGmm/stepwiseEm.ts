/**
 * Stepwise EM (Cappe and Moulines, 2009) for more rows than one cares to sweep: the statistics of an M step are running averages over mini-batches.
 *
 *     s <- (1 - eta_t) s + eta_t s(batch),   eta_t = (t + 2)^-0.6,   followed by an M step from s
 *
 * s holds per row: the mass of each component and its second moment about its own mean. The first moment about that mean is zero between steps,
 * and moving the mean moves the second moment with it, so nothing cancels.
 */
import { gaussianStatistics, type Mixture } from '../../kernels/gaussianStatistics';
import type { Random } from '../../math/random';
import { Batches } from '../batches';
import { maximize, reseedDying, type Covariance } from './gaussianMixture';
import { Vectors } from '../vectors';

const DECAY = 0.6;
const TINY = 1e-300;

export interface StepwiseOptions {
  readonly batchSize: number;
  readonly covariance: Covariance;
  /** [dim]: added to every variance. */
  readonly floor: Float64Array;
  /** [dim]: of all rows, for components that are started anew. */
  readonly levelVariance: Float64Array;
}

export class StepwiseEm {
  readonly batchSize: number;
  /** Batches in a pass' worth of rows. */
  readonly batchesPerPass: number;
  private readonly batches: Batches;
  private readonly mass: Float64Array;
  private readonly second: Float64Array;
  private step = 0;

  constructor(
    private readonly rows: Vectors,
    public mixture: Mixture,
    private readonly options: StepwiseOptions,
    random: Random,
  ) {
    this.batches = new Batches(rows.rows, options.batchSize, random);
    this.batchSize = this.batches.size;
    this.batchesPerPass = Math.max(1, Math.floor(rows.rows / this.batchSize));
    this.mass = mixture.logWeights.map(Math.exp);
    this.second = mixture.variances.map((variance, at) => this.mass[Math.floor(at / mixture.dim)]! * Math.max(variance - options.floor[at % mixture.dim]!, 0));
  }

  /** One batch: E step, averages, M step; `bound` is the mean log-likelihood of its rows before. `reseed` allows dying components to move, at the end of a pass. */
  async next(reseed: boolean): Promise<{ readonly bound: number; readonly passEnded: boolean; readonly reseeded: number }> {
    const { numCodes, dim } = this.mixture;
    const picked = this.batches.next();
    const x = this.rows.gather(picked);
    const batch = await gaussianStatistics(x, this.mixture);
    x.dispose();
    const rate = (this.step++ + 2) ** -DECAY;
    const share = rate / picked.length;
    const first = new Float64Array(numCodes * dim);
    for (let k = 0, at = 0; k < numCodes; k++) {
      this.mass[k] = (1 - rate) * this.mass[k]! + share * batch.mass[k]!;
      for (let d = 0; d < dim; d++, at++) {
        first[at] = share * batch.first[at]!;
        this.second[at] = (1 - rate) * this.second[at]! + share * batch.second[at]!;
      }
    }
    const { rows } = this.rows;
    const whole = (values: Float64Array) => values.map((value) => value * rows);
    const mixture = maximize(this.mixture, { mass: whole(this.mass), first: whole(first), second: whole(this.second) }, this.options.floor, this.options.covariance);
    for (let at = 0; at < first.length; at++) {
      const k = Math.floor(at / dim);
      this.second[at] = Math.max(this.second[at]! - first[at]! ** 2 / Math.max(this.mass[k]!, TINY), 0);
    }
    this.mixture = mixture;
    const passEnded = this.step % this.batchesPerPass === 0;
    const logDensity = Float64Array.from(batch.logDensity);
    const reseeded = reseed && passEnded ? this.reseed(picked, logDensity) : 0;
    return { bound: logDensity.reduce((sum, value) => sum + value, 0) / picked.length, passEnded, reseeded };
  }

  state(): Record<string, Float64Array> {
    return { ...this.batches.state(), mass: this.mass.slice(), second: this.second.slice(), step: Float64Array.of(this.step) };
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.batches.restore(state);
    this.mass.set(state.mass!);
    this.second.set(state.second!);
    this.step = state.step![0]!;
  }

  /** Onto the rows of the last batch that the mixture explains worst. */
  private reseed(picked: Uint32Array, logDensity: Float64Array): number {
    const { dim } = this.mixture;
    const { data, rows } = this.rows;
    const values = new Float32Array(picked.length * dim);
    picked.forEach((row, i) => values.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
    const mass = this.mass.map((value) => value * rows);
    const moved = reseedDying(this.mixture, mass, logDensity, new Vectors(values, picked.length, dim), this.options.levelVariance);
    if (moved === 0) return 0;
    mass.forEach((value, k) => {
      this.mass[k] = Math.exp(this.mixture.logWeights[k]!);
      if (value >= 1) return;
      for (let d = 0; d < dim; d++) this.second[k * dim + d] = this.mass[k]! * this.options.levelVariance[d]!;
    });
    return moved;
  }
}

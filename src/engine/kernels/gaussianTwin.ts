/** Densities of a Gaussian mixture and the sums of its M step in plain float64 loops: the fallback, and the oracle of the kernels. */
import { peaks, type Mixture } from './mixture';

/** A component this many nats below the best has a responsibility under 1e-26: it is given up before its sum is complete. */
const GIVE_UP = 60;
/** Responsibilities at or below it add nothing that float64 sums over millions of rows would show. */
const NEGLIGIBLE = 1e-13;
/** Dimensions summed between two looks at the bound. */
const STRIDE = 8;

export interface TwinStatistics {
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly logDensity: Float64Array;
}

export interface TwinCodes {
  readonly codes: Int32Array;
  readonly logDensity: Float32Array;
  readonly confidence: Float32Array;
}

/** The sums of one E and M step over rows x [n, dim], row-major. */
export function gaussianStatisticsTwin(x: ArrayLike<number>, mixture: Mixture): TwinStatistics {
  const { numCodes, dim, means } = mixture;
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = new Float64Array(Math.floor(x.length / dim));
  const densities = new Densities(mixture);
  for (let i = 0; i < logDensity.length; i++) {
    const row = i * dim;
    densities.evaluate(x, row);
    logDensity[i] = densities.logZ;
    for (let c = 0; c < densities.count; c++) {
      const gamma = Math.exp(densities.values[c]! - densities.logZ);
      if (gamma <= NEGLIGIBLE) continue;
      const k = densities.components[c]!;
      mass[k]! += gamma;
      const start = k * dim;
      for (let j = 0; j < dim; j++) {
        const difference = x[row + j]! - means[start + j]!;
        const weighted = gamma * difference;
        first[start + j]! += weighted;
        second[start + j]! += weighted * difference;
      }
    }
  }
  return { mass, first, second, logDensity };
}

/** The most probable component of each row of x [n, dim], row-major. */
export function mixtureCodesTwin(x: ArrayLike<number>, mixture: Mixture): TwinCodes {
  const n = Math.floor(x.length / mixture.dim);
  const codes = new Int32Array(n);
  const logDensity = new Float32Array(n);
  const confidence = new Float32Array(n);
  const densities = new Densities(mixture);
  for (let i = 0; i < n; i++) {
    densities.evaluate(x, i * mixture.dim);
    codes[i] = densities.best;
    logDensity[i] = densities.logZ;
    confidence[i] = Math.exp(densities.bestValue - densities.logZ);
  }
  return { codes, logDensity, confidence };
}

/**
 * log pi_k + log N of one row under the components that matter. A component's value only falls as dimensions are added to its sum, so it
 * is given up as soon as it is out of reach of the best: most are after a few dimensions. The best of the row before is tried first,
 * which makes the bound tight early where rows come in some order.
 */
class Densities {
  /** Components evaluated in full, and their values; the first `count` entries hold. */
  readonly components: Int32Array;
  readonly values: Float64Array;
  count = 0;
  best = 0;
  bestValue = -Infinity;
  /** Log of the sum of all densities. */
  logZ = 0;

  private readonly peak: Float64Array;
  private readonly inverse: Float64Array;

  constructor(private readonly mixture: Mixture) {
    this.components = new Int32Array(mixture.numCodes);
    this.values = new Float64Array(mixture.numCodes);
    this.peak = peaks(mixture);
    this.inverse = mixture.variances.map((variance) => 1 / variance);
  }

  evaluate(x: ArrayLike<number>, row: number): void {
    const guess = this.best;
    this.count = 0;
    this.bestValue = -Infinity;
    this.evaluateOne(x, row, guess);
    for (let k = 0; k < this.mixture.numCodes; k++) {
      if (k !== guess) this.evaluateOne(x, row, k);
    }
    let sum = 0;
    for (let c = 0; c < this.count; c++) sum += Math.exp(this.values[c]! - this.bestValue);
    this.logZ = this.bestValue + Math.log(sum);
  }

  private evaluateOne(x: ArrayLike<number>, row: number, k: number): void {
    const { means, dim } = this.mixture;
    const inverse = this.inverse;
    const peak = this.peak[k]!;
    const limit = 2 * (peak - this.bestValue + GIVE_UP);
    const start = k * dim;
    let sum = 0;
    for (let j = 0; j < dim; ) {
      if (sum > limit) return;
      const end = Math.min(j + STRIDE, dim);
      for (; j < end; j++) {
        const difference = x[row + j]! - means[start + j]!;
        sum += difference * difference * inverse[start + j]!;
      }
    }
    const value = peak - 0.5 * sum;
    this.components[this.count] = k;
    this.values[this.count] = value;
    this.count++;
    // The guess is evaluated out of turn, so a tie must be settled by index.
    if (value > this.bestValue || (value === this.bestValue && k < this.best)) {
      this.bestValue = value;
      this.best = k;
    }
  }
}

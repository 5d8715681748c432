/** Densities of a Gaussian mixture and the sums of its M step in plain float64 loops: the fallback, and the oracle of the kernels. */
import { peaks, type Mixture } from './mixture';

/** A component this many nats below the best has a responsibility under 1e-26: it is given up before its sum is complete. */
const GIVE_UP = 60;
/** Responsibilities at or below it add nothing that float64 sums over millions of rows would show. */
const NEGLIGIBLE = 1e-13;
/** Dimensions summed between two looks at the bound. */
const STRIDE = 8;
/** Dimensions by which the likely best component is guessed. */
const HEAD = 16;
/** Rows that go through a component together: each parameter is loaded once for four independent sums. */
const ROWS = 4;

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
  const densities = new Densities(mixture);
  const { numCodes, dim, means } = mixture;
  const n = Math.floor(x.length / dim);
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const r = i % ROWS;
    if (r === 0) densities.evaluate(x, i, n);
    const e = densities.rows[r]!;
    const values = densities.values[r]!;
    const logZ = densities.logSum(r);
    logDensity[i] = logZ;
    for (let k = 0; k < numCodes; k++) {
      if (values[k] === -Infinity) continue;
      const gamma = Math.exp(values[k]! - logZ);
      if (gamma <= NEGLIGIBLE) continue;
      mass[k]! += gamma;
      for (let j = 0, at = k * dim; j < dim; j++, at++) {
        const difference = e[j]! - means[at]!;
        const weighted = gamma * difference;
        first[at]! += weighted;
        second[at]! += weighted * difference;
      }
    }
  }
  return { mass, first, second, logDensity };
}

/** The most probable component of each row of x [n, dim], row-major; ties go to the lowest index. */
export function mixtureCodesTwin(x: ArrayLike<number>, mixture: Mixture): TwinCodes {
  const densities = new Densities(mixture);
  const n = Math.floor(x.length / mixture.dim);
  const codes = new Int32Array(n);
  const logDensity = new Float32Array(n);
  const confidence = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const r = i % ROWS;
    if (r === 0) densities.evaluate(x, i, n);
    const values = densities.values[r]!;
    const logZ = densities.logSum(r);
    const code = argMax(values);
    codes[i] = code;
    logDensity[i] = logZ;
    confidence[i] = Math.exp(values[code]! - logZ);
  }
  return { codes, logDensity, confidence };
}

/**
 * log pi_k + log N of four rows at a time under all components. A component's value only falls as dimensions are added to its sum, so it
 * is given up once it is out of reach of all four rows' best, which the first few dimensions suggest: most are early where the components
 * lie apart. What does not matter is -Infinity.
 */
class Densities {
  /** The rows in float64, and under each the values of all components [K]. */
  readonly rows: readonly Float64Array[];
  readonly values: readonly Float64Array[];

  private readonly peak: Float64Array;
  private readonly inverse: Float64Array;
  private readonly sums = new Float64Array(ROWS);

  constructor(private readonly mixture: Mixture) {
    this.rows = Array.from({ length: ROWS }, () => new Float64Array(mixture.dim));
    this.values = Array.from({ length: ROWS }, () => new Float64Array(mixture.numCodes));
    this.peak = peaks(mixture);
    this.inverse = mixture.variances.map((variance) => 1 / variance);
  }

  /** Rows first .. first + 3 of x [n, dim]; past the end the last one again. */
  evaluate(x: ArrayLike<number>, first: number, n: number): void {
    const { dim, numCodes } = this.mixture;
    for (let r = 0; r < ROWS; r++) {
      const start = Math.min(first + r, n - 1) * dim;
      const row = this.rows[r]!;
      for (let j = 0; j < dim; j++) row[j] = x[start + j]!;
    }
    const { sums, peak } = this;
    const floors = this.floors();
    for (let k = 0; k < numCodes; k++) {
      const reach = 2 * (peak[k]! + GIVE_UP);
      this.sum(k, dim, reach - 2 * floors[0], reach - 2 * floors[1], reach - 2 * floors[2], reach - 2 * floors[3]);
      for (let r = 0; r < ROWS; r++) {
        const value = peak[k]! - 0.5 * sums[r]!;
        this.values[r]![k] = value < floors[r]! - GIVE_UP ? -Infinity : value;
      }
    }
  }

  /** Log of the sum of the densities of row r. */
  logSum(r: number): number {
    const values = this.values[r]!;
    const best = values[argMax(values)]!;
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += Math.exp(values[k]! - best);
    return best + Math.log(sum);
  }

  /** For each row the full value of the component that the first dimensions favour: the best is no lower. */
  private floors(): [number, number, number, number] {
    const { dim, numCodes } = this.mixture;
    const guesses = new Int32Array(ROWS);
    const most = new Float64Array(ROWS).fill(-Infinity);
    for (let k = 0; k < numCodes; k++) {
      this.sum(k, Math.min(HEAD, dim), Infinity, Infinity, Infinity, Infinity);
      for (let r = 0; r < ROWS; r++) {
        const value = this.peak[k]! - 0.5 * this.sums[r]!;
        if (value <= most[r]!) continue;
        most[r] = value;
        guesses[r] = k;
      }
    }
    const floor = (r: number): number => {
      this.sum(guesses[r]!, dim, Infinity, Infinity, Infinity, Infinity);
      return this.peak[guesses[r]!]! - 0.5 * this.sums[r]!;
    };
    return [floor(0), floor(1), floor(2), floor(3)];
  }

  /** Into `sums`: sum over the first dimensions of (e - mu_k)^2 / s2_k for the four rows, up to where all are beyond their limits. */
  private sum(k: number, dims: number, limit0: number, limit1: number, limit2: number, limit3: number): void {
    const { inverse, sums } = this;
    const means = this.mixture.means;
    const row0 = this.rows[0]!;
    const row1 = this.rows[1]!;
    const row2 = this.rows[2]!;
    const row3 = this.rows[3]!;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let at = k * this.mixture.dim;
    for (let j = 0; j < dims;) {
      const end = Math.min(j + STRIDE, dims);
      for (; j < end; j++, at++) {
        const mean = means[at]!;
        const weight = inverse[at]!;
        const a = row0[j]! - mean;
        const b = row1[j]! - mean;
        const c = row2[j]! - mean;
        const d = row3[j]! - mean;
        sum0 += a * a * weight;
        sum1 += b * b * weight;
        sum2 += c * c * weight;
        sum3 += d * d * weight;
      }
      if (sum0 > limit0 && sum1 > limit1 && sum2 > limit2 && sum3 > limit3) break;
    }
    sums[0] = sum0;
    sums[1] = sum1;
    sums[2] = sum2;
    sums[3] = sum3;
  }
}

/** Index of the largest value, the lowest where several are equal. */
function argMax(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}

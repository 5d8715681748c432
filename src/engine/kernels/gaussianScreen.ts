/**
 * Densities of a Gaussian mixture for the wasm backend: one matrix product says which components can matter to a row, and only those are
 * evaluated, exactly, in float64.
 *
 *     sum_d (e - mu_k)^2 / s2_k = [e^2, e] . [1 / s2_k, -2 mu_k / s2_k] + sum_d mu_k^2 / s2_k
 *
 * In float32 this form cancels where means are large against their spread, so every value carries a bound on its error; a component is left
 * out only where even the bound puts it 60 nats below the best. What is left out would have had a responsibility under 1e-26.
 */
import * as tf from '@tensorflow/tfjs-core';
import { peaks, type Mixture } from './mixture';
import { GIVE_UP, ROWS, type RowDensities } from './gaussianTwin';

/** Error of the float32 product, relative to the terms that cancel in it: far above the rounding of some hundred additions. */
const ROUNDING = 4e-6;

export class ScreenedDensities implements RowDensities {
  readonly rows: readonly Float64Array[];
  readonly values: readonly Float64Array[];
  private readonly best = new Float64Array(ROWS);
  private readonly peak: Float64Array;
  private readonly inverse: Float64Array;
  /** sum_d mu_k^2 / s2_k, [K]. */
  private readonly meanTerm: Float64Array;

  constructor(
    private readonly mixture: Mixture,
    /** [n, K], row-major: the product above without its last term. */
    private readonly products: Float32Array,
  ) {
    const { numCodes, dim, means, variances } = mixture;
    this.rows = Array.from({ length: ROWS }, () => new Float64Array(dim));
    this.values = Array.from({ length: ROWS }, () => new Float64Array(numCodes));
    this.peak = peaks(mixture);
    this.inverse = variances.map((variance) => 1 / variance);
    this.meanTerm = new Float64Array(numCodes);
    for (let k = 0, at = 0; k < numCodes; k++) for (let d = 0; d < dim; d++, at++) this.meanTerm[k]! += means[at]! * means[at]! * this.inverse[at]!;
  }

  /** Rows first .. first + 3 of x [n, dim]; past the end the last one again. */
  evaluate(x: ArrayLike<number>, first: number, n: number): void {
    const { dim } = this.mixture;
    for (let r = 0; r < ROWS; r++) {
      const row = Math.min(first + r, n - 1);
      const e = this.rows[r]!;
      for (let d = 0; d < dim; d++) e[d] = x[row * dim + d]!;
      this.evaluateRow(r, row);
    }
  }

  logSum(r: number): number {
    const values = this.values[r]!;
    const best = this.best[r]!;
    let sum = 0;
    for (const value of values) if (value !== -Infinity) sum += Math.exp(value - best);
    return best + Math.log(sum);
  }

  private evaluateRow(r: number, row: number): void {
    const { numCodes } = this.mixture;
    const { products, peak, meanTerm } = this;
    const start = row * numCodes;
    let sure = -Infinity;
    for (let k = 0; k < numCodes; k++) {
      const square = Math.max(0, products[start + k]! + meanTerm[k]!);
      const value = peak[k]! - 0.5 * square - ROUNDING * (square + meanTerm[k]!);
      if (value > sure) sure = value;
    }
    const values = this.values[r]!;
    let best = -Infinity;
    for (let k = 0; k < numCodes; k++) {
      const square = Math.max(0, products[start + k]! + meanTerm[k]!);
      const hopeless = peak[k]! - 0.5 * square + ROUNDING * (square + meanTerm[k]!) < sure - GIVE_UP;
      const value = hopeless ? -Infinity : this.exact(r, k);
      values[k] = value;
      if (value > best) best = value;
    }
    this.best[r] = best;
  }

  private exact(r: number, k: number): number {
    const { dim, means } = this.mixture;
    const e = this.rows[r]!;
    let sum = 0;
    for (let d = 0, at = k * dim; d < dim; d++, at++) {
      const difference = e[d]! - means[at]!;
      sum += difference * difference * this.inverse[at]!;
    }
    return this.peak[k]! - 0.5 * sum;
  }
}

/** The products [n, K] of rows x [n, dim] for the screen; read synchronously, which costs wasm nothing. */
export function screenProducts(x: tf.Tensor2D, mixture: Mixture): Float32Array {
  const { numCodes, dim, means, variances } = mixture;
  const weights = new Float32Array(2 * dim * numCodes);
  for (let k = 0, at = 0; k < numCodes; k++) {
    for (let d = 0; d < dim; d++, at++) {
      weights[d * numCodes + k] = 1 / variances[at]!;
      weights[(dim + d) * numCodes + k] = (-2 * means[at]!) / variances[at]!;
    }
  }
  const products = tf.tidy(() => tf.matMul(tf.concat([tf.square(x), x], 1), tf.tensor2d(weights, [2 * dim, numCodes])));
  const values = products.dataSync<'float32'>();
  products.dispose();
  return values;
}

/** The parameters of a Gaussian mixture with diagonal covariances, as the kernels read them. */

export interface Mixture {
  readonly numCodes: number;
  readonly dim: number;
  /** [K]: natural logarithms of the weights. */
  readonly logWeights: Float64Array;
  /** [K * dim], row-major. */
  readonly means: Float64Array;
  /** [K * dim], above zero. */
  readonly variances: Float64Array;
}

/** [K]: what log pi_k + log N(e; mu_k, s2_k) is at e = mu_k, its largest value: log pi_k - 1/2 sum_d log(2 PI s2_kd). */
export function peaks({ numCodes, dim, logWeights, variances }: Mixture): Float64Array {
  const peak = Float64Array.from(logWeights);
  for (let k = 0; k < numCodes; k++) {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += Math.log(2 * Math.PI * variances[k * dim + j]!);
    peak[k]! -= 0.5 * sum;
  }
  return peak;
}

/** Throws where the arrays do not fit each other or rows [n, dim]. */
export function checkMixture(mixture: Mixture, rowDim: number): void {
  const { numCodes, dim, logWeights, means, variances } = mixture;
  if (
    numCodes >= 1 &&
    dim === rowDim &&
    logWeights.length === numCodes &&
    means.length === numCodes * dim &&
    variances.length === numCodes * dim
  )
    return;
  throw new Error(
    `mixture: ${numCodes} components of ${dim} dimensions with ${logWeights.length} weights, ${means.length} means and ${variances.length} variances, for rows of ${rowDim} dimensions`,
  );
}

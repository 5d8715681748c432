/** The M step of a Gaussian mixture with diagonal covariances, its start from hard clusters, and the care of dying components. */
import type { Mixture } from '../../kernels/gaussianStatistics';
import { residuals } from '../residuals';
import type { Vectors } from '../vectors';

export type Covariance = 'diagonal' | 'spherical' | 'tied';

/** Sums over rows of gamma, gamma (e - mu) and gamma (e - mu)^2, with the means before the step: [K], [K * dim], [K * dim]. */
export interface Moments {
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Keeps weights of empty components finite in the log, as scikit-learn does. */
const TINY_MASS = 10 * 2.220446049250313e-16;

/**
 * New weights, means and variances from the moments about the old means:
 *
 *     N_k = mass_k;  pi_k = N_k / sum N;  mu_k <- mu_k + A_k / N_k;  s2_k = max(B_k / N_k - (A_k / N_k)^2, 0) + floor
 */
export function maximize(old: Mixture, moments: Moments, floor: Float64Array, covariance: Covariance): Mixture {
  const { numCodes, dim } = old;
  const mass = moments.mass.map((value) => value + TINY_MASS);
  const total = mass.reduce((sum, value) => sum + value, 0);
  const means = new Float64Array(numCodes * dim);
  const variances = new Float64Array(numCodes * dim);
  for (let k = 0, at = 0; k < numCodes; k++) {
    for (let d = 0; d < dim; d++, at++) {
      const shift = moments.first[at]! / mass[k]!;
      means[at] = old.means[at]! + shift;
      variances[at] = Math.max(moments.second[at]! / mass[k]! - shift * shift, 0);
    }
  }
  share(variances, mass, numCodes, dim, covariance);
  for (let at = 0; at < variances.length; at++) variances[at]! += floor[at % dim]!;
  return { numCodes, dim, logWeights: mass.map((value) => Math.log(value / total)), means, variances };
}

/** The mixture of hard clusters: codes [n] and centres [K * dim] of a k-means fit. A cluster without rows gets the level's variance. */
export function hardMixture(
  rows: Vectors,
  codes: Int32Array,
  centres: Float32Array,
  numCodes: number,
  levelVariance: Float64Array,
  floor: Float64Array,
  covariance: Covariance,
): Mixture {
  const { dim } = rows;
  const left = residuals(rows.data, rows.rows, dim, codes, centres);
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  for (let i = 0, at = 0; i < rows.rows; i++) {
    const k = codes[i]!;
    mass[k]! += 1;
    for (let d = 0; d < dim; d++, at++) {
      first[k * dim + d]! += left[at]!;
      second[k * dim + d]! += left[at]! * left[at]!;
    }
  }
  for (let k = 0; k < numCodes; k++) {
    if (mass[k]! > 0) continue;
    mass[k] = 1e-3;
    for (let d = 0; d < dim; d++) second[k * dim + d] = 1e-3 * levelVariance[d]!;
  }
  const start: Mixture = { numCodes, dim, logWeights: new Float64Array(numCodes), means: Float64Array.from(centres), variances: new Float64Array(numCodes * dim) };
  return maximize(start, { mass, first, second }, floor, covariance);
}

/** Moves every component with a mass below one row onto the row of lowest density not yet taken. Changes the mixture; returns how many. */
export function reseedDying(mixture: Mixture, mass: Float64Array, logDensity: Float64Array, rows: Vectors, levelVariance: Float64Array): number {
  const { numCodes, dim } = mixture;
  const dying = Array.from(mass.keys()).filter((k) => mass[k]! < 1);
  if (dying.length === 0) return 0;
  const worst = Uint32Array.from(logDensity.keys()).sort((a, b) => logDensity[a]! - logDensity[b]! || a - b);
  dying.slice(0, worst.length).forEach((k, j) => {
    for (let d = 0; d < dim; d++) {
      mixture.means[k * dim + d] = rows.data[worst[j]! * dim + d]!;
      mixture.variances[k * dim + d] = Math.max(levelVariance[d]!, 1e-12);
    }
    mixture.logWeights[k] = -Math.log(rows.rows);
  });
  let total = 0;
  for (const value of mixture.logWeights) total += Math.exp(value);
  for (let k = 0; k < numCodes; k++) mixture.logWeights[k]! -= Math.log(total);
  return dying.length;
}

/** Components whose variance sits on the floor in most dimensions: they describe a single point. */
export function collapsedComponents(mixture: Mixture, floor: Float64Array): number {
  const { numCodes, dim, variances } = mixture;
  let collapsed = 0;
  for (let k = 0; k < numCodes; k++) {
    let onFloor = 0;
    for (let d = 0; d < dim; d++) if (variances[k * dim + d]! <= 1.01 * floor[d]!) onFloor++;
    if (onFloor > dim / 2) collapsed++;
  }
  return collapsed;
}

/** Share of all variances, 0..1, of which the floor is more than half: there it decides, and not the data. */
export function decidedByFloor({ numCodes, dim, variances }: Mixture, floor: Float64Array): number {
  let decided = 0;
  for (let at = 0; at < variances.length; at++) if (variances[at]! < 2 * floor[at % dim]!) decided++;
  return decided / (numCodes * dim);
}

/** Spherical: the mean over dimensions of each component. Tied: the mass-weighted mean over components of each dimension. */
function share(variances: Float64Array, mass: Float64Array, numCodes: number, dim: number, covariance: Covariance): void {
  if (covariance === 'diagonal') return;
  if (covariance === 'spherical') {
    for (let k = 0; k < numCodes; k++) {
      const own = variances.subarray(k * dim, (k + 1) * dim);
      own.fill(own.reduce((sum, value) => sum + value, 0) / dim);
    }
    return;
  }
  const total = mass.reduce((sum, value) => sum + value, 0);
  for (let d = 0; d < dim; d++) {
    let sum = 0;
    for (let k = 0; k < numCodes; k++) sum += mass[k]! * variances[k * dim + d]!;
    for (let k = 0; k < numCodes; k++) variances[k * dim + d] = sum / total;
  }
}

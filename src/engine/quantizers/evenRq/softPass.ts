/**
 * A soft pass of one level: rows are shared among codes by distance and bias, biases are drawn towards even masses, centres move to the means of their shares.
 *
 *     dist = mean |r - c|^2 at the biased nearest code;   lam = gamma dist;   eps = e dist
 *     inner times:   q_k = mean_i softmax_k(-(D + b) / eps)
 *                    b_k = max(lam / (lam + eps) (b_k + eps clamp(log(K q_k), -3, 3)), -3 lam)
 *     P = softmax_k(-(D + b) / eps);   c_k = (P'R)_k / (P'1)_k
 *
 * It is the E step of a mixture with one spherical variance eps / 2. P is never held.
 */
import type { Vectors } from '../vectors';
import { assignBiased } from './assign';
import { softAssignment } from './softAssignment';

/** Bounds of log(K q) in one step, and of -b over lam. */
const MOST_LOG = 3;
/** Mean share below which a code counts as this. */
const LEAST_SHARE = 1e-9;
/** Mass of a code below which it keeps its centre. */
const LEAST_MASS = 1e-9;
export interface SoftPass {
  readonly meanError: number;
  readonly lambda: number;
  readonly epsilon: number;
  /** After each inner step: mean shares q [K] and biases [K]. */
  readonly steps: readonly { readonly q: Float64Array; readonly bias: Float64Array }[];
  readonly bias: Float64Array;
  /** Column sums of P, [K]. */
  readonly mass: Float64Array;
  readonly centres: Float32Array;
}

export interface SoftOptions {
  readonly gamma: number;
  /** Temperature as a share of the mean error. */
  readonly e: number;
  readonly inner: number;
  /** Added to the mean error, so that no temperature is zero. */
  readonly floor: number;
}

/** One pass from `centres` float32 [K, dim] and `bias` [K]; neither is changed. */
export async function softPass(rows: Vectors, centres: Float32Array, bias: Float64Array, { gamma, e, inner, floor }: SoftOptions, breathe: () => Promise<void>): Promise<SoftPass> {
  const numCodes = bias.length;
  const meanError = (await assignBiased(rows, centres, bias, breathe)).squaredError / rows.rows + floor;
  const lambda = gamma * meanError;
  const epsilon = e * meanError;
  const soft = softAssignment(rows, centres, numCodes);
  try {
    const steps: { q: Float64Array; bias: Float64Array }[] = [];
    let present = bias;
    for (let step = 0; gamma > 0 && step < inner; step++) {
      const q = await soft.masses(present, epsilon, null, breathe);
      for (let k = 0; k < numCodes; k++) q[k]! /= rows.rows;
      present = present.map((b, k) => {
        const log = Math.log(numCodes * Math.max(q[k]!, LEAST_SHARE));
        return Math.max((lambda / (lambda + epsilon)) * (b + epsilon * Math.max(-MOST_LOG, Math.min(MOST_LOG, log))), -MOST_LOG * lambda);
      });
      steps.push({ q, bias: present });
    }
    const sums = new Float64Array(centres.length);
    const mass = await soft.masses(present, epsilon, sums, breathe);
    const moved = centres.map((value, at) => {
      const own = mass[Math.floor(at / rows.dim)]!;
      return own >= LEAST_MASS ? sums[at]! / own : value;
    });
    return { meanError, lambda, epsilon, steps, bias: present, mass, centres: moved };
  } finally {
    soft.dispose();
  }
}

/** Soft shares in plain float64 loops: one row's, and the sums over rows; the oracle of the kernel's test. */

/** A share this many nats below the largest of its row is left out: less than float64 resolves beside it. */
const NEGLIGIBLE = 37;

/** The shares of one row, reused from row to row. */
export class RowShares {
  /** The codes with a share, ascending, and their shares; as many as `of` returned. */
  readonly near: Int32Array;
  readonly shares: Float64Array;

  constructor(numCodes: number) {
    this.near = new Int32Array(numCodes);
    this.shares = new Float64Array(numCodes);
  }

  /** softmax_k(-costs / epsilon): how many codes have a share. `costs` [K]. */
  of(costs: ArrayLike<number>, epsilon: number): number {
    const { near, shares } = this;
    let least = Infinity;
    for (let k = 0; k < near.length; k++) if (costs[k]! < least) least = costs[k]!;
    const farthest = NEGLIGIBLE * epsilon;
    let found = 0;
    let sum = 0;
    for (let k = 0; k < near.length; k++) {
      const above = costs[k]! - least;
      if (!(above <= farthest)) continue;
      near[found] = k;
      sum += shares[found++] = Math.exp(-above / epsilon);
    }
    for (let j = 0; j < found; j++) shares[j]! /= sum;
    return found;
  }

  /** Adds the row's shares to `mass` [K] and its numbers, `dim` of `data` from `at`, times its shares to `sums` [K, dim]. */
  add(found: number, mass: Float64Array, sums: Float64Array | null, data: ArrayLike<number>, at: number, dim: number): void {
    const { near, shares } = this;
    for (let j = 0; j < found; j++) {
      const share = shares[j]!;
      mass[near[j]!]! += share;
      if (sums) for (let d = 0, to = near[j]! * dim; d < dim; d++) sums[to++]! += share * data[at + d]!;
    }
  }
}

/** P'1 [K] and, where asked for, P'x [K, d] of rows x [n, d], centres [K, d] and bias [K]. */
export function softSharesTwin(x: ArrayLike<number>, centres: ArrayLike<number>, bias: ArrayLike<number>, dim: number, epsilon: number, withSums: boolean): { readonly mass: Float64Array; readonly sums: Float64Array | null } {
  const numCodes = bias.length;
  const mass = new Float64Array(numCodes);
  const sums = withSums ? new Float64Array(numCodes * dim) : null;
  const costs = new Float64Array(numCodes);
  const row = new RowShares(numCodes);
  for (let at = 0; at < x.length; at += dim) {
    for (let k = 0, from = 0; k < numCodes; k++) {
      let cost = bias[k]!;
      for (let d = 0; d < dim; d++) cost += (x[at + d]! - centres[from++]!) ** 2;
      costs[k] = cost;
    }
    row.add(row.of(costs, epsilon), mass, sums, x, at, dim);
  }
  return { mass, sums };
}

/**
 * A sweep of all rows over their candidates under the present counts of every level, batch by batch, each batch under the counts of all other rows.
 *
 *     for each batch: take its codes out of n;   t_i = argmin_t err_it + sum_l lam_l log((n_l,code + 1) K_l / N);   put them back
 */
import { batchesOf } from './price';

/** What each row may choose from. */
export interface Candidates {
  /** Candidates of a row. */
  readonly width: number;
  /** int32 [n, width, levels] */
  readonly codes: Int32Array;
  /** [n, width]: |x - xhat|^2. */
  readonly errors: Float64Array;
}

export interface SweepOptions {
  /** One a level. */
  readonly lambdas: readonly number[];
  readonly batchSize: number;
  /** A permutation of the rows. */
  readonly order: Uint32Array;
}

/** Changes `codes` (int32 [n] a level) and `counts` ([K_l] a level); the first of equally cheap candidates is taken. */
export async function sweepUnderCounts({ width, codes: candidates, errors }: Candidates, codes: readonly Int32Array[], counts: readonly Int32Array[], { lambdas, batchSize, order }: SweepOptions, breathe: () => Promise<void>): Promise<void> {
  const rows = order.length;
  const levels = codes.length;
  // log((n + 1) / N): prices come from a table, because a batch may be one row.
  const logs = Float64Array.from({ length: rows + 1 }, (_, n) => Math.log((n + 1) / rows));
  const shifts = counts.map((own) => Math.log(own.length));
  for (const picked of batchesOf(order, batchSize)) {
    for (const row of picked) for (let level = 0; level < levels; level++) counts[level]![codes[level]![row]!]! -= 1;
    for (const row of picked) {
      let best = 0;
      let least = Infinity;
      for (let t = 0, at = row * width * levels; t < width; t++) {
        let cost = errors[row * width + t]!;
        for (let level = 0; level < levels; level++) cost += lambdas[level]! * (logs[counts[level]![candidates[at++]!]!]! + shifts[level]!);
        if (cost < least) {
          least = cost;
          best = t;
        }
      }
      for (let level = 0; level < levels; level++) codes[level]![row] = candidates[(row * width + best) * levels + level]!;
    }
    for (const row of picked) for (let level = 0; level < levels; level++) counts[level]![codes[level]![row]!]! += 1;
    await breathe();
  }
}

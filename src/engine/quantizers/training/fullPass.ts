/** The exact end of a run: every row coded and rebuilt once, and all metrics of it. */
import { computeMetrics } from '../../metrics/metrics';
import { KNN, neighboursKept } from './neighboursKept';
import type { Quantizer } from '../quantizer';
import type { Vectors } from '../vectors';
import type { Metrics } from '../../records/quantize';
import type { Tell } from '../../records/run';
import { sweep, type Sweep } from './sweep';

/** `total`: sum of squared distances of the rows to their mean. */
export async function fullPass(quantizer: Quantizer, rows: Vectors, total: number, tell?: Tell): Promise<{ pass: Sweep; metrics: Metrics }> {
  tell?.('coding all rows', 0);
  await quantizer.gatherConstants?.(rows.chunks);
  const pass = await sweep(quantizer, rows.chunks, true, (share) => tell?.('coding all rows', share));
  return { pass, metrics: await exactMetrics(quantizer, rows, pass, total, tell) };
}

/** All metrics of a pass over all rows that has their reconstruction. */
export async function exactMetrics(quantizer: Quantizer, rows: Vectors, pass: Sweep, total: number, tell?: Tell): Promise<Metrics> {
  tell?.('counting neighbours kept', 0);
  const metrics = computeMetrics({
    rows: rows.rows,
    dim: rows.dim,
    numCodes: quantizer.numCodes.slice(0, pass.levels),
    codes: pass.codes,
    squaredErrors: pass.squaredErrors,
    otherSquaredErrors: pass.otherSquaredErrors,
    totalSquares: total,
    norms: pass.norms,
    vectors: rows.data,
    knnOverlap: (await neighboursKept(rows.data, pass.reconstruction!, rows.rows, rows.dim, KNN, (share) => tell?.('counting neighbours kept', share))).expected,
    ...(rows.labels && { labels: rows.labels }),
    ...(quantizer.recentUse && { recentUse: await quantizer.recentUse() }),
  });
  return { ...metrics, parameters: quantizer.parameters };
}

/** How long a sweep will take, roughly: what the quantizer itself took, scaled by steps, levels and codes. */
import type { Params } from '../../engine/records/params';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { Job } from '../notebook/jobs';

/** Seconds for all of these runs; null where the quantizer has not run yet. */
export function roughSeconds(jobs: readonly Job[], params: Params | undefined, result: QuantizerResult | null): number | null {
  if (!result || !params) return null;
  const own = workOf(params);
  return jobs.reduce((sum, job) => sum + (result.seconds * workOf(job.params)) / own, 0);
}

/** Steps grow time in proportion; of levels and codes about half of a step depends on them, the rest is the same for any shape. */
function workOf(params: Params): number {
  const steps = typeof params.steps === 'number' ? params.steps : 1;
  const levels = typeof params.numLevels === 'number' ? params.numLevels : 1;
  const codes = Array.isArray(params.numCodes) ? (params.numCodes as readonly number[]) : [1];
  const each = codes.reduce((sum, count) => sum + count, 0) / Math.max(1, codes.length);
  return Math.max(1, steps) * Math.sqrt(Math.max(1, levels * each));
}

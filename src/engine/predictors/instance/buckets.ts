/** Distances between a row and an earlier one, as numbers of learned entries: in requests, and in time. */
import type { TimeUnit } from '../../records/log';

/** Entries for distances of 0, 1, ... requests; the last stands for all beyond. */
export const DISTANCES = 16;
/** Entries for gaps in time: bucket b holds gaps of 2^b - 1 hours and more; the last stands for all beyond. */
export const GAPS = 16;

/** Slopes of the heads, so that one looks at the newest request and another far back; more heads begin anew. */
const SLOPES = [1, 0.5, 0.25, 0.1] as const;
const HOUR = 3600;

export function distanceBucket(requests: number): number {
  return Math.min(Math.max(requests, 0), DISTANCES - 1);
}

/** Bucket of log2(1 + gap in hours); of a log whose times only order its events, in their unit. */
export function gapBucket(gap: number, unit: TimeUnit | null): number {
  const hours = Math.max(gap, 0) / (unit === 'order' ? 1 : HOUR);
  return Number.isNaN(hours) ? GAPS - 1 : Math.min(Math.floor(Math.log2(1 + hours)), GAPS - 1);
}

/** float32 [DISTANCES, heads], row-major: -slope distance. A start from zero does not find the previous request, whose place differs from row to row. */
export function startOfDistances(heads: number): Float32Array {
  return Float32Array.from({ length: DISTANCES * heads }, (_, at) => -SLOPES[(at % heads) % SLOPES.length]! * Math.floor(at / heads));
}

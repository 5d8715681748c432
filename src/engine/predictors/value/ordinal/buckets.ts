/** A target cut into buckets of about equally many training rows, and the value each bucket stands for. */
import { InputError } from '../../../errors';

export interface Buckets {
  /** Ascending; row y lies in the bucket of as many edges as y is greater than. */
  readonly edges: Float64Array;
  /** [n]: bucket of each training row, 0 .. edges.length. */
  readonly of: Int32Array;
  /** Mean target of each bucket's training rows; none is empty. */
  readonly means: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Edges at the quantiles 1/count, 2/count, ... of the targets; each edge is a target itself, and equal edges become one: a value that fills
 * several buckets gets one of its own. @throws InputError where all targets are equal.
 */
export function quantileBuckets(targets: Float64Array, count: number): Buckets {
  const sorted = targets.slice().sort();
  const most = sorted.at(-1)!;
  const quantile = (q: number) => sorted[Math.ceil((q * sorted.length) / count) - 1] ?? most;
  const edges = Float64Array.from(new Set(Array.from({ length: count - 1 }, (_, q) => quantile(q + 1)).filter((edge) => edge < most)));
  if (sorted[0] === most) throw new InputError(`All training rows have the target ${most}: there is nothing to put in order.`, 'Choose another target, or another split.');
  // The most frequent value may be the largest, so that every quantile meets it.
  const kept = edges.length > 0 ? edges : Float64Array.of(sorted.findLast((value) => value < most)!);
  const of = Int32Array.from(targets, (target) => bucketOf(target, kept));
  const counts = new Uint32Array(kept.length + 1);
  const means = new Float64Array(kept.length + 1);
  of.forEach((bucket, row) => {
    counts[bucket]!++;
    means[bucket]! += targets[row]!;
  });
  return { edges: kept, of, counts, means: means.map((total, bucket) => total / counts[bucket]!) };
}

function bucketOf(target: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (target > edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

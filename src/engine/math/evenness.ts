/** How evenly counts are spread over codes, or over occupied buckets. */

/**
 * Gini coefficient of counts: with x ascending and j from 1, 2 sum_j j x_(j) / (K sum x) - (K + 1) / K. [0, 1 - 1/K], lower is evener.
 * Unused codes belong in `counts`, as zeros; for semantic IDs the occupied buckets alone are usual. NaN where nothing was counted.
 */
export function giniOfCounts(counts: ArrayLike<number>): number {
  const sorted = Float64Array.from(counts).sort();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const weighted = sorted.reduce((sum, count, place) => sum + (place + 1) * count, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}

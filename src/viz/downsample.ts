/** Fewer points for long lines, without losing a peak: of each bucket the first, lowest, highest and last point stay. */

/** Indices to draw of a line with values `y` (ascending in x), at most about `limit`; undefined values break the line and are kept as breaks. */
export function downsample(y: ArrayLike<number>, limit = 2000): number[] {
  const n = y.length;
  if (n <= limit) return Array.from({ length: n }, (_, i) => i);
  const buckets = Math.max(1, Math.floor(limit / 4));
  const kept: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * n) / buckets);
    const end = Math.floor(((bucket + 1) * n) / buckets);
    let lowest = -1;
    let highest = -1;
    for (let i = start; i < end; i++) {
      const value = y[i] ?? NaN;
      if (!Number.isFinite(value)) continue;
      if (lowest < 0 || value < (y[lowest] ?? 0)) lowest = i;
      if (highest < 0 || value > (y[highest] ?? 0)) highest = i;
    }
    const chosen = new Set([start, lowest, highest, end - 1].filter((i) => i >= 0));
    kept.push(...[...chosen].sort((a, b) => a - b));
  }
  return kept;
}

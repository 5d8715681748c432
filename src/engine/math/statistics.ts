/** Sums, means, quantiles and histograms in float64. */

/** Sum with Neumaier's compensation: the error does not grow with the number of terms. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // With an infinity among the terms the compensation is NaN and the plain sum is the answer.
  return Number.isFinite(total) ? total + lost : total;
}

/** Arithmetic mean; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/**
 * Quantiles by linear interpolation between order statistics (position p (n - 1), as numpy.quantile).
 * NaN entries are left out; with nothing left every quantile is NaN.
 */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort(); // a typed array sorts by value, NaN last
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count--;
  return probabilities.map((probability) => {
    if (count === 0) return NaN;
    const position = Math.min(Math.max(probability, 0), 1) * (count - 1);
    const below = Math.floor(position);
    const low = sorted[below]!;
    const high = sorted[Math.min(below + 1, count - 1)]!;
    const weight = position - below;
    return weight === 0 || low === high ? low : low + weight * (high - low);
  });
}

/**
 * `bins + 1` ascending edges of equal width that cover every finite value of all `sets`, so that their histograms share one axis.
 * Values that are all equal get a bin range around them; no finite value at all gives 0 to 1.
 */
export function commonEdges(sets: readonly ArrayLike<number>[], bins: number): Float32Array {
  let low = Infinity;
  let high = -Infinity;
  for (const values of sets) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) [low, high] = [0, 1];
  if (high - low <= 1e-6 * Math.max(Math.abs(low), Math.abs(high)) || high === low) {
    const margin = Math.max(Math.abs(low), Math.abs(high)) * 0.05 || 0.5;
    [low, high] = [low - margin, high + margin];
  }
  const edges = Float32Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  // Edges are float32: the outer two are rounded outwards, else the smallest and largest value would fall off.
  if (edges[0]! > low) edges[0] = neighbour(edges[0]!, -1);
  if (edges[bins]! < high) edges[bins] = neighbour(edges[bins]!, 1);
  return edges;
}

/** Values in each bin [edge, next edge), the last one closed; values outside, NaN and infinities are not counted. */
export function histogram(values: ArrayLike<number>, edges: Float32Array): Uint32Array {
  const bins = edges.length - 1;
  const counts = new Uint32Array(bins);
  const first = edges[0]!;
  const last = edges[bins]!;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= first && value <= last)) continue;
    let low = 0;
    let high = bins;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (value < edges[middle]!) high = middle;
      else low = middle;
    }
    counts[low] = counts[low]! + 1;
  }
  return counts;
}

/** The next float32 below (-1) or above (1). */
function neighbour(value: number, direction: 1 | -1): number {
  const step = Math.max(Math.abs(value) * 2 ** -23, 2 ** -149);
  return Math.fround(value + direction * step);
}

/** How counts are spread: their quantiles, and a histogram whose edges are whole numbers. */
import { mean, quantiles } from '../../math/statistics';
import type { Spread } from '../../records/log';

const BINS = 40;

/** Of counts from 0 up; at least one. Bins of one count each where they suffice, else bins that grow by one factor. */
export function spreadOf(counts: ArrayLike<number>): Spread {
  const [min, median, p90, max] = quantiles(counts, [0, 0.5, 0.9, 1]) as [number, number, number, number];
  const edges = edgesFor(min, max);
  const bins = new Uint32Array(edges.length - 1);
  for (let i = 0; i < counts.length; i++) bins[binOf(edges, counts[i]!)]!++;
  return { min, median, p90, max, mean: mean(counts), histogram: { edges: Float32Array.from(edges), counts: bins } };
}

function edgesFor(min: number, max: number): number[] {
  if (max - min < BINS) return Array.from({ length: max - min + 2 }, (_, i) => min + i);
  const factor = ((max + 1) / Math.max(1, min)) ** (1 / BINS);
  const edges = [min];
  for (let i = 1; i <= BINS; i++) {
    const edge = Math.round(Math.max(1, min) * factor ** i);
    if (edge > edges.at(-1)!) edges.push(edge);
  }
  return edges.at(-1)! > max ? edges : [...edges, max + 1];
}

/** The last edge that is not beyond the value. */
function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

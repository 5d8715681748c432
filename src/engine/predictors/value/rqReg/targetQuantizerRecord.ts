/** What the views show of a target's quantization: its values, the codes of each level and their use, and what each level leaves. */
import { commonEdges, histogram, mean, quantiles } from '../../../math/statistics';
import type { Histogram } from '../../../records/basics';
import type { TargetQuantization } from '../../../records/predict';
import { END, type TargetQuantizer } from './targetQuantizer';

const BINS = 60;
/** Largest value over the median from which on the histogram's bins are even in log1p. */
const LONG_TAIL = 20;

/** Over targets [n] in the target's unit, as every number of the record. */
export function targetQuantization(quantizer: TargetQuantizer, targets: ArrayLike<number>): TargetQuantization {
  const { levels, scale } = quantizer;
  const { tokens, values, remainders } = quantizer.encode(targets);
  const n = targets.length;
  const usage = quantizer.centroids.map((codes) => new Uint32Array(codes.length));
  const ended = quantizer.centroids.map(() => 0);
  const totals = new Float64Array(levels + 1);
  for (let row = 0; row < n; row++) {
    let rest = targets[row]! / scale;
    totals[0]! += Math.abs(rest);
    for (let level = 0; level < levels; level++) {
      const token = tokens[row * levels + level]!;
      if (token === END) ended[level]!++;
      else usage[level]![token - quantizer.token(level, 0)]!++;
      rest -= values[row * levels + level]!;
      totals[level + 1]! += Math.abs(rest);
    }
  }
  const left = remainders.map(Math.abs);
  const relative = Array.from(left, (rest, row) => (rest * scale) / Math.abs(targets[row]!)).filter((_, row) => targets[row] !== 0);
  return {
    histogram: targetHistogram(targets),
    centroids: quantizer.centroids.map((codes) => Float32Array.from(codes, (code) => code * scale)),
    usage,
    ended,
    errors: Array.from(totals, (total) => (total / n) * scale),
    remainder: { mean: mean(left) * scale, max: left.reduce((most, rest) => Math.max(most, rest), 0) * scale, relative: relative.length > 0 ? mean(relative) : 0 },
  };
}

/** Another record with arrays of its own: those of a record that crosses the border are gone after it. */
export function copyQuantization(record: TargetQuantization): TargetQuantization {
  return {
    ...record,
    histogram: { edges: record.histogram.edges.slice(), counts: record.histogram.counts.slice() },
    centroids: record.centroids.map((codes) => codes.slice()),
    usage: record.usage.map((counts) => counts.slice()),
  };
}

function targetHistogram(targets: ArrayLike<number>): Histogram {
  const [least, median, most] = quantiles(targets, [0, 0.5, 1]) as [number, number, number];
  if (least < 0 || most <= LONG_TAIL * median) {
    const edges = commonEdges([targets], BINS);
    return { edges, counts: histogram(targets, edges) };
  }
  const logs = Float64Array.from(targets, Math.log1p);
  const edges = commonEdges([logs], BINS);
  return { edges: edges.map(Math.expm1), counts: histogram(logs, edges) };
}

/** Whether rows, and codes, of near values have near embeddings: drawings in two principal axes, and rank correlations. */
import { axesOfRows } from '../../../kernels/principalAxes';
import type { Random } from '../../../math/random';
import { spearman } from '../../../math/regression';
import type { Alignment } from '../../../records/predict';
import type { TargetQuantizer } from './targetQuantizer';

/** Pairs of codes compared at most. */
const CODE_PAIRS = 20_000;

export interface Embedded {
  /** [m, dim], row-major. */
  readonly embeddings: Float32Array;
  /** [m] */
  readonly targets: Float64Array;
  /** E [V, H] */
  readonly table: Float32Array;
  readonly quantizer: TargetQuantizer;
  /** Pairs of rows drawn. */
  readonly pairs: number;
  readonly random: Random;
}

export function alignment({ embeddings, targets, table, quantizer, pairs, random }: Embedded): Alignment {
  const dim = embeddings.length / Math.max(1, targets.length);
  const { points, shares } = drawn(embeddings, dim, targets);
  const width = table.length / quantizer.vocabulary;
  return {
    points,
    targets: Float32Array.from(targets),
    axisShares: shares,
    distanceCorrelation: distanceCorrelation(embeddings, dim, targets, drawnPairs(targets.length, pairs, random)),
    axisCorrelation: axisCorrelation(points, targets),
    tables: quantizer.centroids.map((codes, level) => {
      const rows = table.slice(quantizer.token(level, 0) * width, (quantizer.token(level, 0) + codes.length) * width);
      const places = drawn(rows, width, codes).points;
      return {
        points: places,
        values: Float32Array.from(codes, (code) => code * quantizer.scale),
        neighbourShare: neighbourShare(rows, width),
        axisCorrelation: axisCorrelation(places, codes),
        distanceCorrelation: distanceCorrelation(rows, width, codes, codePairs(codes.length, random)),
      };
    }),
  };
}

/** [m, 2] in the two principal axes, the first pointing to larger values, and the share of variance each shows. */
function drawn(vectors: Float32Array, dim: number, values: Float64Array): { points: Float32Array; shares: [number, number] } {
  const rows = values.length;
  const points = new Float32Array(rows * 2);
  if (rows < 2) return { points, shares: [0, 0] };
  const { mean, components, explainedVariance, totalVariance } = axesOfRows(vectors, rows, dim, 2);
  for (let row = 0; row < rows; row++) {
    for (let axis = 0; axis < 2; axis++) {
      let place = 0;
      for (let d = 0; d < dim; d++) place += (vectors[row * dim + d]! - mean[d]!) * components[axis * dim + d]!;
      points[row * 2 + axis] = place;
    }
  }
  if (spearman(values, firstAxis(points)) < 0) for (let row = 0; row < rows; row++) points[row * 2] = -points[row * 2]!;
  const share = (axis: number) => (totalVariance > 0 ? explainedVariance[axis]! / totalVariance : 0);
  return { points, shares: [share(0), share(1)] };
}

function axisCorrelation(points: Float32Array, values: Float64Array): number {
  return Math.abs(spearman(values, firstAxis(points)));
}

function firstAxis(points: Float32Array): Float32Array {
  return points.filter((_, at) => at % 2 === 0);
}

/** Spearman of embedding distance and value difference over those pairs whose values differ; NaN where none does. */
function distanceCorrelation(vectors: Float32Array, dim: number, values: Float64Array, pairs: readonly (readonly [number, number])[]): number {
  const apart = pairs.filter(([a, b]) => values[a] !== values[b]);
  const distances = Float64Array.from(apart, ([a, b]) => squaredDistance(vectors, dim, a, b));
  return spearman(Float64Array.from(apart, ([a, b]) => Math.abs(values[a]! - values[b]!)), distances);
}

/** Share of rows, which stand in order of value, whose nearest other row is the one before or after. */
function neighbourShare(vectors: Float32Array, dim: number): number {
  const count = vectors.length / dim;
  if (count < 2) return NaN;
  let kept = 0;
  for (let a = 0; a < count; a++) {
    let nearest = -1;
    let least = Infinity;
    for (let b = 0; b < count; b++) {
      const distance = a === b ? Infinity : squaredDistance(vectors, dim, a, b);
      if (distance < least) [nearest, least] = [b, distance];
    }
    if (Math.abs(nearest - a) === 1) kept++;
  }
  return kept / count;
}

function squaredDistance(vectors: Float32Array, dim: number, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (vectors[a * dim + d]! - vectors[b * dim + d]!) ** 2;
  return sum;
}

function drawnPairs(rows: number, count: number, random: Random): [number, number][] {
  return rows < 2 ? [] : Array.from({ length: count }, () => [random.integer(rows), random.integer(rows)]);
}

/** All pairs of codes, or so many drawn. */
function codePairs(codes: number, random: Random): [number, number][] {
  if ((codes * (codes - 1)) / 2 > CODE_PAIRS) return drawnPairs(codes, CODE_PAIRS, random);
  return Array.from({ length: codes }, (_, a) => Array.from({ length: a }, (_, b): [number, number] => [a, b])).flat();
}

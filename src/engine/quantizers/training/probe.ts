/** What a run shows while it trains: snapshots and curve points from a probe of the rows, in a small share of the time. */
import * as tf from '@tensorflow/tfjs-core';
import { axesOfRows } from '../../kernels/principalAxes';
import type { Random } from '../../math/random';
import { countCodes } from '../../math/counting';
import { histogram, quantiles } from '../../math/statistics';
import { computeMetrics } from '../../metrics/metrics';
import { rowMajor } from '../../math/rows';
import type { SampledStages } from '../../records/items';
import type { Quantizer } from '../quantizer';
import { totalSquares } from '../rowSums';
import type { Vectors } from '../vectors';
import type { Metrics, MixtureSnapshot, QuantizerSnapshot } from '../../records/quantize';
import { codedRows } from './coded';
import { itemStages, type Plane as ItemPlane } from './stages';
import { sweep, type Sweep } from './sweep';

/** Rows of the probe; and of the points under a mixture. */
const PROBE_ROWS = 2048;
const MIXTURE_POINTS = 1500;
const NORM_BINS = 48;
const SHOWN_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/** The plane a level's residuals are drawn in; fixed once the level is reached, so that only what moves moves. */
interface Plane {
  readonly axes: Float64Array;
  readonly mean: Float64Array;
  readonly points: Float32Array;
  readonly axisShares: readonly [number, number];
}

/** How snapshots place the rows of the probe: axes of all rows, and the number of each row among these. */
export interface Placing {
  readonly plane: ItemPlane;
  numberOf(row: number): number;
}

export class Probe {
  private readonly chunk: tf.Tensor2D;
  private readonly data: Float32Array;
  private readonly labels: Int32Array | null;
  private readonly total: number;
  private readonly planes: Plane[] = [];
  private readonly picked: Uint32Array;

  constructor(
    private readonly quantizer: Quantizer,
    rows: Vectors,
    random: Random,
    private readonly placing: Placing | null = null,
  ) {
    const picked = (this.picked = random.choose(rows.rows, PROBE_ROWS).sort());
    this.chunk = tf.keep(rows.gather(picked));
    this.data = new Float32Array(picked.length * rows.dim);
    picked.forEach((row, i) => this.data.set(rows.data.subarray(row * rows.dim, (row + 1) * rows.dim), i * rows.dim));
    this.labels = rows.labels && Int32Array.from(picked, (row) => rows.labels![row]!);
    this.total = totalSquares(this.data, picked.length, rows.dim);
  }

  /** True where all its rows are alike, so that no relative error is defined. */
  get constant(): boolean {
    return this.total === 0;
  }

  /** The views' state now, counted on the probe. */
  async snapshot(step: number): Promise<QuantizerSnapshot> {
    await this.quantizer.gatherConstants?.([this.chunk]);
    const pass = await sweep(this.quantizer, [this.chunk]);
    return { ...toSnapshot(this.quantizer, pass, this.total, step, false), metrics: this.metrics(pass, await this.quantizer.recentUse?.()), ...(await this.mixtures(pass.levels)), ...(this.placing && { stages: await this.stages(pass, this.placing) }) };
  }

  /** The same after a full pass, exact. */
  async finalSnapshot(step: number, pass: Sweep, total: number, metrics: Metrics): Promise<QuantizerSnapshot> {
    return { ...toSnapshot(this.quantizer, pass, total, step, true), metrics, ...(await this.mixtures(pass.levels)) };
  }

  /** All metrics that the probe allows: kNN overlap, which is quadratic in rows, waits for the end. */
  private metrics(pass: Sweep, recentUse: readonly Float32Array[] | undefined): Partial<Metrics> {
    const { quantizer, data, labels } = this;
    return computeMetrics({
      rows: pass.rows,
      dim: this.chunk.shape[1],
      numCodes: quantizer.numCodes.slice(0, pass.levels),
      codes: pass.codes,
      squaredErrors: pass.squaredErrors,
      otherSquaredErrors: {},
      totalSquares: this.total,
      norms: pass.norms,
      vectors: data,
      ...(labels && { labels }),
      ...(recentUse && { recentUse }),
    });
  }

  dispose(): void {
    this.chunk.dispose();
  }

  /** Where the rows lie by their codes now, in axes that stay. */
  private async stages(pass: Sweep, { plane, numberOf }: Placing): Promise<SampledStages> {
    const rows = { rows: pass.rows, dim: this.chunk.shape[1], data: this.data };
    const codes = rowMajor(pass.codes);
    const coded = codedRows({ decode: (own, count) => this.quantizer.decode(own, count), levelsReady: pass.levels }, rows, codes);
    return { ...(await itemStages(coded, () => Promise.resolve(), plane)), of: this.picked.map(numberOf), codes };
  }

  private async mixtures(levels: number): Promise<{ mixtures?: MixtureSnapshot[] }> {
    if (!this.quantizer.mixture) return {};
    const mixtures: MixtureSnapshot[] = [];
    for (let level = 0; level < levels; level++) {
      const plane = (this.planes[level] ??= await this.plane(level));
      mixtures.push({ level, ...projectMixture(this.quantizer.mixture(level), plane), points: plane.points.slice(), axisShares: plane.axisShares });
    }
    return { mixtures };
  }

  /** Principal axes of the probe's residuals before a level, and the residuals in them. */
  private async plane(level: number): Promise<Plane> {
    const encoding = await this.quantizer.encode(this.chunk);
    const [rows, dim] = this.chunk.shape;
    const data = await encoding.residuals[level]!.data<'float32'>();
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
    const count = Math.min(rows, MIXTURE_POINTS);
    const sample = data.slice(0, count * dim);
    const { components, mean, explainedVariance, totalVariance } = axesOfRows(sample, count, dim, Math.min(2, dim));
    const axes = new Float64Array(2 * dim);
    axes.set(components);
    const points = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) for (let a = 0; a < 2; a++) points[2 * i + a] = dot(sample, i * dim, axes, a * dim, dim, mean);
    const share = (a: number) => (totalVariance > 0 ? (explainedVariance[a] ?? 0) / totalVariance : 0);
    return { axes, mean, points, axisShares: [share(0), share(1)] };
  }
}

/** Means [K, 2] and covariances [K, 3] of diagonal components in a plane: P diag(s2) P^T. */
function projectMixture(mixture: { weights: Float32Array; means: Float32Array; variances: Float32Array }, plane: Plane) {
  const numCodes = mixture.weights.length;
  const dim = plane.mean.length;
  const means = new Float32Array(2 * numCodes);
  const covariances = new Float32Array(3 * numCodes);
  for (let k = 0; k < numCodes; k++) {
    for (let a = 0; a < 2; a++) means[2 * k + a] = dot(mixture.means, k * dim, plane.axes, a * dim, dim, plane.mean);
    for (let d = 0; d < dim; d++) {
      const x = plane.axes[d]!;
      const y = plane.axes[dim + d]!;
      const variance = mixture.variances[k * dim + d]!;
      covariances[3 * k]! += x * x * variance;
      covariances[3 * k + 1]! += x * y * variance;
      covariances[3 * k + 2]! += y * y * variance;
    }
  }
  return { means, covariances, weights: mixture.weights };
}

/** What views show of a pass: uses, what is left over, errors level by level. */
export function toSnapshot(quantizer: Pick<Quantizer, 'numCodes'>, pass: Sweep, total: number, step: number, exact: boolean): QuantizerSnapshot {
  return {
    family: 'quantizer',
    step,
    rows: pass.rows,
    exact,
    usage: pass.codes.map((codes, level) => countCodes(codes, quantizer.numCodes[level]!)),
    residualNorms: residualNorms(pass.norms),
    residualEnergy: pass.squaredErrors.slice(1).map((error) => (total > 0 ? error / total : NaN)),
  };
}

/** None where no norms were gathered; else histograms over common edges from 0 to the largest of the stages' 99.9 % quantiles (the few norms beyond are left out), and quantiles. */
function residualNorms(norms: readonly Float32Array[]): QuantizerSnapshot['residualNorms'] {
  if (norms.length === 0) return { scale: NaN, edges: new Float32Array(0), counts: [], quantiles: [] };
  const summaries = norms.map((values) => quantiles(values, [...SHOWN_QUANTILES, 0.999]));
  const top = Math.max(...summaries.map((summary) => summary.at(-1)!), 1e-30);
  const edges = Float32Array.from({ length: NORM_BINS + 1 }, (_, i) => (top * i) / NORM_BINS);
  const squares = norms[0]!.reduce((sum, norm) => sum + norm * norm, 0);
  return {
    scale: Math.sqrt(squares / Math.max(1, norms[0]!.length)),
    edges,
    counts: norms.map((values) => histogram(values, edges)),
    quantiles: summaries.map((summary) => summary.slice(0, -1)),
  };
}

function dot(a: ArrayLike<number>, aStart: number, b: ArrayLike<number>, bStart: number, length: number, mean: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < length; d++) sum += (a[aStart + d]! - mean[d]!) * b[bStart + d]!;
  return sum;
}

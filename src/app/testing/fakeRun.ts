/** Plausible events of a run that trains nothing: levels fill one after another, errors fall, codes come into use. */
import type { Metrics, MixtureSnapshot, QuantizerKind, QuantizerResult, QuantizerSnapshot } from '../../engine/records/quantize';
import type { MetricPoint, RunSpec } from '../../engine/records/run';

const FLOOR: Readonly<Record<QuantizerKind, number>> = { 'rq-kmeans': 0.24, 'rq-vae': 0.22, 'r3-vae': 0.27, 'rq-gmm': 0.23 };
const DEAD: Readonly<Record<QuantizerKind, number>> = { 'rq-kmeans': 0, 'rq-vae': 0.06, 'r3-vae': 0.02, 'rq-gmm': 0.1 };

export interface FakeShape {
  readonly levels: number;
  readonly codes: number;
  readonly rows: number;
  readonly dim: number;
}

/** Share of the energy left after `level` + 1 levels at a share of the training done. */
function energy(kind: QuantizerKind, level: number, levels: number, done: number): number {
  const final = (FLOOR[kind] ?? 0.25) ** ((level + 1) / levels);
  return final + (1 - final) * Math.exp(-5 * Math.min(1, Math.max(0, done * levels - level * 0.7)));
}

/** A point of the training curve at a share `done` of the steps. */
export function fakePoint(kind: QuantizerKind, step: number, done: number, seconds: number, shape: FakeShape): MetricPoint {
  const wobble = 0.004 * Math.sin(step * 1.7 + kind.length);
  return { step, seconds, level: Math.min(shape.levels - 1, Math.floor(done * shape.levels)), losses: { relativeError: Math.sqrt(energy(kind, shape.levels - 1, shape.levels, done)) + wobble }, metrics: { collisionRate: 0.3 * (1 - done) + 0.01, utilization: 1 - 0.4 * (1 - done) } };
}

/** What the views show at a share `done` of the training. */
export function fakeSnapshot(kind: QuantizerKind, step: number, done: number, shape: FakeShape): QuantizerSnapshot {
  const reached = Math.min(shape.levels, 1 + Math.floor(done * shape.levels));
  const usage = Array.from({ length: reached }, (_, level) => Uint32Array.from({ length: shape.codes }, (_, code) => {
    const order = (code * 37 + level * 11) % shape.codes;
    const alive = order < shape.codes * (1 - (DEAD[kind] ?? 0) * (1 + level));
    return alive ? Math.round((shape.rows / shape.codes) * (0.35 + 1.4 * Math.exp((-2 * order) / shape.codes))) : 0;
  }));
  const bins = 40;
  const edges = Float32Array.from({ length: bins + 1 }, (_, bin) => (bin / bins) * 1.6);
  const centres = [1, ...Array.from({ length: reached }, (_, level) => Math.sqrt(energy(kind, level, shape.levels, done)))];
  const counts = centres.map((centre) => Uint32Array.from({ length: bins }, (_, bin) => Math.round(shape.rows * 0.1 * Math.exp(-0.5 * ((edges[bin]! + 0.02 - centre) / 0.12) ** 2))));
  return {
    family: 'quantizer', step, rows: shape.rows, exact: true, usage,
    residualNorms: { scale: 1, edges, counts, quantiles: centres.map((centre) => [-0.2, -0.08, 0, 0.08, 0.2, 0.4].map((offset) => Math.max(0, centre + offset))) },
    residualEnergy: centres.slice(1).map((centre) => centre * centre),
    metrics: fakeMetrics(kind, centres.slice(1).map((centre) => centre * centre), usage.map((level) => level.filter((uses) => uses === 0).length), shape),
    ...(kind === 'rq-gmm' && { mixtures: Array.from({ length: reached }, (_, level) => fakeMixture(level, shape.codes)) }),
  };
}

function fakeMixture(level: number, codes: number): MixtureSnapshot {
  const shown = Math.min(codes, 24);
  const at = (k: number): [number, number] => [Math.cos(k * 2.4) * (0.4 + 0.1 * k) / (level + 1), Math.sin(k * 2.4) * (0.3 + 0.07 * k) / (level + 1)];
  return {
    level,
    points: Float32Array.from({ length: 1200 }, (_, i) => {
      const row = i >> 1;
      const [x, y] = at(row % shown);
      return (i % 2 ? y : x) + 0.2 * Math.sin(row * 12.9898 + (i % 2) * 78.233) * Math.cos(row * 4.1);
    }),
    means: Float32Array.from({ length: shown * 2 }, (_, i) => at(i >> 1)[i % 2]!),
    covariances: Float32Array.from({ length: shown * 3 }, (_, i) => [0.02, 0.006 * Math.sin(i), 0.015][i % 3]!),
    weights: Float32Array.from({ length: shown }, () => 1 / shown),
    axisShares: [0.31, 0.18],
  };
}

/** The metrics that a snapshot has too: generated, but in range and one entry a level. */
function fakeMetrics(kind: QuantizerKind, residualEnergy: readonly number[], dead: readonly number[], shape: FakeShape) {
  const levels = dead.map((_, level) => level);
  const used = dead.map((count) => shape.codes - count);
  const left = residualEnergy.map(Math.sqrt);
  const distinct = levels.map((level) => Math.min(shape.rows, used[0]! ** (level + 1)));
  const purity = levels.map((level) => Math.min(0.95, 0.3 + 0.25 * level - (DEAD[kind] ?? 0)));
  return {
    residualEnergy, explainedVariance: residualEnergy.map((energy) => 1 - energy),
    nominalBits: levels.map((level) => (level + 1) * Math.log2(shape.codes)), empiricalBits: distinct.map((count) => 0.97 * Math.log2(count)),
    residualNorm5: left.map((value) => value * 0.6), residualNorm25: left.map((value) => value * 0.85), residualNormMedian: left,
    residualNorm75: left.map((value) => value * 1.15), residualNorm95: left.map((value) => value * 1.5), residualNormMax: left.map((value) => value * 2),
    utilization: used.map((count) => count / shape.codes), perplexity: used.map((count) => count * 0.88), perplexityShare: used.map((count) => (count * 0.88) / shape.codes),
    entropy: used.map((count) => Math.log(count * 0.88)), usageGini: dead.map((count) => 0.2 + count / shape.codes / 2), deadCodes: dead,
    conditionalEntropyRatio: levels.map((level) => 1 - 0.06 * level), distinctPrefixes: distinct,
    prefixUse: distinct.map((count, level) => count / shape.codes ** (level + 1)), prefixUseLimit: levels.map((level) => Math.min(1, shape.rows / shape.codes ** (level + 1))),
    collisionRate: 0.01 + (DEAD[kind] ?? 0) / 10, uniqueIdShare: 0.985 - (DEAD[kind] ?? 0) / 5, largestBucket: 3 + Math.round((DEAD[kind] ?? 0) * 50), idGini: 0.02, idEntropyRatio: 0.6, duplicateShare: 0.007,
    cohesion: levels.map((level) => 0.3 + 0.2 * level), cohesionByItems: levels.map((level) => 0.28 + 0.2 * level), discrimination: levels.map((level) => -1.4 - 0.2 * level),
    prefixPurity: purity, prefixPurityChance: purity.map((value) => value / 2), prefixPurityShared: purity.map((value) => value * 0.95), prefixSingletons: levels.map((level) => 0.3 * level),
  };
}

/** The order of a quantizer's run. */
export type FakeTraining = RunSpec & { readonly kind: QuantizerKind };

/** The same with stored codes: those by rule moved on by one, in `differing` of the rows, and half its collisions. */
export function withFakeStored(result: QuantizerResult, differing = 0.25): QuantizerResult {
  const moved = Math.round(differing * result.rows) * result.levels;
  const codes = result.codes.map((code, at) => (at < moved ? (code + 1) % result.codebooks[at % result.levels]!.numCodes : code));
  const metrics = { ...result.metrics, collisionRate: result.metrics.collisionRate / 2 };
  const usage = result.snapshot.usage.map((own) => Uint32Array.from(own, (_, code) => own[(code + own.length - 1) % own.length]!));
  return { ...result, stored: { rows: result.rows, codes, metrics, snapshot: { ...result.snapshot, usage, metrics }, differing }, traits: { ...result.traits, storedCodes: true } };
}

/** What a finished run leaves: arrays of the right shapes, metrics that agree with the last snapshot. */
export function fakeResult(spec: FakeTraining, shape: FakeShape, step: number, done: number, seconds: number): QuantizerResult {
  const snapshot = fakeSnapshot(spec.kind, step, done, shape);
  const dead = snapshot.usage.map((level) => level.filter((uses) => uses === 0).length);
  const relativeError = Math.sqrt(snapshot.residualEnergy.at(-1) ?? 1);
  const metrics: Metrics = {
    rmse: relativeError * 1.3, relativeError, ...(spec.kind === 'r3-vae' && { rmseHard: relativeError * 1.18, rmseSoft: relativeError * 1.05 }),
    ...fakeMetrics(spec.kind, snapshot.residualEnergy, dead, shape), knnOverlap: 0.61 - (DEAD[spec.kind] ?? 0), parameters: shape.levels * shape.codes * shape.dim,
  };
  return {
    family: 'quantizer', metrics, seconds, steps: step, stopped: done < 1, rows: shape.rows, dim: shape.dim, levels: shape.levels, snapshot,
    codes: Int32Array.from({ length: shape.rows * shape.levels }, (_, i) => (i * 7 + spec.seed) % shape.codes),
    codebooks: Array.from({ length: shape.levels }, (_, level) => ({ data: Float32Array.from({ length: shape.codes * shape.dim }, (_, i) => Math.sin(i + level)), numCodes: shape.codes, dim: shape.dim })),
    reconstruction: Float32Array.from({ length: shape.rows * shape.dim }, (_, i) => Math.sin(i)),
    traits: { encoder: spec.kind === 'rq-vae' ? '512-64' : 'none', perItem: spec.kind === 'r3-vae' ? 1 + shape.levels : 0, soft: false },
    notes: ['Generated numbers: nothing was trained.'],
  };
}

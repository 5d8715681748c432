/** Seeded made-up runs for the fixtures: shapes like those of real runs, the same numbers on every machine. */
import { randomLcg, randomNormal } from 'd3';
import type { Hue, Series } from '../view';
import type { MixtureSnapshot, QuantizerSnapshot } from '../../engine/records/quantize';
import type { MetricPoint } from '../../engine/records/run';

export const FOUR: readonly Series[] = (
  [['RQ-KMeans', 'rq-kmeans'], ['RQ-VAE', 'rq-vae'], ['R3-VAE', 'r3-vae'], ['RQ-GMM', 'rq-gmm']] as const satisfies readonly (readonly [string, Hue])[]
).map(([name, hue]) => ({ id: hue, name, hue }));

export function seriesAt(i: number): Series {
  const found = FOUR[i];
  if (!found) throw new Error(`There are ${FOUR.length} series, none numbered ${i}.`);
  return found;
}

/** Uses of `numCodes` codes by about `rows` rows; `skew` 0 is even; the `dead` codes lie scattered over the codebook. */
export function usage(seed: number, numCodes: number, rows: number, skew: number, dead: number): Uint32Array {
  const chance = randomLcg(seed / 1000);
  const normal = randomNormal.source(chance)(0, skew);
  const weights = Array.from({ length: numCodes }, () => Math.exp(normal()));
  for (let i = 0; i < dead; i++) weights[Math.floor(chance() * numCodes)] = 0;
  const total = weights.reduce((a, b) => a + b, 0);
  return Uint32Array.from(weights, (weight) => Math.round((weight / total) * rows));
}

/** Residual norms over `stages` stages, shrinking by `factor` each. */
export function norms(seed: number, stages: number, factor: number, rows = 4000, scale = 3.2): QuantizerSnapshot['residualNorms'] {
  const normal = randomNormal.source(randomLcg(seed / 1000))(0, 1);
  const bins = 48;
  const values = Array.from({ length: stages }, (_, stage) => Array.from({ length: rows }, () => scale * Math.max(0.02, factor ** stage * (0.97 + 0.2 * normal()))).sort((a, b) => a - b));
  const most = Math.max(1e-6, ...values.map((v) => v[v.length - 1] ?? 0));
  const counts = values.map((v) => {
    const count = new Uint32Array(bins);
    for (const value of v) count[Math.min(bins - 1, Math.floor((value / most) * bins))]! += 1;
    return count;
  });
  const at = (v: number[], q: number) => v[Math.floor(q * (v.length - 1))] ?? NaN;
  return { scale, edges: Float32Array.from({ length: bins + 1 }, (_, i) => (i * most) / bins), counts, quantiles: values.map((v) => [0.05, 0.25, 0.5, 0.75, 0.95, 1].map((q) => at(v, q))) };
}

/** A falling loss; `levels` 0 trains all at once, else a plateau a level. */
export function points(seed: number, count: number, start: number, end: number, levels = 0, noise = 0.01): MetricPoint[] {
  const normal = randomNormal.source(randomLcg(seed / 1000))(0, noise);
  return Array.from({ length: count }, (_, i) => {
    const t = (i + 1) / count;
    // Each level brings its part of the fall: half of what the level before it brought.
    let fall = Math.exp(-6 * t);
    if (levels > 0) {
      const parts = Array.from({ length: levels }, (_, l) => 0.5 ** l);
      const left = parts.map((part, l) => part * (t * levels <= l ? 1 : Math.exp(-9 * (t * levels - l))));
      fall = left.reduce((a, b) => a + b, 0) / parts.reduce((a, b) => a + b, 0);
    }
    const value = end + (start - end) * fall + normal() * (end + 0.05);
    return { step: (i + 1) * 5, seconds: (i + 1) * 0.11, level: levels === 0 ? -1 : Math.min(levels - 1, Math.floor(t * levels - 1e-9)), losses: { relativeError: Math.max(1e-4, value), total: Math.max(1e-4, value * 12) } };
  });
}

/** A mixture of `numCodes` planted Gaussians and points drawn from it; every tenth component carries no weight where `dead` is set. */
export function mixture(seed: number, numCodes: number, rows: number, dead: boolean): MixtureSnapshot {
  const chance = randomLcg(seed / 1000);
  const normal = randomNormal.source(chance)(0, 1);
  const means = new Float32Array(2 * numCodes);
  const covariances = new Float32Array(3 * numCodes);
  const raw = Array.from({ length: numCodes }, (_, k) => (dead && k % 10 === 3 ? 0 : 0.2 + chance()));
  const total = raw.reduce((a, b) => a + b, 0) || 1;
  for (let k = 0; k < numCodes; k++) {
    const [sx, sy, turn] = [0.12 + 0.45 * chance(), 0.08 + 0.22 * chance(), chance() * Math.PI];
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    means.set([normal() * 2.2, normal() * 1.3], 2 * k);
    covariances.set([c * c * sx * sx + s * s * sy * sy, c * s * (sx * sx - sy * sy), s * s * sx * sx + c * c * sy * sy], 3 * k);
  }
  const drawn = new Float32Array(2 * rows);
  const live = raw.flatMap((w, k) => (w > 0 ? [k] : []));
  for (let i = 0; i < rows; i++) {
    const k = live[Math.floor(chance() * live.length)] ?? 0;
    const [xx = 0, xy = 0, yy = 0] = covariances.subarray(3 * k, 3 * k + 3);
    const l11 = Math.sqrt(xx);
    const l21 = xy / l11;
    const [a, b] = [normal(), normal()];
    drawn.set([(means[2 * k] ?? 0) + l11 * a, (means[2 * k + 1] ?? 0) + l21 * a + Math.sqrt(Math.max(0, yy - l21 * l21)) * b], 2 * i);
  }
  return { level: 0, points: drawn, means, covariances, weights: Float32Array.from(raw, (w) => w / total), axisShares: [0.41, 0.183] };
}

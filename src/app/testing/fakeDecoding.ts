/** What RQ-Reg shows beside its predictions, generated: codes of the target, rows decoded level by level, embeddings in order. */
import type { Params } from '../../engine/records/params';
import type { Alignment, DecodedSteps, Decoding, TargetQuantization } from '../../engine/records/predict';

const SHOWN = 40;

/** Codes a level, from the settings. */
export function numCodesOf(params: Params): number[] {
  const codes = params.numCodes;
  const list = Array.isArray(codes) ? (codes as readonly number[]) : [Number(codes ?? 16)];
  return Array.from({ length: Number(params.numLevels ?? 3) }, (_, level) => list[level] ?? list.at(-1)!);
}

/** Ascending: the first level spans the values, each further one the rest of the one before. */
function centroidsOf(params: Params): Float32Array[] {
  return numCodesOf(params).map((count, level) => Float32Array.from({ length: count }, (_, k) => (level === 0 ? Math.expm1((5 * (k + 1)) / count) : (40 / 8 ** level) * ((2 * (k + 0.5)) / count - 1))));
}

export function fakeQuantization(params: Params): TargetQuantization {
  const centroids = centroidsOf(params);
  return {
    histogram: { edges: Float32Array.from({ length: 25 }, (_, i) => Math.expm1((5.4 * i) / 24)), counts: Uint32Array.from({ length: 24 }, (_, i) => (i === 0 ? 300 : Math.round(90 * Math.exp(-0.5 * ((i - 11) / 4) ** 2)))) },
    centroids, usage: centroids.map((level) => Uint32Array.from(level, (_, k) => 5 + ((k * 37) % 60))), ended: centroids.map((_, level) => 300 + 40 * level),
    errors: [25, ...centroids.map((_, level) => 1.6 * 0.12 ** level)], remainder: { mean: 1.6 * 0.12 ** (centroids.length - 1), max: 2.1, relative: 0.002 },
  };
}

export function fakeDecoding(params: Params, done: number): Decoding {
  const centroids = centroidsOf(params);
  const levels = centroids.length;
  const firsts = centroids.map((_, level) => 2 + centroids.slice(0, level).reduce((sum, list) => sum + list.length, 0));
  const tokenValues = Float32Array.of(0, 0, ...centroids.flatMap((list) => [...list]));
  const targets = Float32Array.from({ length: SHOWN }, (_, i) => (i < 6 ? 0 : Math.expm1((5 * i) / SHOWN)));
  const trueTokens = new Int32Array(SHOWN * levels);
  const trueSums = new Float32Array(SHOWN * levels);
  targets.forEach((target, row) => {
    let rest = target;
    centroids.forEach((list, level) => {
      const nearest = list.reduce((best, value, k) => (Math.abs(value - rest) < Math.abs(list[best]! - rest) ? k : best), 0);
      const token = Math.abs(rest) < 1e-3 ? 0 : firsts[level]! + nearest;
      rest -= tokenValues[token]!;
      trueTokens[row * levels + level] = token;
      trueSums[row * levels + level] = target - rest;
    });
  });
  const steps = (sharpness: number): DecodedSteps => {
    const probabilities = centroids.map((list, level) => new Float32Array(SHOWN * tokenValues.length).map((_, at) => {
      const row = Math.floor(at / tokenValues.length);
      const token = at % tokenValues.length;
      const wanted = trueTokens[row * levels + level]!;
      if (token !== wanted && (token < firsts[level]! || token >= firsts[level]! + list.length)) return 0;
      return Math.exp(-Math.abs(token - wanted) * sharpness) * Math.tanh(sharpness / 2);
    }));
    const near = (at: number, level: number) => trueSums[at]! + (1.5 - done) * 3 ** -level * Math.sin(at * 2.3);
    const sums = Float32Array.from(trueSums, (_, at) => near(at, at % levels));
    const learned = Float32Array.from({ length: SHOWN * (levels + 1) }, (_, i) => near(Math.floor(i / (levels + 1)) * levels + Math.min(levels - 1, i % (levels + 1)), i % (levels + 1)));
    return { probabilities, learned, expected: sums, greedy: trueSums.slice(), tokens: trueTokens.slice() };
  };
  const falling = (from: number, to: number, length: number) => Array.from({ length }, (_, i) => to + (from - to) * 0.3 ** i);
  const last = 10 + 8 * Math.exp(-4 * done);
  return {
    rows: Uint32Array.from({ length: SHOWN }, (_, i) => i * 3), targets, numCodes: centroids.map((list) => list.length), tokenValues, trueTokens, trueSums,
    free: steps(0.3 + done), forced: steps(0.8 + done),
    byLevel: [
      { way: 'learned', mae: falling(last + 3, last, levels + 1), xauc: Array.from({ length: levels + 1 }, (_, i) => 0.7 + 0.05 * done + 0.002 * i) },
      { way: 'expected', mae: falling(last + 4, last + 0.7, levels), xauc: Array.from({ length: levels }, () => 0.69 + 0.05 * done) },
      { way: 'greedy', mae: falling(last + 6, last + 2.5, levels), xauc: Array.from({ length: levels }, () => 0.66 + 0.05 * done) },
      { way: 'oracle', mae: falling(1.6, 0.01, levels), xauc: Array.from({ length: levels }, () => 0.999) },
    ],
    errorHead: { mae: 0.018, without: 0.023 },
  };
}

export function fakeAlignment(params: Params, done: number): Alignment {
  const aligned = Number(params.lambdaRepresentation ?? 0.1) > 0;
  const order = (aligned ? 0.9 : 0.5) * (1 - 0.6 * Math.exp(-4 * done));
  const count = 200;
  const targets = Float32Array.from({ length: count }, (_, i) => Math.expm1((5 * i) / count));
  const points = Float32Array.from({ length: count * 2 }, (_, at) => {
    const along = (at >> 1) / count - 0.5;
    const noise = (1 - order) * Math.sin((at >> 1) * 12.9898 + (at % 2) * 78.233);
    return at % 2 === 0 ? 4 * order * along + noise : 2 * order * (along * along - 0.1) + noise;
  });
  return {
    points, targets, axisShares: [0.48, 0.17], distanceCorrelation: order, axisCorrelation: Math.min(1, order + 0.05),
    tables: centroidsOf(params).map((values) => ({
      values, neighbourShare: order * 0.8, axisCorrelation: order * 0.9, distanceCorrelation: order * 0.7,
      points: Float32Array.from({ length: values.length * 2 }, (_, at) => Math.sin(((at >> 1) / values.length) * Math.PI + (at % 2) * 1.6) + (1 - order) * Math.sin(at * 5.3)),
    })),
  };
}

/** Seeded made-up predictors of a continuous value for the fixtures: watch times with zeros and a long tail, three levels of codes. */
import { randomLcg, randomNormal } from 'd3';
import type { Alignment, DecodedSteps, Decoding, ValueSnapshot, TargetQuantization } from '../../engine/records/predict';
import type { Hue, Series } from '../view';

export const PREDICTORS: readonly Series[] = (
  [['RQ-Reg', 'rq-reg'], ['MLP (Huber)', 'mlp'], ['ZILN', 'ziln'], ['Ordinal buckets', 'ordinal'], ['Ridge', 'ridge'], ['Median', 'constant']] as const satisfies readonly (readonly [string, Hue])[]
).map(([name, hue]) => ({ id: hue, name, hue }));

export const ALIGNED: Series = { id: 'reg', name: 'RQ-Reg', hue: 'rq-reg' };
export const UNALIGNED: Series = { id: 'plain', name: 'RQ-Reg without alignment', hue: 'rq-reg' };

/** Ascending seconds: about an eighth are zero, the rest lognormal. */
export function watchTimes(seed: number, count: number): Float32Array {
  const chance = randomLcg(seed / 1000);
  const normal = randomNormal.source(chance)(2.7, 1);
  return Float32Array.from({ length: count }, () => (chance() < 0.12 ? 0 : Math.exp(normal()))).sort();
}

/** Targets with predictions of them, as the end of a fit has them; `skill` 0 knows nothing, 1 all. */
export function predicted(seed: number, count: number, skill: number): { rows: Uint32Array; targets: Float32Array; predictions: Float32Array } {
  const targets = watchTimes(seed, count);
  const normal = randomNormal.source(randomLcg((seed + 7) / 1000))(0, 1);
  const predictions = targets.map((y) => Math.expm1(skill * Math.log1p(y) + (1 - skill) * 2.6 + 0.9 * (1 - skill) * normal()));
  return { rows: Uint32Array.from(targets, (_, i) => 17 + 3 * i), targets, predictions };
}

/** The groups of a snapshot, of such predictions. */
export function groupsOf({ targets, predictions }: { targets: Float32Array; predictions: Float32Array }): Pick<ValueSnapshot, 'calibration' | 'byTarget'> {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const tenths = (order: readonly number[]) => Array.from({ length: 10 }, (_, g) => order.slice(Math.round((g * order.length) / 10), Math.round(((g + 1) * order.length) / 10)));
  const all = Array.from(targets, (_, i) => i);
  const byPrediction = tenths([...all].sort((a, b) => predictions[a]! - predictions[b]!));
  const byTarget = tenths(all).slice(1);
  return {
    calibration: {
      predicted: Float32Array.from(byPrediction, (group) => mean(group.map((i) => predictions[i]!))),
      actual: Float32Array.from(byPrediction, (group) => mean(group.map((i) => targets[i]!))),
      rows: Uint32Array.from(byPrediction, (group) => group.length),
    },
    byTarget: {
      upTo: Float32Array.from(byTarget, (group) => targets[group.at(-1)!]!),
      mae: Float32Array.from(byTarget, (group) => mean(group.map((i) => Math.abs(predictions[i]! - targets[i]!)))),
      bias: Float32Array.from(byTarget, (group) => mean(group.map((i) => predictions[i]! - targets[i]!))),
      rows: Uint32Array.from(byTarget, (group) => group.length),
    },
  };
}

/** Codes of each level at even steps of the signed cube root of what is left, as k-means spreads them. */
export function quantized(seed: number, count: number, numCodes: readonly number[]): TargetQuantization & { readonly targets: Float32Array; readonly tokens: Int32Array; readonly sums: Float32Array } {
  const targets = watchTimes(seed, count);
  const levels = numCodes.length;
  let left = Float64Array.from(targets);
  const done = Array.from(targets, (y) => y < 1e-3);
  const centroids: Float32Array[] = [];
  const usage = numCodes.map((k) => new Uint32Array(k));
  const ended = numCodes.map(() => 0);
  const tokens = new Int32Array(count * levels);
  const sums = new Float32Array(count * levels);
  const error = () => left.reduce((sum, value) => sum + Math.abs(value), 0) / count;
  const errors = [error()];
  let first = 2;
  numCodes.forEach((k, level) => {
    const active = [...left].filter((_, i) => !done[i]).map(Math.cbrt);
    const [low, high] = [Math.min(...active), Math.max(...active)];
    const codes = Float32Array.from({ length: k }, (_, c) => (low + ((high - low) * (c + 0.5)) / k) ** 3);
    centroids.push(codes);
    left = left.map((value, i) => {
      const before = level > 0 ? sums[i * levels + level - 1]! : 0;
      sums[i * levels + level] = before;
      if (done[i]) {
        ended[level]! += 1;
        return value;
      }
      let code = 0;
      for (let c = 1; c < k; c++) if (Math.abs(codes[c]! - value) < Math.abs(codes[code]! - value)) code = c;
      usage[level]![code]! += 1;
      tokens[i * levels + level] = first + code;
      sums[i * levels + level] = before + codes[code]!;
      if (Math.abs(value - codes[code]!) < 1e-3) done[i] = true;
      return value - codes[code]!;
    });
    first += k;
    errors.push(error());
  });
  const bins = 40;
  const edges = Float32Array.from({ length: bins + 1 }, (_, i) => Math.expm1((Math.log1p(targets.at(-1)!) * i) / bins));
  const counts = new Uint32Array(bins);
  for (const y of targets) counts[Math.max(0, edges.findLastIndex((edge, i) => i < bins && edge <= y))]! += 1;
  return { histogram: { edges, counts }, centroids, usage, ended, errors, remainder: { mean: errors.at(-1)!, max: Math.max(...left.map(Math.abs)), relative: 0.0041 }, targets, tokens, sums };
}

/** Rows decoded by someone who sees each value through noise of the given size. */
export function decoded(seed: number, count: number, numCodes: readonly number[], noise = 0.35): Decoding {
  const { centroids, targets, tokens, sums, errors } = quantized(seed, count, numCodes);
  const levels = numCodes.length;
  const tokenValues = Float32Array.from([0, 0, ...centroids.flatMap((codes) => [...codes])]);
  const normal = randomNormal.source(randomLcg((seed + 3) / 1000))(0, noise);
  const believed = targets.map((y) => Math.max(0, Math.expm1(Math.log1p(y) + normal())));
  const steps = (forced: boolean): DecodedSteps => {
    const probabilities = numCodes.map(() => new Float32Array(count * tokenValues.length));
    const learned = new Float32Array(count * (levels + 1));
    const [expected, greedy, chosen] = [new Float32Array(count * levels), new Float32Array(count * levels), new Int32Array(count * levels)];
    for (let row = 0; row < count; row++) {
      let [sum, mean, first] = [0, 0, 2];
      for (let level = 0; level < levels; level++) {
        const base = forced && level > 0 ? sums[row * levels + level - 1]! : sum;
        const p = probabilities[level]!.subarray(row * tokenValues.length, (row + 1) * tokenValues.length);
        const codes = centroids[level]!;
        const near = (value: number) => Math.exp(-(((Math.cbrt(believed[row]! - base) - Math.cbrt(value)) / (0.2 + 0.6 * noise)) ** 2) / 2);
        codes.forEach((value, code) => (p[first + code] = near(value) + 1e-4));
        p[0] = near(0) * (believed[row]! < 1 ? 6 : 0.3);
        const total = p.reduce((a, b) => a + b, 0);
        p.forEach((value, token) => (p[token] = value / total));
        const best = p.reduce((top, value, token) => (value > p[top]! ? token : top), 0);
        chosen[row * levels + level] = best;
        sum += tokenValues[best]!;
        mean += p.reduce((a, value, token) => a + value * tokenValues[token]!, 0);
        greedy[row * levels + level] = sum;
        expected[row * levels + level] = mean;
        learned[row * (levels + 1) + level] = 0.9 * sum + 0.1 * believed[row]!;
        first += numCodes[level]!;
      }
      learned[row * (levels + 1) + levels] = 0.98 * believed[row]! + 0.02 * targets[row]!;
    }
    return { probabilities, learned, expected, greedy, tokens: chosen };
  };
  const free = steps(false);
  const mae = (values: Float32Array, width: number, at: number) => targets.reduce((a, y, row) => a + Math.abs(values[row * width + at]! - y), 0) / count;
  const byWay = (way: Decoding['byLevel'][number]['way'], values: Float32Array, width: number) => ({
    way, mae: Array.from({ length: width }, (_, at) => mae(values, width, at)), xauc: Array.from({ length: width }, (_, at) => (way === 'oracle' ? 0.97 + 0.01 * at : 0.64 + 0.02 * at)),
  });
  return {
    rows: Uint32Array.from(targets, (_, i) => 41 + 97 * i), targets, numCodes, tokenValues, trueTokens: tokens, trueSums: sums, free, forced: steps(true),
    byLevel: [byWay('learned', free.learned, levels + 1), byWay('expected', free.expected, levels), byWay('greedy', free.greedy, levels), byWay('oracle', sums, levels)],
    errorHead: { mae: 0.8 * errors.at(-1)!, without: errors.at(-1)! },
  };
}

/** Points along an arc in the order of value, as the alignment wants them, blurred by `noise`; tables the same. */
export function aligned(seed: number, count: number, numCodes: readonly number[], noise: number): Alignment {
  const normal = randomNormal.source(randomLcg(seed / 1000))(0, 1);
  const arc = (share: number): [number, number] => [3 * Math.sin(2.2 * (share - 0.5)) + noise * normal(), 1.6 * Math.cos(2.2 * (share - 0.5)) + noise * normal()];
  const targets = watchTimes(seed, count);
  const kept = 1 / (1 + noise);
  return {
    points: new Float32Array(Array.from({ length: count }, (_, i) => arc(i / count)).flat()),
    targets, axisShares: [0.62 * kept + 0.1, 0.21], distanceCorrelation: kept - 0.04, axisCorrelation: kept - 0.02,
    tables: numCodes.map((k, level) => ({
      points: new Float32Array(Array.from({ length: k }, (_, c) => arc(c / Math.max(1, k - 1))).flat()),
      values: Float32Array.from({ length: k }, (_, c) => (level === 0 ? 240 * ((c + 0.5) / k) ** 2 : (30 / level ** 3) * ((2 * c) / Math.max(1, k - 1) - 1) ** 3)),
      neighbourShare: Math.max(2 / k, kept - 0.1 * level), axisCorrelation: kept - 0.05 * level, distanceCorrelation: kept - 0.1 * level,
    })),
  };
}

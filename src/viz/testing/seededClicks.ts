/** Seeded made-up predictors of labels for the fixtures: probabilities that are more or less right, histories, and what readers attend to. */
import { randomLcg, randomNormal } from 'd3';
import type { ByHistory, ClickDifference, HistoryAttention, Reliability, SourceSnapshot } from '../../engine/records/click';
import type { Hue, Series } from '../view';

export const CLICKERS: readonly Series[] = (
  [['iat', 'IAT', 'iat'], ['iat-codes', 'IAT with RQ-VAE codes', 'iat'], ['iat-shuffled', 'IAT with shuffled codes', 'iat'], ['din', 'DIN', 'din'], ['logistic', 'Logistic regression', 'logistic'], ['constant', 'Constant', 'constant']] as const satisfies readonly (readonly [string, string, Hue])[]
).map(([id, name, hue]) => ({ id, name, hue }));

export function clicker(i: number): Series {
  const found = CLICKERS[i];
  if (!found) throw new Error(`There are ${CLICKERS.length} series, none numbered ${i}.`);
  return found;
}

/** `slope` 1 is right, above it too sure, below it too timid; `base` is the log odds of a label in the middle. */
export function reliabilityOf(seed: number, rows: number, slope: number, base: number, spread = 1.2): Reliability {
  const chance = randomLcg(seed / 1000);
  const normal = randomNormal.source(chance)(0, spread);
  const [sums, positives, counts] = [new Float64Array(10), new Float64Array(10), new Uint32Array(10)];
  for (let i = 0; i < rows; i++) {
    const [odds, told] = [base + normal(), chance()];
    const predicted = sigmoid(base + slope * (odds - base));
    const bin = Math.min(9, Math.floor(10 * predicted));
    sums[bin]! += predicted;
    positives[bin]! += told < sigmoid(odds) ? 1 : 0;
    counts[bin]! += 1;
  }
  return { predicted: Float32Array.from(sums, (sum, bin) => sum / counts[bin]!), observed: Float32Array.from(positives, (count, bin) => count / counts[bin]!), rows: counts };
}

/** AUC from `start` upwards with the length of the history. */
export function byHistoryOf(start: number, gain: number, upTo: readonly number[], rows = 1800): ByHistory {
  return { upTo: Uint32Array.from(upTo), auc: Float32Array.from(upTo, (_, i) => start + gain * (1 - Math.exp(-0.7 * i)) - 0.004 * (i % 2)), rows: Uint32Array.from(upTo, (_, i) => rows - 17 * i) };
}

export function differenceOf(auc: number, half: number): ClickDifference {
  const interval = (difference: number, reach: number) => ({ difference, low: difference - reach, high: difference + 1.1 * reach });
  return { auc: interval(auc, half), logLoss: interval(-0.9 * auc, half), users: 1500, draws: 1000 };
}

/**
 * Attention of a reader to histories of these lengths; `focus` 0 is even, above it the reader prefers recent events with a label. Users, times and labels depend on
 * `seed` alone, so that two readers can be shown the same histories.
 */
export function attentionOf(seed: number, lengths: readonly number[], focus: number, span = 40 * 86_400): HistoryAttention {
  const chance = randomLcg(seed / 1000);
  const offsets = Uint32Array.from([0, ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b, 0))]);
  const total = offsets.at(-1)!;
  const [gaps, tokenLabels, weights] = [new Float64Array(total), new Uint8Array(total), new Float32Array(total)];
  lengths.forEach((length, user) => {
    const at = offsets[user]!;
    const own = Array.from({ length }, () => 30 * (span / 30) ** chance()).sort((a, b) => b - a);
    const raw = own.map((gap, i) => {
      gaps[at + i] = Math.round(gap);
      const [known, yes, noise] = [chance() < gap / 20_000, chance() < 0.35, chance()];
      tokenLabels[at + i] = known ? Number(yes) : 2;
      return Math.exp(focus * (2 * noise + (tokenLabels[at + i] === 1 ? 1.2 : 0) - 0.15 * Math.log(gap)));
    });
    const sum = raw.reduce((a, b) => a + b, 0);
    raw.forEach((weight, i) => (weights[at + i] = weight / sum));
  });
  return {
    users: Int32Array.from(lengths, (_, i) => 41 + 97 * i), rows: Uint32Array.from(lengths, (_, i) => 20_011 + 131 * i), labels: Uint8Array.from(lengths, (_, i) => (i + 1) % 2),
    probabilities: Float32Array.from(lengths, (_, i) => 0.2 + 0.6 * ((i * 0.37 + focus / 5) % 1)), offsets, tokenRows: Uint32Array.from(gaps, (_, i) => 100 + 13 * i), gaps, tokenLabels, weights,
  };
}

/** Points of `groups` blurred clusters, with a field that knows the cluster, one of many values, and one that knows nothing. */
export function sourceOf(seed: number, count: number, groups: number, blur = 0.5): SourceSnapshot {
  const chance = randomLcg(seed / 1000);
  const normal = randomNormal.source(chance)(0, 1);
  const centres = Array.from({ length: groups }, () => [2.4 * normal(), 1.3 * normal()] as const);
  const group = Int32Array.from({ length: count }, () => Math.floor(groups * chance() ** 1.5));
  const many = Int32Array.from({ length: count }, () => Math.floor(25 * chance() ** 2));
  const named = (names: readonly string[], codes: Int32Array, name: string) => ({ name, codes, names });
  return {
    family: 'source', step: 800, epoch: 10, exact: true, scores: { auc: 0.74, logLoss: 0.55 },
    points: new Float32Array(Array.from(group, (g) => [centres[g]![0] + blur * normal(), centres[g]![1] + blur * normal()]).flat()), axisShares: [0.31, 0.127],
    rows: Uint32Array.from(group, (_, i) => 9 + 7 * i), labels: Uint8Array.from(group, (g) => Number(chance() < (g % 2 === 0 ? 0.5 : 0.15))),
    colours: [
      named(['home page', 'search', 'category page', 'item page', 'basket', 'newsletter', 'app push', 'retargeting'].slice(0, Math.max(1, Math.min(8, groups))), group, 'placement'),
      named(Array.from({ length: 25 }, (_, i) => `category ${i + 1} of the catalogue`), many, 'category'),
      named(['phone', 'tablet', 'desktop'], Int32Array.from(group, (_, i) => (i % 7 === 0 ? -1 : i % 3)), 'device'),
    ],
  };
}

function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

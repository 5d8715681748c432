/** One row of a decoding, level by level: what each code would make of the sum, and how likely it is. */
import type { Decoding } from '../engine/records/predict';

export interface DecodedCode {
  /** Number within the level; -1: END, stop here. */
  readonly code: number;
  readonly value: number;
  /** The sum with it. */
  readonly sum: number;
  readonly probability: number;
}

export interface DecodedLevel {
  /** Sum of the code values before this level: of the most probable codes, or of the true ones where these were fed. */
  readonly base: number;
  /** All codes of the level by rising value, END among them. */
  readonly codes: readonly DecodedCode[];
  /** The most probable token; `code` is null where it belongs to another level. */
  readonly chosen: { readonly code: number | null; readonly sum: number; readonly probability: number };
  /** Probability on the tokens of other levels, which make no sense here. */
  readonly elsewhere: number;
  /** Sums after this level: of the learned heads, and of the true codes. */
  readonly learned: number;
  readonly trueSum: number;
}

export interface DecodedRow {
  readonly row: number;
  readonly target: number;
  readonly levels: readonly DecodedLevel[];
  readonly prediction: number;
  /** Sums over all levels of the most probable codes, and of the expected code values. */
  readonly greedy: number;
  readonly expected: number;
}

/** null where the decoding has no such row. */
export function decodedRow(decoding: Decoding, way: 'free' | 'forced', index: number): DecodedRow | null {
  const target = decoding.targets[index];
  const row = decoding.rows[index];
  if (target === undefined || row === undefined) return null;
  const steps = decoding[way];
  const count = decoding.numCodes.length;
  const last = (values: Float32Array, width: number) => values[(index + 1) * width - 1] ?? NaN;
  let first = 2;
  const levels = decoding.numCodes.map((numCodes, level): DecodedLevel => {
    const before = index * count + level - 1;
    const base = level === 0 ? 0 : ((way === 'forced' ? decoding.trueSums : steps.greedy)[before] ?? NaN);
    const tokens = decoding.tokenValues.length;
    const probability = (token: number) => steps.probabilities[level]?.[index * tokens + token] ?? NaN;
    const own = (token: number): DecodedCode => {
      const value = token === 0 ? 0 : (decoding.tokenValues[token] ?? NaN);
      return { code: token === 0 ? -1 : token - first, value, sum: base + value, probability: probability(token) };
    };
    const codes = [own(0), ...Array.from({ length: numCodes }, (_, code) => own(first + code))].sort((a, b) => a.value - b.value);
    const token = steps.tokens[index * count + level] ?? 0;
    const inLevel = token === 0 || (token >= first && token < first + numCodes);
    const chosen = { code: !inLevel ? null : token === 0 ? -1 : token - first, sum: base + (decoding.tokenValues[token] ?? NaN), probability: probability(token) };
    first += numCodes;
    return {
      base, codes, chosen, elsewhere: Math.max(0, 1 - codes.reduce((sum, code) => sum + code.probability, 0)),
      learned: steps.learned[index * (count + 1) + level] ?? NaN, trueSum: decoding.trueSums[index * count + level] ?? NaN,
    };
  });
  return { row, target, levels, prediction: last(steps.learned, count + 1), greedy: last(steps.greedy, count), expected: last(steps.expected, count) };
}

/**
 * Of each level the values to show: at first all of it, then the neighbourhood of what is likely. Holds the chosen code, and the true value where
 * that lies near.
 */
export function decodedWindows({ levels, target }: DecodedRow): (readonly [number, number])[] {
  return levels.map(({ codes, chosen }, level) => {
    const most = Math.max(...codes.map((code) => code.probability));
    const likely = level === 0 ? codes : codes.filter((code) => code.probability >= 0.03 * most);
    const sums = [...likely.map((code) => code.sum), chosen.sum];
    let [low, high] = [Math.min(...sums), Math.max(...sums)];
    const reach = high - low || Math.abs(chosen.sum) / 10 || 1;
    if (target < low && low - target < reach) low = target;
    if (target > high && target - high < reach) high = target;
    const pad = 0.04 * (high - low) || reach / 2;
    // Nothing lies below zero at the first level where no code does.
    return level === 0 && low >= 0 ? [0, high + pad] : [low - pad, high + pad];
  });
}

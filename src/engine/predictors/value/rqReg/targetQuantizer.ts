/**
 * Residual quantization of one number (RQ-Reg, arXiv 2602.23012): level by level the nearest of a few values is taken away.
 *
 *     r = y;  at each level: END once |r| < threshold, else the nearest centroid c_k, r <- r - c_k;  what is left is the remainder
 *
 * The levels share one vocabulary: 0 END, 1 BEGIN, then the codes level by level. All in float64, with y divided by a power of two (`scale`)
 * that brings typical values to 2 to 4, so that nothing is rounded.
 */
import type { Random } from '../../../math/random';
import { quantiles } from '../../../math/statistics';
import { centresOf, nearestOf } from './targetQuantizerCentres';

/** What counts as nothing left, in scaled units; and the threshold of the released code's fit, which is not that of its codes. */
const NOTHING = 1e-4;
const RELEASED_FIT = 5e-3;

export const END = 0;
export const BEGIN = 1;
const FIRST_CODE = 2;

export interface TargetQuantizerOptions {
  /** Most codes of each level; a level has no more than it has different values. */
  readonly numCodes: readonly number[];
  /** `one`: a level is fitted to the rows it will code. `released`: the authors' code leaves small rests out of the fit, and codes them all the same. */
  readonly thresholds: 'one' | 'released';
  /** Zeros take part in the fit of level 1, although END stands for them. */
  readonly zerosInFit: boolean;
  /** Values beyond this quantile of the training targets are fitted as that quantile; 1: none. */
  readonly clipQuantile: number;
  /** Level 1 by medians in place of means. */
  readonly medianFirst: boolean;
}

export interface TargetCodes {
  /** [n, levels] */
  readonly tokens: Int32Array;
  /** [n, levels], scaled: what each token stands for. */
  readonly values: Float64Array;
  /** [n], scaled: y minus the values. */
  readonly remainders: Float64Array;
}

export class TargetQuantizer {
  /** First token of each level. */
  private readonly offsets: readonly number[];
  /** [V], scaled: the value of each token. */
  readonly tokenValues: Float64Array;

  /** `centroids`: ascending, one list a level, and `threshold`, all in units of `scale`. */
  constructor(
    readonly centroids: readonly Float64Array[],
    readonly threshold = NOTHING,
    /** One scaled unit in the target's unit. */
    readonly scale = 1,
  ) {
    this.offsets = centroids.map((_, level) => centroids.slice(0, level).reduce((sum, codes) => sum + codes.length, FIRST_CODE));
    this.tokenValues = Float64Array.from([0, 0, ...centroids.flatMap((codes) => Array.from(codes))]);
  }

  get levels(): number {
    return this.centroids.length;
  }

  /** Tokens of all levels, END and BEGIN. */
  get vocabulary(): number {
    return this.tokenValues.length;
  }

  get numCodes(): number[] {
    return this.centroids.map((codes) => codes.length);
  }

  token(level: number, code: number): number {
    return this.offsets[level]! + code;
  }

  /** Level and code of a token; null for END and BEGIN. */
  codeOf(token: number): { readonly level: number; readonly code: number } | null {
    if (token < FIRST_CODE) return null;
    const level = this.offsets.findLastIndex((offset, at) => offset <= token && this.centroids[at]!.length > 0);
    return { level, code: token - this.offsets[level]! };
  }

  /** Codes of targets [n] in the target's unit; nothing is clipped. */
  encode(targets: ArrayLike<number>): TargetCodes {
    const n = targets.length;
    const { levels } = this;
    const codes = { tokens: new Int32Array(n * levels).fill(END), values: new Float64Array(n * levels), remainders: new Float64Array(n) };
    for (let row = 0; row < n; row++) {
      let rest = targets[row]! / this.scale;
      // A level without codes ends too: every row was exact before it.
      for (let level = 0; level < levels && Math.abs(rest) >= this.threshold && this.centroids[level]!.length > 0; level++) {
        const code = nearestOf(this.centroids[level]!, rest);
        const value = this.centroids[level]![code]!;
        codes.tokens[row * levels + level] = this.token(level, code);
        codes.values[row * levels + level] = value;
        rest -= value;
      }
      codes.remainders[row] = rest;
    }
    return codes;
  }

  /** Sums of what the first `depth` tokens of each row [n, levels] stand for, in the target's unit. */
  decode(tokens: Int32Array, depth = this.levels): Float64Array {
    return Float64Array.from({ length: tokens.length / this.levels }, (_, row) => {
      let sum = 0;
      for (let level = 0; level < depth; level++) sum += this.tokenValues[tokens[row * this.levels + level]!]!;
      return sum * this.scale;
    });
  }
}

/** Learns the codes of every level from training targets in their own unit. Constant or all zero targets leave later (or all) levels without codes. */
export function fitTargetQuantizer(targets: ArrayLike<number>, options: TargetQuantizerOptions, random: Random): TargetQuantizer {
  const scale = typicalScale(targets);
  const [low, high] = clips(targets, options.clipQuantile);
  let rests = Float64Array.from(targets, (y) => Math.min(Math.max(y, low), high) / scale);
  const threshold = options.thresholds === 'one' ? NOTHING : RELEASED_FIT;
  const centroids = options.numCodes.map((count, level) => {
    const active = level === 0 && options.zerosInFit ? rests : rests.filter((rest) => Math.abs(rest) >= threshold);
    // Kept as float32, as the network sees them.
    const fitted = centresOf(active, count, random.split(`level ${level}`), level === 0 && options.medianFirst);
    const centres = Float64Array.from(new Set(fitted.map(Math.fround)));
    rests = active.map((rest) => (Math.abs(rest) < threshold ? 0 : rest - centres[nearestOf(centres, rest)]!));
    return centres;
  });
  return new TargetQuantizer(centroids, NOTHING, scale);
}

/** The power of two that brings the median of the targets that are not zero to 2 to 4. */
function typicalScale(targets: ArrayLike<number>): number {
  const sizes = Float64Array.from(targets, Math.abs).filter((size) => size > 0);
  return sizes.length === 0 ? 1 : 2 ** (Math.floor(Math.log2(quantiles(sizes, [0.5])[0]!)) - 1);
}

function clips(targets: ArrayLike<number>, quantile: number): [number, number] {
  if (quantile >= 1) return [-Infinity, Infinity];
  const [low, high] = quantiles(targets, [1 - quantile, quantile]) as [number, number];
  return [low < 0 ? low : -Infinity, high];
}

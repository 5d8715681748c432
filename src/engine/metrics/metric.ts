/** What a metric of a quantizer is: a catalog entry and a function of a pass over rows, counted once for all of them. */
import { bucketRows, countCodes, type Buckets } from '../math/counting';
import { quantiles } from '../math/statistics';
import type { MetricEntry } from '../records/quantize';

/** A pass over rows, gathered once, from which every metric is computed in float64: over all rows at the end, over the probe rows while training. */
export interface FullPass {
  readonly rows: number;
  readonly dim: number;
  readonly numCodes: readonly number[];
  /** One int32 [rows] a level. */
  readonly codes: readonly Int32Array[];
  /** Sum of squared errors of depth 0 (the rows' mean), 1, ... levels, decoded from the codes alone. */
  readonly squaredErrors: readonly number[];
  /** Sums of squared errors of other reconstructions, by name (`hard`, `soft`). */
  readonly otherSquaredErrors: Readonly<Record<string, number>>;
  /** Sum of squared distances of the rows to their mean. */
  readonly totalSquares: number;
  /** Norms of what is left before level 0, 1, ... and after the last: [rows] each. Empty: not gathered. */
  readonly norms: readonly ArrayLike<number>[];
  /** [rows, dim] as preprocessed; absent: not gathered. */
  readonly vectors?: Float32Array;
  /** Share of the nearest neighbours kept, which the device helps to find; absent while training. */
  readonly knnOverlap?: number;
  /** Uses of each code over the last batches, 1 an even share; absent where a method is not trained on batches. */
  readonly recentUse?: readonly Float32Array[];
  /** [rows]: the number of each row's label, below 0: none; absent: the data has no labels. */
  readonly labels?: Int32Array;
}

/** A pass that gathered everything: the end of a run. */
export type CompletePass = FullPass & Required<Pick<FullPass, 'vectors' | 'knnOverlap'>>;

/** A pass with its codes counted: uses and prefixes serve many metrics. */
export interface CountedPass extends FullPass {
  /** Uses of each code, [K_l] a level. */
  readonly usage: readonly Uint32Array[];
  /** Rows grouped by their first 0, 1, ..., L codes. */
  readonly prefixes: readonly Buckets[];
  /** Of `norms`, one list a stage: the quantiles at `NORM_QUANTILES`. */
  readonly normQuantiles: readonly (readonly number[])[];
}

export const NORM_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/** A metric that cannot be computed is NaN (undefined), never 0. A list has one entry a level. */
export interface Metric {
  readonly entry: MetricEntry;
  /** Undefined where the method has no such value, or the pass did not gather what it needs. */
  compute(pass: CountedPass): number | readonly number[] | undefined;
}

/** Counts what metrics share. A code outside its codebook throws RangeError. */
export function counted(pass: FullPass): CountedPass {
  const { codes, numCodes, rows } = pass;
  return {
    ...pass,
    usage: codes.map((column, level) => countCodes(column, numCodes[level]!)),
    prefixes: [0, ...codes.keys()].map((_, depth) => bucketRows(codes.slice(0, depth), rows)),
    normQuantiles: pass.norms.map((norms) => quantiles(norms, NORM_QUANTILES)),
  };
}

/** A value for each prefix depth 1 .. L, NaN without rows. */
export function atEachDepth(pass: CountedPass, value: (prefixes: Buckets, depth: number) => number): number[] {
  return pass.prefixes.slice(1).map((prefixes, index) => (pass.rows === 0 ? NaN : value(prefixes, index + 1)));
}

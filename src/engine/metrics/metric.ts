/** What a metric of a quantizer is: a catalog entry and a function of the full pass. */
import type { MetricEntry } from '../records';

/** A full pass over the rows, gathered once, from which every metric is computed in float64. */
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
}

/** A metric that cannot be computed is NaN (undefined), never 0. A list has one entry a level. */
export interface Metric {
  readonly entry: MetricEntry;
  /** Undefined where the method has no such value. */
  compute(pass: FullPass): number | readonly number[] | undefined;
}

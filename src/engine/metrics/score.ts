/** One number by which predictions are judged, and what it is computed from. */
import type { ScoreEntry } from '../records/predict';

export type Column = ArrayLike<number>;

/** Targets and predictions of a number [n], in the target's unit. */
export interface ValuePairs {
  readonly targets: Column;
  readonly predictions: Column;
}

/** What a score may be computed from. */
export interface Judged {
  /** All rows, and those with a target above zero. */
  readonly values: { readonly all: ValuePairs; readonly positive: ValuePairs };
  /** Labels of 0 and 1 and the probabilities of 1 [n]; with the number of each row's user, where scores by user are wanted. */
  readonly probabilities: { readonly labels: Column; readonly probabilities: Column; readonly users?: Column };
  /**
   * Cases, a user's list each. `ranks`: the one target's 0-based rank among the candidates, -1 or Infinity where it was not returned; with `bucketSizes` it shares its place
   * with that many (`placeAmong` in math/ranking.ts makes both of scores). `rankLists`: the ranks of all relevant items of each case, no two alike.
   */
  readonly ranking: { readonly ranks: Column; readonly bucketSizes?: Column } | { readonly rankLists: readonly Column[] };
}

export type Needs = keyof Judged;

/** `of` is in float64, and NaN where the formula is undefined. The direction, title and format stand in the entry. */
export interface Score<N extends Needs> {
  readonly needs: N;
  readonly entry: ScoreEntry;
  of(judged: Judged[N]): number;
}

/** A score of any of them, told apart by `needs`. */
export type AnyScore = { [N in Needs]: Score<N> }[Needs];

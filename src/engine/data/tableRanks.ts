/** How well one column alone orders the target: what tells a leak. */
import { Random } from '../math/random';
import type { Column, NumberColumn } from './column';

const MOST_ROWS = 20_000;
/** Values that are present, else chance alone could order them. */
const FEWEST_ROWS = 20;
const FOLDS = 5;
const HIGH = 0.5;

export interface Ranking {
  /** |Spearman| with the target, 0..1; NaN where undefined. */
  readonly ranks: number;
  /** The same over the best that a column with as many equal values could reach: near 1 where it gives the target away, if only in coarse steps. NaN where `ranks` is below a half. */
  readonly ofBest: number;
}

/** Rankings of columns against one target, on rows drawn once. */
export class TargetRanking {
  private readonly rows: Uint32Array;
  private readonly folds: Uint8Array;
  /** Of `rows`. */
  private readonly target: Float64Array;
  private readonly targetRanks: Float64Array;

  /** @param target [rows]; rows where it is NaN are left out. `columns`: how many will be asked for, so that a wide table is not slow. */
  constructor(target: Float64Array, columns: number) {
    const random = new Random(1).split('target ranking');
    const known = Uint32Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]!));
    const most = Math.min(MOST_ROWS, Math.max(1000, Math.floor(2_000_000 / Math.max(1, columns))));
    this.rows = known.length <= most ? known : random.choose(known.length, most).map((at) => known[at]!);
    this.folds = Uint8Array.from(this.rows, () => random.integer(FOLDS));
    this.target = Float64Array.from(this.rows, (row) => target[row]!);
    this.targetRanks = sharedRanks(this.target);
  }

  /** Numbers by their value; labels by the mean target that their rows in the other folds have (a missing label is one too), lists by the mean over their labels. */
  of(column: Column): Ranking {
    if (column.type !== 'number') return this.foldByFold(this.meansByLabel(column));
    const values = Float64Array.from(this.rows, (row) => column.values[row]!);
    if (values.every(Number.isFinite)) return compare(values, this.targetRanks);
    const present = values.filter(Number.isFinite);
    return present.length < FEWEST_ROWS ? { ranks: NaN, ofBest: NaN } : compare(present, sharedRanks(this.target.filter((_, i) => Number.isFinite(values[i]!))));
  }

  /** Mean over the folds: within one, rows of a label have one mean, so that equal labels stay equal. */
  private foldByFold(means: Float64Array): Ranking {
    const rankings = Array.from({ length: FOLDS }, (_, fold) => {
      const within = (values: Float64Array): Float64Array => values.filter((_, i) => this.folds[i] === fold);
      return compare(within(means), sharedRanks(within(this.target)));
    });
    const average = (key: keyof Ranking): number => rankings.reduce((sum, ranking) => sum + ranking[key], 0) / FOLDS;
    return { ranks: average('ranks'), ofBest: average('ofBest') };
  }

  private meansByLabel(column: Exclude<Column, NumberColumn>): Float64Array {
    const { rows, folds, target } = this;
    const { codes } = column;
    const [starts, ends] = column.type === 'list' ? [column.offsets, column.offsets.subarray(1)] : [null, null];
    const sums = new Float64Array(FOLDS * (column.labels.length + 1));
    const counts = new Uint32Array(sums.length);
    /** Calls with the place of the first fold's sum of each label of the row; the first label is "missing". */
    const labelsOf = (row: number, use: (first: number) => void): void => {
      const [start, end] = starts ? [starts[row]!, ends[row]!] : [row, row + 1];
      if (start === end) use(0);
      for (let at = start; at < end; at++) use(FOLDS * (codes[at]! + 1));
    };
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      total += target[i]!;
      labelsOf(rows[i]!, (first) => {
        sums[first + folds[i]!]! += target[i]!;
        counts[first + folds[i]!]!++;
      });
    }
    const means = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      let labels = 0;
      labelsOf(rows[i]!, (first) => {
        let [sum, others] = [0, 0];
        for (let fold = 0; fold < FOLDS; fold++) {
          if (fold === folds[i]) continue;
          sum += sums[first + fold]!;
          others += counts[first + fold]!;
        }
        means[i]! += others > 0 ? sum / others : total / rows.length;
        labels++;
      });
      means[i]! /= labels;
    }
    return means;
  }
}

function compare(by: Float64Array, targetRanks: Float64Array): Ranking {
  const own = sharedRanks(by);
  const ranks = Math.abs(correlation(own, targetRanks));
  if (!(ranks >= HIGH)) return { ranks, ofBest: NaN };
  return { ranks, ofBest: ranks / correlation(own.sort(), targetRanks.slice().sort()) };
}

/** As midRanks of math/ranks.ts for finite values, by the engine's own sort of numbers: a table has many columns, and this is ten times as fast. */
function sharedRanks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return values.map((value) => (lowest(sorted, (entry) => entry >= value) + lowest(sorted, (entry) => entry > value) + 1) / 2);
}

/** First place of the ascending `sorted` where `reached` holds. */
function lowest(sorted: Float64Array, reached: (entry: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Pearson's, of ranks that both have the mean (n + 1) / 2; NaN where one side is constant. */
function correlation(a: Float64Array, b: Float64Array): number {
  const centre = (a.length + 1) / 2;
  let [products, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - centre, b[i]! - centre];
    products += x * y;
    left += x * x;
    right += y * y;
  }
  return products / Math.sqrt(left * right);
}

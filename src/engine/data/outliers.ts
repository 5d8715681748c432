/** Rows or values a million times as large as the usual one: most likely faults of writing, and each decides means, errors and codebooks alone. */
import { InputError } from '../errors';
import { quantiles } from '../math/statistics';
import type { Outliers } from '../records/data';
import { count } from './limits';
import type { VectorRows } from './reader';

/** In medians. */
const FAR = 1e6;
const MOST_NAMED = 5;

export interface FarOut extends Outliers {
  /** Places in `sizes`, ascending. */
  readonly positions: readonly number[];
  /** The largest size among the others. */
  readonly limit: number;
}

/** Sizes (norms of rows, or absolute values) beyond a million medians of those that are not 0; null where there is none. One sort. `rowIndex`: row numbers in the file. */
export function farOut(sizes: Float64Array, rowIndex: ArrayLike<number>): FarOut | null {
  const usual = sizes.filter((size) => size > 0 && Number.isFinite(size));
  if (usual.length < 3) return null;
  const median = quantiles(usual, [0.5])[0]!;
  const positions: number[] = [];
  let limit = 0;
  sizes.forEach((size, i) => {
    if (size > FAR * median) positions.push(i);
    else if (size > limit) limit = size;
  });
  if (positions.length === 0) return null;
  return { positions, limit, count: positions.length, median, first: positions.slice(0, MOST_NAMED).map((i) => ({ row: rowIndex[i]!, size: sizes[i]! })) };
}

/** Euclidean norms in float64. */
export function rowSizes({ data, dim, rowIndex }: VectorRows): Float64Array {
  const sizes = new Float64Array(rowIndex.length);
  for (let i = 0, k = 0; i < sizes.length; i++) {
    let squares = 0;
    for (let j = 0; j < dim; j++, k++) squares += data[k]! * data[k]!;
    sizes[i] = Math.sqrt(squares);
  }
  return sizes;
}

/** Scales these rows, in place, to the largest norm among the others. */
export function clipRows({ data, dim }: VectorRows, sizes: Float64Array, { positions, limit }: FarOut): void {
  for (const i of positions) {
    const scale = limit / sizes[i]!;
    for (let k = i * dim; k < (i + 1) * dim; k++) data[k]! *= scale;
  }
}

/** "row 17 (norm 3.2e+9, 2.1e+9 times the median)", the first few of them. */
export function namedOutliers({ first, count: all, median }: Outliers, what: string): string {
  const rows = first.map(({ row, size }) => `row ${count(row)} (${what} ${size.toPrecision(2)}, ${(size / median).toPrecision(2)} times the median)`);
  return rows.join(', ') + (all > rows.length ? ` and ${count(all - rows.length)} more` : '');
}

/** @throws InputError for a word that says nothing. */
export function outlierChoice(wanted: string | undefined): 'keep' | 'clip' | 'drop' {
  if (wanted === undefined || wanted === 'keep' || wanted === 'clip' || wanted === 'drop') return wanted ?? 'keep';
  throw new InputError(`The choice for outliers is "${wanted}"; keep, clip or drop was wanted.`, 'Write keep, clip or drop.');
}

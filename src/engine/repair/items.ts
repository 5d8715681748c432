/** Items with their semantic IDs, and what it would cost to give an item another code of the last level. */
import { bucketRows, type Buckets } from '../math/counting';

export interface Items {
  readonly rows: number;
  readonly levels: number;
  /** [rows, levels], row-major. */
  readonly codes: Int32Array;
  /** [rows, dim]: what is left of each item before the last level. */
  readonly residuals: Float32Array;
  readonly dim: number;
  /** [numCodes, dim]: what each code of the last level takes away from a residual. */
  readonly lastCodebook: Float32Array;
  readonly numCodes: number;
}

/** Items by everything but the last code. */
export function byPrefix(items: Items): Buckets {
  return bucketRows(columns(items.codes, items.rows, items.levels).slice(0, -1), items.rows);
}

/** Items by their whole ID. */
export function byId(codes: Int32Array, rows: number, levels: number): Buckets {
  return bucketRows(columns(codes, rows, levels), rows);
}

/** Row-major codes as one array a level. */
export function columns(codes: Int32Array, rows: number, levels: number): Int32Array[] {
  return Array.from({ length: levels }, (_, level) => Int32Array.from({ length: rows }, (_, row) => codes[row * levels + level]!));
}

/** Squared distance of one item's residual to every code of the last level: [numCodes], float64. */
export function lastDistances({ residuals, lastCodebook, numCodes, dim }: Items, row: number): Float64Array {
  const distances = new Float64Array(numCodes);
  for (let k = 0; k < numCodes; k++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (residuals[row * dim + d]! - lastCodebook[k * dim + d]!) ** 2;
    distances[k] = sum;
  }
  return distances;
}

/** Item numbers of each bucket, ascending, in order of the buckets' first appearance. */
export function members({ bucketOf, sizes }: Buckets): Uint32Array[] {
  const found = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  bucketOf.forEach((bucket, row) => (found[bucket]![filled[bucket]!++] = row));
  return found;
}

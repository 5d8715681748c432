/** Rows to be added up by where they belong: what the gradient of a look-up is. Sorted once on the host, so that every sum has one order and its cost is that of the rows that are touched. */

/** Bits of an id that one pass of the sort looks at. */
const DIGIT = 11;

/** Sums of weighted rows; the source and the sums are matrices of one width. */
export interface Segments {
  /** [entries]: rows of the source, segment after segment. */
  readonly rows: Int32Array;
  /** [entries]: what each is multiplied by. */
  readonly weights: Float32Array;
  /** [segments + 1]: where each segment starts. */
  readonly starts: Int32Array;
  /** [segments]: the row of each sum, no two alike. */
  readonly targets: Int32Array;
}

/** Several ids a row: row r has the ids from starts[r] to before starts[r + 1] and is the weighted sum of their vectors; without ids it is zeros. */
export interface Bags {
  /** [entries] */
  readonly ids: Int32Array;
  /** [rows + 1] */
  readonly starts: Int32Array;
  /** [entries] */
  readonly weights: Float32Array;
}

/** Bags whose rows are means. `starts`: [rows + 1]. */
export function meanBags(ids: Int32Array, starts: ArrayLike<number>): Bags {
  const weights = new Float32Array(ids.length);
  for (let row = 0; row + 1 < starts.length; row++) weights.fill(1 / (starts[row + 1]! - starts[row]!), starts[row]!, starts[row + 1]!);
  return { ids, starts: Int32Array.from(starts), weights };
}

/** The same of ids [rows, each] with a mask of that shape: ids whose mask is 0 are left out. */
export function meanBagsOf(ids: Int32Array, mask: ArrayLike<number>, each: number): Bags {
  const starts = new Int32Array(ids.length / each + 1);
  const kept = ids.filter((_, at) => mask[at] !== 0);
  for (let at = 0; at < ids.length; at++) if (mask[at] !== 0) starts[Math.floor(at / each) + 1]!++;
  for (let row = 1; row < starts.length; row++) starts[row]! += starts[row - 1]!;
  return meanBags(kept, starts);
}

/** Entries [n] by their ids, equal ids in their order: row i of the source belongs to the sum of ids[i]. */
export function segmentsOf(ids: Int32Array): Segments {
  return segmentsBy(ids, orderById(ids), null);
}

/** The same for bags: entry e takes row r of the source, the bag it lies in, times its weight. */
export function segmentsOfBags({ ids, starts, weights }: Bags): Segments {
  const bagOf = new Int32Array(ids.length);
  for (let row = 0; row + 1 < starts.length; row++) bagOf.fill(row, starts[row]!, starts[row + 1]!);
  const order = orderById(ids);
  return segmentsBy(ids, order, { rows: order.map((entry) => bagOf[entry]!), weights: Float32Array.from(order, (entry) => weights[entry]!) });
}

/** The bags themselves as sums of rows of the table. */
export function segmentsWithin({ ids, starts, weights }: Bags): Segments {
  return { rows: ids, weights, starts, targets: Int32Array.from({ length: starts.length - 1 }, (_, row) => row) };
}

/** Throws RangeError where an id names no row of a table of `rows`. */
export function checkIds(ids: Int32Array, rows: number): void {
  for (let at = 0; at < ids.length; at++) if (ids[at]! < 0 || ids[at]! >= rows) throw new RangeError(`Entry ${at} has id ${ids[at]!}; the table has rows 0 to ${rows - 1}.`);
}

/** Places in ascending order of ids from 0, equal ids in their order: a radix sort, O(n). */
export function orderById(ids: Int32Array): Int32Array {
  const n = ids.length;
  let most = 0;
  for (let at = 0; at < n; at++) most = Math.max(most, ids[at]!);
  let order = Int32Array.from({ length: n }, (_, at) => at);
  let next = new Int32Array(n);
  const places = new Int32Array((1 << DIGIT) + 1);
  for (let shift = 0; shift < 31 && most >> shift > 0; shift += DIGIT) {
    places.fill(0);
    const digit = (place: number) => (ids[place]! >> shift) & ((1 << DIGIT) - 1);
    for (let at = 0; at < n; at++) places[digit(at) + 1]!++;
    for (let value = 1; value < places.length; value++) places[value]! += places[value - 1]!;
    for (let at = 0; at < n; at++) next[places[digit(order[at]!)]!++] = order[at]!;
    [order, next] = [next, order];
  }
  return order;
}

function segmentsBy(ids: Int32Array, order: Int32Array, entries: Pick<Segments, 'rows' | 'weights'> | null): Segments {
  const starts = new Int32Array(order.length + 1);
  let count = 0;
  for (let at = 0; at < order.length; at++) if (at === 0 || ids[order[at]!] !== ids[order[at - 1]!]) starts[count++] = at;
  starts[count] = order.length;
  const targets = Int32Array.from({ length: count }, (_, segment) => ids[order[starts[segment]!]!]!);
  return { rows: entries?.rows ?? order, weights: entries?.weights ?? new Float32Array(order.length).fill(1), starts: starts.slice(0, count + 1), targets };
}

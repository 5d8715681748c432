/** Exact nearest neighbours in blocks of rows, and how many of an item's neighbours a reconstruction keeps. */
import { Random } from './random';
import { rowNumbers } from './ranks';
import { mean } from './statistics';

/** Query rows and rows held at a time: with 1,024 dimensions 2.6 MB of float64, however many rows there are. */
const QUERY_BLOCK = 64;
const ROW_BLOCK = 256;

/** Vectors [rows, dim], row-major. */
export interface Points {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly dim: number;
}

/** `euclidean`: squared distance (the same order). `cosine`: 1 - cosine; a zero vector has cosine 0 with everything. */
export type Measure = 'euclidean' | 'cosine';

export interface Neighbours {
  /** Neighbours of each query, min(asked for, rows - 1). */
  readonly k: number;
  /** [queries, k]: nearest first, equal distances by lower row; the query itself is left out. */
  readonly rows: Uint32Array;
  /** [queries, k]: distances in the units of `Measure`, ascending. */
  readonly distances: Float64Array;
  /** [queries]: how many of all rows lie at exactly the k-th distance, those outside the list too. */
  readonly tied: Uint32Array;
}

/**
 * The k nearest other rows of each query row, exact in float64: O(queries rows dim) time, memory of two blocks and the result.
 * Equal vectors are at bitwise equal distances, so ties are found exactly. Entries must be finite (else RangeError names the row).
 * `candidates`, an ascending list of rows a query, saves measuring the others; it must hold every row at the k-th distance and nearer.
 */
export function nearestNeighbours(
  points: Points,
  queries: ArrayLike<number>,
  k: number,
  measure: Measure,
  candidates?: readonly Uint32Array[],
): Neighbours {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k is ${k}; a whole number of 1 or more was wanted.`);
  const fault = firstNonFiniteRow(points);
  if (fault >= 0) throw new RangeError(`Row ${fault} holds NaN or an infinite number; distances need finite ones.`);
  const found = new NearestLists(queries.length, Math.max(Math.min(k, points.rows - 1), 0));
  if (candidates) {
    const distanceTo = distancesFromRow(points, measure);
    candidates.forEach((list, q) => {
      const distance = distanceTo(queries[q]!);
      for (const row of list) if (row !== queries[q]) found.offer(q, row, distance(row));
    });
    return found;
  }
  const { dim, rows } = points;
  const queryBlock = new Float64Array(QUERY_BLOCK * dim);
  const rowBlock = new Float64Array(ROW_BLOCK * dim);
  const distances = new Float64Array(ROW_BLOCK);
  for (let firstQuery = 0; firstQuery < queries.length; firstQuery += QUERY_BLOCK) {
    const queryCount = Math.min(QUERY_BLOCK, queries.length - firstQuery);
    for (let q = 0; q < queryCount; q++) copyRow(points, queries[firstQuery + q]!, queryBlock, q, measure);
    for (let firstRow = 0; firstRow < rows; firstRow += ROW_BLOCK) {
      const rowCount = Math.min(ROW_BLOCK, rows - firstRow);
      for (let r = 0; r < rowCount; r++) copyRow(points, firstRow + r, rowBlock, r, measure);
      for (let q = 0; q < queryCount; q++) {
        const self = queries[firstQuery + q]! - firstRow;
        writeDistances(queryBlock, q * dim, rowBlock, rowCount, dim, measure, distances);
        for (let r = 0; r < rowCount; r++) if (r !== self) found.offer(firstQuery + q, firstRow + r, distances[r]!);
      }
    }
  }
  return found;
}

export interface KnnOverlap {
  /** Mean share of neighbours kept; distances that tie in the reconstruction count by the expected value under a random order of them. */
  readonly expected: number;
  /** The same with ties by lower row, as most scripts have it. Equal to `expected` where nothing ties. */
  readonly byIndex: number;
  /** What a random reconstruction reaches: k / (rows - 1). */
  readonly chance: number;
  /** Query items the means are over. */
  readonly queries: number;
}

export interface KnnOverlapOptions {
  readonly k?: number;
  /** Of more rows than this, a seeded sample of query items is taken (against all rows). */
  readonly maxQueries?: number;
  readonly seed?: number;
  /** The query items instead of a sample; and for each of them rows that hold its nearest: see `nearestNeighbours`. */
  readonly queries?: Uint32Array;
  readonly candidates?: { readonly original: readonly Uint32Array[]; readonly reconstruction: readonly Uint32Array[] };
}

/**
 * kNN overlap: the share of each item's k nearest other items by `original` that are among its k nearest by `reconstruction`, mean over
 * items. Where reconstructions tie, with r the k-th smallest distance, A the items strictly nearer and T those at r:
 * (|N and A| + |N and T| (k - |A|) / |T|) / k. [0, 1], higher is better; 1 for k >= rows - 1.
 * The two may differ in dim. NaN for fewer than two rows or a number that is not finite; RangeError where the row counts differ.
 */
export function knnOverlap(
  original: Points,
  reconstruction: Points,
  measure: Measure,
  { k = 10, maxQueries = 2000, seed = 0, queries: given, candidates }: KnnOverlapOptions = {},
): KnnOverlap {
  const { rows } = original;
  if (rows !== reconstruction.rows) throw new RangeError(`${rows} rows and ${reconstruction.rows} reconstructions; both need one an item.`);
  if (rows < 2 || firstNonFiniteRow(original) >= 0 || firstNonFiniteRow(reconstruction) >= 0) {
    return { expected: NaN, byIndex: NaN, chance: NaN, queries: 0 };
  }
  const queries = given ?? (rows <= maxQueries ? rowNumbers(rows) : new Random(seed).split('kNN overlap').choose(rows, maxQueries).sort());
  const before = nearestNeighbours(original, queries, k, measure, candidates?.original);
  const after = nearestNeighbours(reconstruction, queries, k, measure, candidates?.reconstruction);
  const near = before.k;
  const distanceTo = distancesFromRow(reconstruction, measure);
  const expected = new Float64Array(queries.length);
  const byIndex = new Float64Array(queries.length);
  for (let q = 0; q < queries.length; q++) {
    const [start, end] = [q * near, (q + 1) * near];
    const radius = after.distances[end - 1]!;
    const kept = new Set(after.rows.subarray(start, end));
    const strictlyNearer = after.distances.subarray(start, end).indexOf(radius); // ascending: all before the first at the radius
    const distance = distanceTo(queries[q]!);
    let [inside, onRadius, listed] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      const neighbour = before.rows[i]!;
      const away = distance(neighbour);
      if (away < radius) inside++;
      else if (away === radius) onRadius++;
      if (kept.has(neighbour)) listed++;
    }
    expected[q] = (inside + (onRadius * (near - strictlyNearer)) / after.tied[q]!) / near;
    byIndex[q] = listed / near;
  }
  return { expected: mean(expected), byIndex: mean(byIndex), chance: near / (rows - 1), queries: queries.length };
}

/** The k nearest so far of every query, sorted; offered row by row in ascending order, so that the first of equals stays in front. */
class NearestLists implements Neighbours {
  readonly rows: Uint32Array;
  readonly distances: Float64Array;
  readonly tied: Uint32Array;
  private readonly filled: Uint32Array;

  constructor(
    queries: number,
    readonly k: number,
  ) {
    this.rows = new Uint32Array(queries * k);
    this.distances = new Float64Array(queries * k);
    this.tied = new Uint32Array(queries);
    this.filled = new Uint32Array(queries);
  }

  offer(query: number, row: number, distance: number): void {
    const { k, rows, distances, tied } = this;
    const start = query * k;
    const count = this.filled[query]!;
    const last = distances[start + k - 1]!;
    if (count === k) {
      if (distance > last) return;
      if (distance === last) {
        tied[query] = tied[query]! + 1;
        return;
      }
    } else this.filled[query] = count + 1;
    let place = start + Math.min(count, k - 1);
    for (; place > start && distances[place - 1]! > distance; place--) {
      distances[place] = distances[place - 1]!;
      rows[place] = rows[place - 1]!;
    }
    distances[place] = distance;
    rows[place] = row;
    if (count < k - 1) return;
    // Full, with a new entry: rows at the k-th distance are those pushed out at it before, and those in the list if it has changed.
    const radius = distances[start + k - 1]!;
    if (count === k && radius === last) return; // one of them has left the list, and is still at the k-th distance
    let equal = 0;
    for (let i = start + k - 1; i >= start && distances[i] === radius; i--) equal++;
    tied[query] = equal;
  }
}

/** Distances from one row to any other, bitwise as `nearestNeighbours` has them: the same sums in the same order. */
function distancesFromRow(points: Points, measure: Measure): (from: number) => (to: number) => number {
  const { dim } = points;
  const [query, row, result] = [new Float64Array(dim), new Float64Array(dim), new Float64Array(1)];
  return (from) => {
    copyRow(points, from, query, 0, measure);
    return (to) => {
      copyRow(points, to, row, 0, measure);
      writeDistances(query, 0, row, 1, dim, measure, result);
      return result[0]!;
    };
  };
}

/** Copies a row into a block, at length 1 for cosines (a zero vector stays). */
function copyRow({ data, dim }: Points, row: number, block: Float64Array, place: number, measure: Measure): void {
  const [source, target] = [row * dim, place * dim];
  for (let j = 0; j < dim; j++) block[target + j] = data[source + j]!;
  if (measure === 'euclidean') return;
  let squares = 0;
  for (let j = 0; j < dim; j++) squares += block[target + j]! ** 2;
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let j = 0; j < dim; j++) block[target + j] = block[target + j]! / length;
}

/**
 * Distances from the query at `from` to the first `count` rows of a block. Four rows go side by side, since one sum alone waits for its
 * last addition; each is added up in the order of its entries, so that a pair has the same bits in any group.
 */
function writeDistances(
  queries: Float64Array,
  from: number,
  block: Float64Array,
  count: number,
  dim: number,
  measure: Measure,
  into: Float64Array,
): void {
  const cosine = measure === 'cosine';
  for (let row = 0; row < count; row += 4) {
    // A group that reaches over the end takes the last row again and leaves the result unwritten.
    const a = row * dim;
    const b = Math.min(row + 1, count - 1) * dim;
    const c = Math.min(row + 2, count - 1) * dim;
    const d = Math.min(row + 3, count - 1) * dim;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    if (cosine) {
      for (let j = 0; j < dim; j++) {
        const entry = queries[from + j]!;
        sumA += entry * block[a + j]!;
        sumB += entry * block[b + j]!;
        sumC += entry * block[c + j]!;
        sumD += entry * block[d + j]!;
      }
    } else {
      for (let j = 0; j < dim; j++) {
        const entry = queries[from + j]!;
        const byA = entry - block[a + j]!;
        const byB = entry - block[b + j]!;
        const byC = entry - block[c + j]!;
        const byD = entry - block[d + j]!;
        sumA += byA * byA;
        sumB += byB * byB;
        sumC += byC * byC;
        sumD += byD * byD;
      }
    }
    into[row] = cosine ? 1 - sumA : sumA;
    if (row + 1 < count) into[row + 1] = cosine ? 1 - sumB : sumB;
    if (row + 2 < count) into[row + 2] = cosine ? 1 - sumC : sumC;
    if (row + 3 < count) into[row + 3] = cosine ? 1 - sumD : sumD;
  }
}

function firstNonFiniteRow({ data, rows, dim }: Points): number {
  for (let i = 0; i < rows * dim; i++) if (!Number.isFinite(data[i]!)) return Math.floor(i / dim);
  return -1;
}

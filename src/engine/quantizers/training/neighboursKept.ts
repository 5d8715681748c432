/** kNN overlap of a run: on a seeded sample of rows, its distances screened in float32 on the device and settled in float64. */
import * as tf from '@tensorflow/tfjs-core';
import { doublesIn, nearRows as nearRowsOnRoad } from '../../cpu/kernels';
import { cpuRoad, type CpuRoad } from '../../cpu/road';
import { lessRow } from '../../cpu/rowSums';
import { fitsScratch } from '../../cpu/scratch';
import { knnOverlap, type KnnOverlap, type Points } from '../../math/neighbours';
import { Random } from '../../math/random';
import { plainProduct } from '../../ops/matMul';
import { lessMeans } from '../residuals';
import { columnMeans, keptAt, squaredNorms } from '../rowSums';
import { Vectors } from '../vectors';

/** Neighbours; rows asked for at most; rows they are sought among at most. */
export const KNN: KnnLimits = { k: 10, maxQueries: 2000, maxRows: 20_000 };

export interface KnnLimits {
  readonly k: number;
  readonly maxQueries: number;
  readonly maxRows: number;
}

/** Distances on the device at a time. */
const BLOCK = 4 * 1024 * 1024;
/** Half a unit in the last place of a float32 around 1. */
const ROUNDING = 2 ** -24;

/**
 * How many of a row's 10 nearest rows stay its nearest in the reconstruction, both float32 [rows, dim]: `knnOverlap` (Euclidean) on at most
 * 20,000 rows drawn by seed, 2,000 of them asked. The same number on every backend: the device only tells which rows may be near, by the
 * error bound of a float32 product, and these are measured in float64. NaN values: all NaN. `tell`: the share of the rows asked.
 */
export async function neighboursKept(original: Float32Array, reconstruction: Float32Array, rows: number, dim: number, limits: KnnLimits = KNN, tell?: (share: number) => void): Promise<KnnOverlap> {
  const { k, maxQueries, maxRows } = limits;
  const random = new Random(0).split('neighbours kept');
  const picked = random.choose(rows, Math.min(rows, maxRows)).sort();
  const points = [sample(original, picked, dim), sample(reconstruction, picked, dim)] as const;
  if (picked.length < 2 || points.some(({ data }) => !data.every(Number.isFinite))) return knnOverlap(...points, 'euclidean');
  const queries = random.choose(picked.length, Math.min(picked.length, maxQueries)).sort();
  const candidates = { original: await candidatesOf(points[0], queries, k, (share) => tell?.(share / 2)), reconstruction: await candidatesOf(points[1], queries, k, (share) => tell?.((1 + share) / 2)) };
  return knnOverlap(...points, 'euclidean', { k, queries, candidates });
}

/** For each query an ascending list of rows that holds its k nearest others and all that tie with the last of them. */
export async function candidatesOf(points: Points, queries: Uint32Array, k: number, tell?: (share: number) => void): Promise<Uint32Array[]> {
  const { rows, dim } = points;
  const block = Math.max(1, Math.floor(BLOCK / rows));
  const blocks = Array.from({ length: Math.ceil(queries.length / block) }, (_, i) => queries.subarray(i * block, (i + 1) * block));
  const found: Uint32Array[] = [];
  const asked = (list: Uint32Array[]) => {
    found.push(...list);
    tell?.(found.length / queries.length);
  };
  const road = fitsScratch([dim, k]) ? cpuRoad() : null;
  const all = centredRows(points, road);
  try {
    const squares = squaredNorms(all.data, rows, dim);
    const lengths = squares.map(Math.sqrt);
    const kept = keptAt(all.data);
    if (kept) {
      const norms = [doublesIn(kept.road, 'neighbours.squares', squares), doublesIn(kept.road, 'neighbours.lengths', lengths)] as const;
      for (const some of blocks) asked(nearRowsOnRoad(kept.road, kept.address, rows, dim, some, norms, k, unsureOf(dim)));
      return found;
    }
    const x = tf.tensor2d(all.data, [rows, dim]);
    // Turned once: wasm takes eight times as long for a product with a transposed operand.
    const turned = tf.transpose(x);
    for (const some of blocks) {
      const products = tf.tidy(() => plainProduct(tf.gather(x, tf.tensor1d(Int32Array.from(some), 'int32')), turned, 'nn'));
      const values = await products.data<'float32'>();
      products.dispose();
      asked(Array.from(some, (query, q) => nearRows(values.subarray(q * rows, (q + 1) * rows), query, squares, lengths, k, dim)));
    }
    tf.dispose([x, turned]);
    return found;
  } finally {
    all.dispose();
  }
}

/** Twice the error of a product of dim terms, in any order of summation, of operands that were rounded once themselves. */
function unsureOf(dim: number): number {
  return 2 * ROUNDING * (dim + 8);
}

/** Rows that may be among the k nearest, from products of the query with every row whose error is at most `unsure` (|q| + |x|) |x|. */
function nearRows(products: Float32Array, query: number, squares: Float64Array, lengths: Float64Array, k: number, dim: number): Uint32Array {
  const unsure = unsureOf(dim);
  const length = lengths[query]!;
  // The k-th smallest of what distances are at most (less |q|^2): k rows are surely this near.
  const most = new Float64Array(k).fill(Infinity);
  for (let row = 0; row < products.length; row++) {
    const bound = squares[row]! - 2 * products[row]! + unsure * (length + lengths[row]!) * lengths[row]!;
    if (bound >= most[k - 1]! || row === query) continue;
    let place = k - 1;
    for (; place > 0 && most[place - 1]! > bound; place--) most[place] = most[place - 1]!;
    most[place] = bound;
  }
  const near: number[] = [];
  for (let row = 0; row < products.length; row++) {
    const least = squares[row]! - 2 * products[row]! - unsure * (length + lengths[row]!) * lengths[row]!;
    if (least <= most[k - 1]! && row !== query) near.push(row);
  }
  return Uint32Array.from(near);
}

/** Less their mean, which leaves distances as they are and makes the products small; in kept memory where the road is open. */
function centredRows({ data, rows, dim }: Points, road: CpuRoad | null): Vectors {
  const given = data as Float32Array;
  const means = columnMeans(given, rows, dim);
  if (!road || keptAt(given)) return lessMeans({ data: given, rows, dim }, means);
  return Vectors.inKept(road, rows, dim, undefined, (out) => {
    road.memory.floats(out, rows * dim).set(given);
    lessRow(road, out, rows, dim, means, out);
  });
}

function sample(data: Float32Array, picked: Uint32Array, dim: number): Points {
  if (picked.length * dim === data.length) return { data, rows: picked.length, dim };
  const copy = new Float32Array(picked.length * dim);
  picked.forEach((row, i) => copy.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
  return { data: copy, rows: picked.length, dim };
}

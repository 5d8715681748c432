/** Greedy k-means++ seeding (Arthur and Vassilvitskii, 2007; the greedy form is scikit-learn's). */
import { inTurn } from '../cpu/tensors';
import { InputError } from '../errors';
import { matMulTransposed } from '../ops/matMul';
import type { Random } from '../math/random';
import { squaredNorms } from './rowSums';
import type { Vectors } from './vectors';

/** Below this share of the two squared norms the expanded form has lost its digits, and the distance is computed anew. */
const CANCELLED = 1e-4;

/**
 * Row numbers of up to `count` first centres: the first uniform; each further one the best of 2 + floor(ln count) rows drawn with probability
 * proportional to their squared distance to the centres so far. Fewer than `count` where there are fewer distinct rows.
 * `tell`: the share of them found.
 */
export async function greedySeeds(rows: Vectors, count: number, random: Random, tell?: (share: number) => void): Promise<number[]> {
  const candidatesPerRound = 2 + Math.floor(Math.log(count));
  const norms = squaredNorms(rows.data, rows.rows, rows.dim);
  const first = random.integer(rows.rows);
  const seeds = [first];
  let weights = (await squaredDistances(rows, norms, [first]))[0]!;
  while (seeds.length < count) {
    const candidates = draw(weights, candidatesPerRound, random);
    if (candidates.length === 0) break;
    const distances = await squaredDistances(rows, norms, candidates);
    let best = -1;
    let bestSum = Infinity;
    distances.forEach((column, c) => {
      let sum = 0;
      for (let i = 0; i < column.length; i++) {
        const kept = Math.min(column[i]!, weights[i]!);
        column[i] = kept;
        sum += kept;
      }
      if (sum < bestSum) {
        best = c;
        bestSum = sum;
      }
    });
    if (best < 0)
      throw new InputError(
        'Squared distances between the rows are not finite in float32, so no centres can be drawn.',
        'Scale the values, for example by dividing them by their largest.',
      );
    seeds.push(candidates[best]!);
    tell?.(seeds.length / count);
    weights = distances[best]!;
  }
  return seeds;
}

/** `count` rows drawn with probability proportional to weight; none where every weight is 0. */
function draw(weights: Float32Array, count: number, random: Random): number[] {
  let total = 0;
  for (const weight of weights) total += weight;
  if (!(total > 0)) return [];
  const marks = Array.from({ length: count }, () => random.uniform() * total).sort((a, b) => a - b);
  const drawn: number[] = [];
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length && drawn.length < count; i++) {
    if (weights[i]! > 0) last = i;
    sum += weights[i]!;
    while (drawn.length < count && marks[drawn.length]! < sum) drawn.push(i);
  }
  while (drawn.length < count) drawn.push(last);
  return drawn;
}

/** Squared distances of all rows to some rows: one float32 [rows] a candidate. */
async function squaredDistances(rows: Vectors, norms: Float64Array, candidates: readonly number[]): Promise<Float32Array[]> {
  const { data, dim } = rows;
  const width = candidates.length;
  const columns = candidates.map(() => new Float32Array(rows.rows));
  const points = rows.gather(candidates);
  let start = 0;
  for (const chunk of inTurn(rows.chunks)) {
    const product = matMulTransposed(chunk, points);
    const products = await product.data<'float32'>();
    product.dispose();
    for (let i = 0, at = 0; i < chunk.shape[0]; i++) {
      const row = start + i;
      for (let c = 0; c < width; c++, at++) {
        const candidate = candidates[c]!;
        const scale = norms[row]! + norms[candidate]!;
        const distance = scale - 2 * products[at]!;
        columns[c]![row] = distance > CANCELLED * scale ? distance : exactDistance(data, dim, row, candidate);
      }
    }
    start += chunk.shape[0];
  }
  points.dispose();
  return columns;
}

function exactDistance(data: Float32Array, dim: number, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (data[a * dim + d]! - data[b * dim + d]!) ** 2;
  return sum;
}

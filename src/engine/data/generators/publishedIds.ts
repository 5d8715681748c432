/** Semantic IDs as another program would have left them: codes of the nested clusters by k-means on residuals, in float64 and with few passes. */
import { Random } from '../../math/random';
import type { GeneratedCodes } from './generated';
import { nestedClusters } from './nestedClusters';

const LEVELS = 3;
const NUM_CODES = 32;
const PASSES = 3;
/** The last items have no ID: a file made elsewhere seldom knows all of them. */
const WITHOUT = 20;

/** IDs of all nested clusters of this seed but the last 20. Each level starts at rows drawn by `seed` and takes three passes of k-means on what the levels before leave over. */
export function publishedIds(seed = 6, clustersSeed = 1): GeneratedCodes {
  const { data, rows, dim } = nestedClusters(clustersSeed);
  const random = new Random(seed);
  const left = Float64Array.from(data);
  const levels = Array.from({ length: LEVELS }, (_, level) => {
    const centres = Array.from(random.split(`level ${level}`).choose(rows, NUM_CODES), (row) => left.slice(row * dim, (row + 1) * dim));
    let codes = nearest(left, rows, dim, centres);
    for (let pass = 0; pass < PASSES; pass++) {
      moveToMeans(left, dim, centres, codes);
      codes = nearest(left, rows, dim, centres);
    }
    for (let i = 0; i < rows; i++) for (let d = 0; d < dim; d++) left[i * dim + d]! -= centres[codes[i]!]![d]!;
    return codes;
  });
  const items = rows - WITHOUT;
  return {
    rows: items, levels: LEVELS, ids: Array.from({ length: items }, (_, i) => `item-${String(i).padStart(4, '0')}`),
    codes: Int32Array.from({ length: items * LEVELS }, (_, at) => levels[at % LEVELS]![Math.floor(at / LEVELS)]!),
  };
}

function nearest(rows: Float64Array, count: number, dim: number, centres: readonly Float64Array[]): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => {
    const distances = centres.map((centre) => centre.reduce((sum, value, d) => sum + (rows[i * dim + d]! - value) ** 2, 0));
    return distances.indexOf(Math.min(...distances));
  });
}

/** A centre without rows stays where it is. */
function moveToMeans(rows: Float64Array, dim: number, centres: readonly Float64Array[], codes: Int32Array): void {
  for (const [k, centre] of centres.entries()) {
    const own = [...codes.keys()].filter((i) => codes[i] === k);
    if (own.length > 0) centre.forEach((_, d) => (centre[d] = own.reduce((sum, i) => sum + rows[i * dim + d]!, 0) / own.length));
  }
}

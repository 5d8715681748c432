/** What items with equal first codes have in common: clusters by prefix, their cohesion, their separation and their purity. */
import { bucketRows, type Buckets } from './counting';
import type { Points } from './neighbours';
import { Random } from './random';
import { requireSameLength, rowNumbers } from './ranks';
import { mean } from './statistics';

/** Clusters of rows with equal first `depth` codes; `columns` holds one array [rows] a level. At depth 0 all rows are one cluster. */
export function prefixClusters(columns: readonly ArrayLike<number>[], rows: number, depth: number): Buckets {
  if (!Number.isInteger(depth) || depth < 0 || depth > columns.length) {
    throw new RangeError(`Prefix depth ${depth}; a whole number from 0 to ${columns.length} levels was wanted.`);
  }
  return bucketRows(columns.slice(0, depth), rows);
}

export interface Cohesion {
  /** Mean over clusters, as published. */
  readonly mean: number;
  /** Mean over clusters weighted by their items: small clusters, which are many, do not dominate it. */
  readonly byItems: number;
  /** Clusters the means are over: those with two items or more that are not zero. */
  readonly clusters: number;
}

/**
 * Semantic cohesion: the mean cosine over the unordered pairs of a cluster, (||sum v||^2 - m) / (m (m - 1)) for m unit vectors v, mean over
 * clusters. In [-1, 1], higher is better; identical vectors 1. Zero vectors have no direction and are left out. NaN where no cluster has
 * two vectors or beside a NaN. Linear in the entries; memory of one row and of the row order.
 */
export function semanticCohesion(points: Points, clusters: Buckets): Cohesion {
  requireOneClusterARow(points, clusters);
  const { data, dim } = points;
  const cohesions: number[] = [];
  let [weighted, items] = [0, 0];
  for (const members of membersOf(clusters)) {
    const total = new Float64Array(dim);
    let size = 0;
    for (const row of members) {
      const length = lengthOf(data, row * dim, dim);
      if (length === 0) continue;
      size++;
      for (let j = 0; j < dim; j++) total[j] = total[j]! + data[row * dim + j]! / length;
    }
    if (size < 2) continue;
    const cohesion = (total.reduce((sum, entry) => sum + entry * entry, 0) - size) / (size * (size - 1));
    cohesions.push(cohesion);
    weighted += size * cohesion;
    items += size;
  }
  return { mean: mean(cohesions), byItems: weighted / items, clusters: cohesions.length };
}

export interface Discrimination {
  readonly value: number;
  /** Cluster centres that were compared: those that are not zero, at most `maxClusters`. */
  readonly clusters: number;
}

export interface DiscriminationOptions {
  /** Of more clusters than this, a seeded sample is compared: time goes with its square. Default: all. */
  readonly maxClusters?: number;
  readonly seed?: number;
}

/**
 * Preference discrimination: log mean_{a<b} exp(-2 (1 - cos(p_a, p_b))), p the mean row of a cluster, clusters of one included.
 * [-2 G / (G - 1), 0] for G clusters, lower is better: two opposite centres -4, orthogonal ones -2, identical ones 0. Strongly moved by a
 * direction common to all rows: compare within one space and one centring only. Zero centres are left out. NaN for fewer than two
 * centres or beside a NaN. O(G^2 dim) time, [G, dim] float64 memory.
 */
export function preferenceDiscrimination(
  points: Points,
  clusters: Buckets,
  { maxClusters = Infinity, seed = 0 }: DiscriminationOptions = {},
): Discrimination {
  requireOneClusterARow(points, clusters);
  const { dim } = points;
  const total = clusters.sizes.length;
  const chosen = total <= maxClusters ? rowNumbers(total) : new Random(seed).split('preference discrimination').choose(total, maxClusters);
  const directions = centreDirections(points, clusters, chosen);
  const count = directions.length / dim;
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      let cosine = 0;
      for (let j = 0; j < dim; j++) cosine += directions[a * dim + j]! * directions[b * dim + j]!;
      sum += Math.exp(-2 * (1 - cosine));
      pairs++;
    }
  }
  return { value: Math.log(sum / pairs), clusters: count };
}

export interface Purity {
  /** Over all labelled items; singletons are pure for free. */
  readonly all: number;
  /** Over clusters of two labelled items or more. */
  readonly withoutSingletons: number;
  /** Share of the labelled items that are alone in their cluster. */
  readonly singletonShare: number;
}

/**
 * Prefix purity: the share of items that carry the most frequent label of their cluster, sum_g max_y n_gy / n. From the share of the most
 * frequent label up to 1, higher is better. `labels` are integers of 0 or more, one a row; below 0 or NaN: no label, the item is left out.
 * NaN where no item is left.
 */
export function prefixPurity(labels: ArrayLike<number>, clusters: Buckets): Purity {
  requireSameLength(labels, clusters.bucketOf, 'Labels and clusters');
  const rows = labelledRows(labels);
  return purityOf(membersOfEach(rows.map((row) => clusters.bucketOf[row]!), clusters.sizes.length), numbered(rows.map((row) => labels[row]!)));
}

/** `prefixPurity` by chance: mean over random permutations of the labels among the labelled items, clusters as they are. */
export function prefixPurityByChance(labels: ArrayLike<number>, clusters: Buckets, seed = 0, permutations = 5): Purity {
  requireSameLength(labels, clusters.bucketOf, 'Labels and clusters');
  const rows = labelledRows(labels);
  const members = membersOfEach(rows.map((row) => clusters.bucketOf[row]!), clusters.sizes.length);
  const own = numbered(rows.map((row) => labels[row]!));
  const random = new Random(seed).split('prefix purity');
  const drawn = Array.from({ length: permutations }, () => purityOf(members, random.permutation(rows.length).map((i) => own[i]!)));
  return {
    all: mean(drawn.map((purity) => purity.all)),
    withoutSingletons: mean(drawn.map((purity) => purity.withoutSingletons)),
    singletonShare: mean(drawn.map((purity) => purity.singletonShare)),
  };
}

/** `labels` numbered from 0 without gaps, one an item. */
function purityOf({ order, ends }: Members, labels: Uint32Array): Purity {
  const items = labels.length;
  const seen = new Uint32Array(items);
  let [pure, singletons] = [0, 0];
  for (let cluster = 0, start = 0; cluster < ends.length; start = ends[cluster++]!) {
    const end = ends[cluster]!;
    let largest = 0;
    for (let i = start; i < end; i++) {
      const label = labels[order[i]!]!;
      seen[label] = seen[label]! + 1;
      if (seen[label]! > largest) largest = seen[label]!;
    }
    for (let i = start; i < end; i++) seen[labels[order[i]!]!] = 0;
    pure += largest;
    if (end - start === 1) singletons++;
  }
  return { all: pure / items, withoutSingletons: (pure - singletons) / (items - singletons), singletonShare: singletons / items };
}

/** The same labels, numbered from 0 without gaps. */
function numbered(labels: Uint32Array): Uint32Array {
  return bucketRows([labels], labels.length).bucketOf;
}

function labelledRows(labels: ArrayLike<number>): Uint32Array {
  return rowNumbers(labels.length).filter((row) => labels[row]! >= 0);
}

/** Unit vectors [found, dim] along the mean rows of the chosen clusters; a cluster whose rows sum to zero has none. */
function centreDirections({ data, dim }: Points, clusters: Buckets, chosen: Uint32Array): Float64Array {
  const sums = new Float64Array(chosen.length * dim);
  const place = new Int32Array(clusters.sizes.length).fill(-1);
  chosen.forEach((cluster, i) => (place[cluster] = i));
  clusters.bucketOf.forEach((cluster, row) => {
    const start = place[cluster]! * dim;
    if (start >= 0) for (let j = 0; j < dim; j++) sums[start + j] = sums[start + j]! + data[row * dim + j]!;
  });
  let found = 0;
  for (let i = 0; i < chosen.length; i++) {
    const length = lengthOf(sums, i * dim, dim); // the mean points where the sum does
    if (length === 0) continue;
    for (let j = 0; j < dim; j++) sums[found * dim + j] = sums[i * dim + j]! / length;
    found++;
  }
  return sums.subarray(0, found * dim);
}

function requireOneClusterARow({ rows }: Points, { bucketOf }: Buckets): void {
  if (rows !== bucketOf.length) throw new RangeError(`${rows} rows and clusters of ${bucketOf.length}; both need one a row.`);
}

interface Members {
  /** Items, those of one cluster side by side. */
  readonly order: Uint32Array;
  /** [clusters]: where in `order` each ends. */
  readonly ends: Uint32Array;
}

/** A counting sort of items by cluster; some clusters may be empty. */
function membersOfEach(bucketOf: Uint32Array, clusters: number): Members {
  const ends = new Uint32Array(clusters);
  bucketOf.forEach((cluster) => (ends[cluster] = ends[cluster]! + 1));
  for (let cluster = 1; cluster < clusters; cluster++) ends[cluster] = ends[cluster]! + ends[cluster - 1]!;
  const order = new Uint32Array(bucketOf.length);
  const next = Uint32Array.from(ends, (_, cluster) => (cluster === 0 ? 0 : ends[cluster - 1]!));
  bucketOf.forEach((cluster, row) => {
    order[next[cluster]!] = row;
    next[cluster] = next[cluster]! + 1;
  });
  return { order, ends };
}

/** Rows of each cluster in turn. */
function* membersOf({ bucketOf, sizes }: Buckets): Generator<Uint32Array> {
  const { order, ends } = membersOfEach(bucketOf, sizes.length);
  for (let cluster = 0; cluster < sizes.length; cluster++) yield order.subarray(ends[cluster]! - sizes[cluster]!, ends[cluster]!);
}

function lengthOf(values: Float32Array | Float64Array, start: number, dim: number): number {
  let squares = 0;
  for (let j = 0; j < dim; j++) squares += values[start + j]! ** 2;
  return Math.sqrt(squares);
}

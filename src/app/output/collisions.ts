/** IDs that several items share, and which of those items are copies of each other. */
import { endOf } from './prefixTree';
import type { PrefixTree } from './prefixTree';

export interface Bucket {
  readonly id: readonly number[];
  /** Its items, by their number. */
  readonly rows: Uint32Array;
  /** Different vectors among them; null: not known. */
  readonly distinct: number | null;
}

export interface Collisions {
  /** Largest first, equal sizes in the order of their IDs. */
  readonly buckets: readonly Bucket[];
  readonly items: number;
  /** Items that share their ID, and of these those whose vector another item of the ID has too; null: not known. */
  readonly sharing: number;
  readonly copies: number | null;
}

/** What tells a bucket apart: all its items are copies, some are, or none. */
export type BucketKind = 'copies' | 'some' | 'none' | 'unknown';

/** `codes`: [items, levels]; `groupOf`: a number for each group of equal vectors, null: not known. */
export function collisionsOf(tree: PrefixTree, codes: Int32Array, groupOf: Uint32Array | null): Collisions {
  const levels = tree.depths.length;
  const last = tree.depths[levels - 1];
  const buckets: Bucket[] = [];
  let [sharing, copies] = [0, 0];
  last?.starts.forEach((start, node) => {
    const end = endOf(tree, levels - 1, node);
    if (end - start < 2) return;
    const rows = tree.order.subarray(start, end);
    const id = [...codes.subarray(rows[0]! * levels, (rows[0]! + 1) * levels)];
    sharing += rows.length;
    if (!groupOf) return void buckets.push({ id, rows, distinct: null });
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(groupOf[row]!, (counts.get(groupOf[row]!) ?? 0) + 1);
    for (const count of counts.values()) if (count > 1) copies += count;
    buckets.push({ id, rows, distinct: counts.size });
  });
  // Sorting keeps the order of IDs among buckets of one size.
  buckets.sort((a, b) => b.rows.length - a.rows.length);
  return { buckets, items: tree.items, sharing, copies: groupOf ? copies : null };
}

export function bucketKind({ rows, distinct }: Bucket): BucketKind {
  if (distinct === null) return 'unknown';
  return distinct === 1 ? 'copies' : distinct < rows.length ? 'some' : 'none';
}

/** Rows whose ID differs between two sets of codes; `levels` of the first are compared, further ones of the second (a suffix) stand for nothing. */
export function movedRows(codes: Int32Array, levels: number, other: Int32Array, otherLevels: number): Uint32Array {
  const moved: number[] = [];
  for (let row = 0; row < codes.length / levels; row++) {
    for (let level = 0; level < levels; level++) {
      if (codes[row * levels + level] === other[row * otherLevels + level]) continue;
      moved.push(row);
      break;
    }
  }
  return Uint32Array.from(moved);
}

/** The codes of some rows, row-major. */
export function codesOfRows(codes: Int32Array, levels: number, rows: Uint32Array): Int32Array {
  const picked = new Int32Array(rows.length * levels);
  rows.forEach((row, i) => picked.set(codes.subarray(row * levels, (row + 1) * levels), i * levels));
  return picked;
}

/** The figure of collisions closed over one run, and which of its shared IDs are listed. */
import { collisionSizes, sizeWords } from '../../viz/collisionSizes';
import { formatCount } from '../../viz/format';
import { drawingOf } from '../components/drawing';
import type { Drawing } from '../components/drawing';
import type { ViewOptions } from '../notebook/spec';
import { bucketKind, collisionsOf } from '../output/collisions';
import type { Bucket, Collisions } from '../output/collisions';
import { seriesOr } from './drawing';
import type { RunOfCell } from './drawing';
import { treeOf } from '../output/prefixTree';
import { chosenRun, hasCodes } from './treeView';

/** Sizes from and to. */
export type Sizes = readonly [number, number];

/** `apart`: IDs of items whose vectors are not all equal. */
export type Listed = 'all' | 'apart' | 'copies';

/** What the card brings beside the runs; `found` null: not counted with copies yet. */
export interface CollisionExtras {
  readonly found: Collisions | null;
  readonly sizes: Sizes | null;
  readonly onSizes?: (sizes: Sizes) => void;
}

/** Without knowing copies; null where there are no codes. */
export function collisionsOfRun(item: RunOfCell | undefined, groupOf: Uint32Array | null): Collisions | null {
  const result = item && hasCodes(item) ? item.run?.result : null;
  return result ? collisionsOf(treeOf(result), result.codes, groupOf?.length === result.rows ? groupOf : null) : null;
}

export function collisionDrawing(runs: readonly RunOfCell[], options: ViewOptions, { found, sizes, onSizes }: CollisionExtras = { found: null, sizes: null }): Drawing {
  const item = chosenRun(runs, options);
  const counted = found ?? collisionsOfRun(item, null);
  const shared = counted?.buckets.map(({ id, rows, distinct }) => ({ id, items: rows.length, distinct })) ?? [];
  return drawingOf(collisionSizes, { series: seriesOr(item, 'IDs', 'ink'), items: counted?.items ?? 0, shared, chosen: sizes }, (say) => ({
    hover: (bar) => say(bar && `${formatCount(bar.ids)} ${bar.ids === 1 ? 'ID' : 'IDs'} of ${sizeWords(bar)} items, ${formatCount(bar.items)} items in all${bar.copies > 0 ? `; under ${formatCount(bar.copies)} all are copies` : ''}`),
    ...(onSizes && { select: onSizes }),
  }));
}

export function listedBuckets({ buckets }: Collisions, sizes: Sizes | null, listed: Listed): readonly Bucket[] {
  return buckets.filter((bucket) => {
    const { length } = bucket.rows;
    if (sizes && (length < sizes[0] || length > sizes[1])) return false;
    return listed === 'all' || (bucketKind(bucket) === 'copies') === (listed === 'copies');
  });
}

/** "1 240 of 2 000 items share an ID with another one. ..." */
export function collisionWords({ buckets, items, sharing, copies }: Collisions): string {
  if (buckets.length === 0) return `Each of ${formatCount(items)} items has an ID of its own.`;
  const ids = `${formatCount(sharing)} of ${formatCount(items)} items share ${formatCount(buckets.length)} ${buckets.length === 1 ? 'ID' : 'IDs'}.`;
  if (copies === null) return ids;
  if (copies === 0) return `${ids} None of them is a copy of another one.`;
  return `${ids} ${formatCount(copies)} of them are copies: another item of the ID has the same vector, and no code can tell the two apart.`;
}

export function kindWords(bucket: Bucket): string {
  switch (bucketKind(bucket)) {
    case 'copies':
      return 'all copies of each other';
    case 'some':
      return `${formatCount(bucket.distinct!)} different vectors`;
    case 'none':
      return 'vectors differ';
    case 'unknown':
      return '';
  }
}

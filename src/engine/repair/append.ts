/** IDs for new items beside those that exist: no existing item moves. */
import type { RepairMethod } from '../records/repair';
import { byId, type Items } from './items';
import { nextFree } from './nextFree';
import { withSuffix } from './suffix';

export interface AppendedCodes {
  /** [new items, levels], row-major; one level more where a suffix level exists or had to be made. */
  readonly codes: Int32Array;
  readonly levels: number;
  /** New items that took another last code than their nearest. */
  readonly moved: number;
  /** New items whose ID another item has. */
  readonly collisions: number;
  /** True where existing IDs, which end before the suffix, count as having suffix 0. */
  readonly suffixMade: boolean;
}

/**
 * `items`: the existing ones first, `existing` of them, then the new ones with the codes the quantizer gives them; existing suffixes [existing]
 * where IDs have one. `suffix` takes the next suffix of the bucket, `nextFree` the nearest code with room, then a suffix; a Sinkhorn plan
 * cannot leave existing items in place, so there new items keep their nearest code.
 */
export function appendCodes(items: Items, existing: number, method: Exclude<RepairMethod, 'stored'> | null, suffix: Int32Array | null, capacity = 1): AppendedCodes {
  const { rows, levels } = items;
  const placed = method === 'nextFree' ? nextFree(items, capacity, existing) : { codes: items.codes, moved: 0, left: 0 };
  const fresh = rows - existing;
  const suffixMade = suffix === null && (method === 'suffix' || placed.left > 0);
  const { bucketOf, sizes } = byId(placed.codes, rows, levels);
  if (suffix === null && !suffixMade) {
    let collisions = 0;
    for (let row = existing; row < rows; row++) if (sizes[bucketOf[row]!]! > 1) collisions++;
    return { codes: placed.codes.slice(existing * levels), levels, moved: placed.moved, collisions, suffixMade };
  }
  const next = new Int32Array(sizes.length);
  for (let row = 0; row < existing; row++) next[bucketOf[row]!] = Math.max(next[bucketOf[row]!]!, (suffix?.[row] ?? next[bucketOf[row]!]!) + 1);
  const added = Int32Array.from({ length: fresh }, (_, i) => next[bucketOf[existing + i]!]!++);
  return { codes: withSuffix(placed.codes.slice(existing * levels), fresh, levels, added), levels: levels + 1, moved: placed.moved, collisions: 0, suffixMade };
}

/** What a beam found for a case, as a ranking of items. */
import { RANKED } from '../../../records/retrieval';
import type { Rankings } from '../ranking';
import type { Prefix } from './beam';
import type { Trie } from './trie';

/**
 * Writes case i: items by the scores of their IDs, those of one ID by their numbers; an ID that no item has takes its place. The target's rank is the number of items before its ID, and its bucket the items
 * that share it. `seen`: items that are left out.
 */
export function placed(into: Rankings & { readonly found: Uint8Array }, i: number, trie: Trie, kept: readonly (readonly Prefix[])[], target: number, seen: Int32Array | null): void {
  const row = trie.rowOf[target] ?? -1;
  kept.forEach((prefixes, place) => (into.found[i * trie.places + place] = row >= 0 && prefixes.some(({ lo, hi }) => lo <= row && row < hi) ? 1 : 0));
  let before = 0;
  for (const { lo, hi, score } of kept.at(-1)!) {
    const items = Array.from(trie.items.subarray(lo, hi)).filter((item) => !seen?.includes(item));
    if (before < RANKED && items.includes(target)) {
      into.ranks[i] = before;
      into.bucketSizes[i] = items.length;
    }
    for (const [at, item] of items.entries()) {
      if (before + at >= RANKED) break;
      into.items[i * RANKED + before + at] = item;
      into.scores[i * RANKED + before + at] = score;
    }
    before += lo === hi ? 1 : items.length;
  }
}

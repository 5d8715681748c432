/** Rankings of the best items after histories, and where their targets stand in them. */
import { RANKED } from '../../records/retrieval';

export interface Rankings {
  /** int32 [n, RANKED] best first, -1 where fewer were found; float32 of the same shape, NaN there. */
  readonly items: Int32Array;
  readonly scores: Float32Array;
  /** int32 [n]: items before the target, -1 where it is not among the first RANKED; and how many items share its place, itself included. */
  readonly ranks: Int32Array;
  readonly bucketSizes: Int32Array;
  /** uint8 [n, places]: 1 where the right tokens up to this place were among the prefixes kept; of semantic IDs alone. */
  readonly found?: Uint8Array;
}

/** With nothing found yet. */
export function emptyRankings(n: number): Rankings {
  return { items: new Int32Array(n * RANKED).fill(-1), scores: new Float32Array(n * RANKED).fill(NaN), ranks: new Int32Array(n).fill(-1), bucketSizes: new Int32Array(n).fill(1) };
}

/**
 * Ranks items by score, higher first, into case i; -Infinity: not recommended. Items of one score share a place: the target counts what it would in random order among them, and in the list the lower
 * number stands first.
 */
export function rankByScores(into: Rankings, i: number, scores: ArrayLike<number>, target: number): void {
  // In float64: rounded scores would tie.
  const [best, values] = [into.items.subarray(i * RANKED, (i + 1) * RANKED), new Float64Array(RANKED)];
  let count = 0;
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!;
    if (score === -Infinity || (count === RANKED && !(score > values[RANKED - 1]!))) continue;
    let at = Math.min(count, RANKED - 1);
    for (; at > 0 && values[at - 1]! < score; at--) {
      values[at] = values[at - 1]!;
      best[at] = best[at - 1]!;
    }
    values[at] = score;
    best[at] = item;
    count = Math.min(count + 1, RANKED);
  }
  into.scores.set(values.subarray(0, count), i * RANKED);
  if (target < 0 || target >= scores.length || scores[target] === -Infinity) return;
  let [above, equal] = [0, 0];
  for (let item = 0; item < scores.length; item++) {
    if (scores[item]! > scores[target]!) above++;
    else if (scores[item] === scores[target]) equal++;
  }
  if (above >= RANKED) return;
  into.ranks[i] = above;
  into.bucketSizes[i] = equal;
}

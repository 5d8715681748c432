/**
 * Next-nearest free code, in the manner of TorchEasyRec's candidate strategy: the first items of an ID stay, each other one takes the nearest
 * code of the last level whose bucket under the same prefix has room.
 */
import { byPrefix, lastDistances, type Items } from './items';

/** How full each ID is, by prefix and last code. */
class Occupancy {
  private readonly counts = new Map<number, number>();

  constructor(
    private readonly numCodes: number,
    private readonly capacity: number,
  ) {}

  /** Takes a place if there is one. */
  take(prefix: number, code: number): boolean {
    const key = prefix * this.numCodes + code;
    const count = this.counts.get(key) ?? 0;
    if (count >= this.capacity) return false;
    this.counts.set(key, count + 1);
    return true;
  }
}

export interface Freed {
  /** [rows, levels]; codes of items without a free place are unchanged. */
  readonly codes: Int32Array;
  readonly moved: number;
  /** Items for which no code under their prefix had room. */
  readonly left: number;
}

/**
 * `settled`: the first so many items keep their codes whatever happens (append mode); they come first, and the others in item order. Without
 * it all items are dealt with by ID, then item number: the first `capacity` of each ID stay.
 */
export function nextFree(items: Items, capacity: number, settled = 0): Freed {
  const { rows, levels, numCodes } = items;
  const codes = items.codes.slice();
  const prefix = byPrefix(items).bucketOf;
  const taken = new Occupancy(numCodes, capacity);
  const last = (row: number) => codes[row * levels + levels - 1]!;
  const waiting: number[] = [];
  // Those who stay sit down first, so that nobody is moved onto a place that belongs to an item.
  for (let row = 0; row < rows; row++) if (!taken.take(prefix[row]!, last(row)) && row >= settled) waiting.push(row);
  waiting.sort((a, b) => compareIds(items, a, b) || a - b);
  let moved = 0;
  for (const row of waiting) {
    const distances = lastDistances(items, row);
    const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
    const free = order.find((code) => taken.take(prefix[row]!, code));
    if (free === undefined) continue;
    codes[row * levels + levels - 1] = free;
    moved++;
  }
  return { codes, moved, left: waiting.length - moved };
}

function compareIds({ codes, levels }: Items, a: number, b: number): number {
  for (let level = 0; level < levels; level++) {
    const difference = codes[a * levels + level]! - codes[b * levels + level]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

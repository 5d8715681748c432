/** Which group of one grouping stands for which of another: each for one at most, so that most items stay in matched groups. */
import type { Contingency } from './mutualInformation';

export interface Matching {
  /** [groups of the first] the group of the second; -1: none. */
  readonly of: Int32Array;
  /** Items whose two groups are matched. */
  readonly kept: number;
  /** No other matching keeps more. Otherwise another may keep more, up to twice as many. */
  readonly best: boolean;
}

/** Groups on the larger side up to which the best matching is found: time goes with the third power. */
const EXACT = 512;

/** The best one-to-one matching (Hungarian method) where there are few groups; of more, pairs with most items first. */
export function matchGroups(table: Contingency): Matching {
  const [rows, columns] = [table.first.length, table.second.length];
  const of = Math.max(rows, columns) <= EXACT ? hungarian(table) : greedy(table);
  let kept = 0;
  table.counts.forEach((count, i) => (kept += of[table.from[i]!] === table.to[i] ? count : 0));
  return { of, kept, best: Math.max(rows, columns) <= EXACT };
}

function greedy({ first, second, from, to, counts }: Contingency): Int32Array {
  const of = new Int32Array(first.length).fill(-1);
  const taken = new Uint8Array(second.length);
  const order = Uint32Array.from(counts, (_, i) => i).sort((a, b) => counts[b]! - counts[a]! || a - b);
  for (const i of order) {
    if (of[from[i]!] !== -1 || taken[to[i]!] === 1) continue;
    of[from[i]!] = to[i]!;
    taken[to[i]!] = 1;
  }
  return of;
}

/** Shortest augmenting paths with potentials (Kuhn 1955, in the form of Jonker and Volgenant 1987): O(n^3) for n groups on the larger side. */
function hungarian({ first, second, from, to, counts }: Contingency): Int32Array {
  const n = Math.max(first.length, second.length);
  const cost = new Float64Array(n * n);
  counts.forEach((count, i) => (cost[from[i]! * n + to[i]!] = -count));
  // Rows and columns count from 1 here; 0 stands for the row that is being placed.
  const [u, v] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  const rowOf = new Int32Array(n + 1);
  const way = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    const least = new Float64Array(n + 1).fill(Infinity);
    const done = new Uint8Array(n + 1);
    let column = 0;
    while (rowOf[column] !== 0) {
      done[column] = 1;
      const at = rowOf[column]!;
      let [delta, next] = [Infinity, 0];
      for (let j = 1; j <= n; j++) {
        if (done[j] === 1) continue;
        const reduced = cost[(at - 1) * n + j - 1]! - u[at]! - v[j]!;
        if (reduced < least[j]!) [least[j], way[j]] = [reduced, column];
        if (least[j]! < delta) [delta, next] = [least[j]!, j];
      }
      for (let j = 0; j <= n; j++) {
        if (done[j] === 1) {
          u[rowOf[j]!]! += delta;
          v[j]! -= delta;
        } else least[j]! -= delta;
      }
      column = next;
    }
    while (column !== 0) {
      rowOf[column] = rowOf[way[column]!]!;
      column = way[column]!;
    }
  }
  const of = new Int32Array(first.length).fill(-1);
  for (let j = 1; j <= second.length; j++) if (rowOf[j]! <= first.length) of[rowOf[j]! - 1] = j - 1;
  return of;
}

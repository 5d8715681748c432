/**
 * Beam search over semantic IDs, held to those of items by a trie or free.
 *
 * Scores are log probabilities of the softmax over all tokens that the model scores at a place, valid or not, so those of both ways compare; all IDs have one length, so nothing is normalised by it.
 * Of equal scores the lower sequence of codes comes first.
 */
import type { Trie } from './trie';

/** A prefix that the search keeps. */
export interface Prefix {
  readonly score: number;
  /** Rows of the trie below it; lo = hi where no item has it. */
  readonly lo: number;
  readonly hi: number;
  /** Codes so far. */
  readonly codes: Int32Array;
  /** Which prefix of the place before it continues. */
  readonly parent: number;
}

export interface SearchOptions {
  readonly beam: number;
  /** Codes that may follow at a place are those of the trie, or all of them. */
  readonly free: boolean;
  /** [places]: codes of each place, and where their logits start among those of the place. */
  readonly sizes: readonly number[];
  readonly offsets: readonly number[];
}

/** What the model gives after prefixes: of prefix i, the logits of V tokens from values[at + i stride]. */
export interface Logits {
  readonly values: Float32Array;
  readonly at: number;
  readonly stride: number;
  readonly V: number;
}

/** The prefix that every search begins with. */
export function rootOf(trie: Trie): Prefix {
  return { score: 0, lo: 0, hi: trie.rows, codes: new Int32Array(0), parent: 0 };
}

/**
 * The best continuations of some prefixes, best first. `allowed`: whether an item may be recommended, where some may not (at the last place alone, for rows of
 * one item).
 */
export function continued(trie: Trie, prefixes: readonly Prefix[], { values, at: start, stride, V }: Logits, { beam, free, sizes, offsets }: SearchOptions, allowed?: (item: number) => boolean): Prefix[] {
  const place = prefixes[0]?.codes.length ?? 0;
  const [size, offset] = [sizes[place]!, offsets[place]!];
  const last = place === trie.places - 1;
  const kept = new Best(beam, prefixes);
  prefixes.forEach(({ score, lo, hi }, parent) => {
    const at = start + parent * stride;
    const base = score - logSumExp(values, at, V);
    if (free) {
      for (let code = 0; code < size; code++) {
        const total = base + values[at + offset + code]!;
        if (!kept.wants(total)) continue;
        const [from, to] = lo < hi ? trie.child(place, code, lo, hi) : [0, 0];
        if (last && allowed && to - from === 1 && !allowed(trie.items[from]!)) continue;
        kept.add(total, parent, code, from, to);
      }
      return;
    }
    for (let row = lo; row < hi; ) {
      const end = trie.runEnd(place, row, hi);
      const code = trie.code(place, row);
      const total = base + values[at + offset + code]!;
      if (kept.wants(total) && !(last && allowed && end - row === 1 && !allowed(trie.items[row]!))) kept.add(total, parent, code, row, end);
      row = end;
    }
  });
  return kept.prefixes();
}

/** log of the sum of exponentials of V numbers from `at`, in float64. */
export function logSumExp(values: Float32Array, at: number, V: number): number {
  let most = -Infinity;
  for (let i = at; i < at + V; i++) if (values[i]! > most) most = values[i]!;
  let sum = 0;
  for (let i = at; i < at + V; i++) sum += Math.exp(values[i]! - most);
  return most + Math.log(sum);
}

interface Entry {
  readonly score: number;
  readonly parent: number;
  readonly code: number;
  readonly lo: number;
  readonly hi: number;
}

/** The best continuations seen, in order. */
class Best {
  private readonly entries: Entry[] = [];

  constructor(
    private readonly most: number,
    private readonly before: readonly Prefix[],
  ) {}

  wants(score: number): boolean {
    return !(this.entries.length === this.most && score < this.entries[this.most - 1]!.score);
  }

  add(score: number, parent: number, code: number, lo: number, hi: number): void {
    const { entries } = this;
    const entry: Entry = { score, parent, code, lo, hi };
    let [from, to] = [0, entries.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.isBefore(entry, entries[middle]!)) to = middle;
      else from = middle + 1;
    }
    if (from === this.most) return;
    entries.splice(from, 0, entry);
    if (entries.length > this.most) entries.pop();
  }

  prefixes(): Prefix[] {
    return this.entries.map(({ score, parent, code, lo, hi }) => ({ score, lo, hi, parent, codes: Int32Array.of(...this.before[parent]!.codes, code) }));
  }

  private isBefore(a: Entry, b: Entry): boolean {
    if (a.score !== b.score) return a.score > b.score;
    const [left, right] = [this.before[a.parent]!.codes, this.before[b.parent]!.codes];
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! < right[i]!;
    return a.code < b.code;
  }
}

/** What the metadata of some items says more often than that of all: words of titles, and values of other columns. */
import type { ItemRows } from './itemRows';

export interface TopValue {
  /** A word of the titles, or a column's value. */
  readonly value: string;
  /** The column; '' for words of titles. */
  readonly column: string;
  /** Of the items, and of all: how many have it, and the shares. */
  readonly count: number;
  readonly share: number;
  readonly baseShare: number;
}

/** Words shorter than this, and these, say nothing. */
const LEAST_LETTERS = 3;
const EMPTY_WORDS = new Set(['and', 'the', 'for', 'with', 'from', 'inch', 'pack', 'set', 'pcs', 'of', 'in', 'to', 'by', 'on', 'per']);
/** Columns with more different values than this a row name rows and do not group them. */
const MOST_DISTINCT = 0.5;

/** Rows with each word of the titles and value of a column: counted once for the data. */
export interface BaseCounts {
  readonly rows: number;
  readonly words: ReadonlyMap<string, number>;
  readonly columns: readonly { readonly name: string; readonly values: readonly string[]; readonly counts: ReadonlyMap<string, number> }[];
}

export function baseCounts({ rows, titles, metadata }: ItemRows): BaseCounts {
  const words = new Map<string, number>();
  for (const title of titles ?? []) for (const word of wordsOf(title)) words.set(word, (words.get(word) ?? 0) + 1);
  const columns = metadata.filter(({ values }) => values !== titles).flatMap(({ name, values }) => {
    const counts = new Map<string, number>();
    for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts.size > 1 && counts.size <= Math.max(2, MOST_DISTINCT * rows) ? [{ name, values, counts }] : [];
  });
  return { rows, words, columns };
}

/**
 * The `most` values whose share among `members` exceeds their share among all by the largest signed log-likelihood gain, p log(p / q):
 * the value's part of the Kullback-Leibler divergence between the two. A value of a single item is none.
 */
export function topValues(items: ItemRows, base: BaseCounts, members: ArrayLike<number>, most: number): TopValue[] {
  const found: TopValue[] = [];
  const add = (column: string, counts: ReadonlyMap<string, number>, of: ReadonlyMap<string, number>) => {
    for (const [value, count] of counts) if (count > 1 || members.length === 1) found.push({ value, column, count, share: count / members.length, baseShare: (of.get(value) ?? 0) / base.rows });
  };
  if (items.titles) {
    const counts = new Map<string, number>();
    for (let i = 0; i < members.length; i++) for (const word of wordsOf(items.titles[members[i]!] ?? '')) counts.set(word, (counts.get(word) ?? 0) + 1);
    add('', counts, base.words);
  }
  for (const { name, values, counts: of } of base.columns) {
    const counts = new Map<string, number>();
    for (let i = 0; i < members.length; i++) {
      const value = values[members[i]!] ?? '';
      if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    add(name, counts, of);
  }
  const gain = ({ share, baseShare }: TopValue) => share * Math.log(share / baseShare);
  return found.filter((value) => value.share > value.baseShare).sort((a, b) => gain(b) - gain(a) || a.value.localeCompare(b.value)).slice(0, most);
}

/** Different words of a title, in lower case. */
export function wordsOf(title: string): Set<string> {
  const words = title.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.'-]*[\p{L}\p{N}]|\p{Script=Han}/gu) ?? [];
  return new Set(words.filter((word) => (word.length >= LEAST_LETTERS || /\p{Script=Han}/u.test(word)) && !EMPTY_WORDS.has(word)));
}

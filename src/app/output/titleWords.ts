/** Words of titles: which ones a group of items has more often than all items. A title is text, whatever is written in it. */
import { wordsOf } from './topValues';

export interface TitleWords {
  /** Every word once, as written in lower case. */
  readonly words: readonly string[];
  /** [titles + 1] where each title's words begin in `ids`; a word stands once a title. */
  readonly offsets: Uint32Array;
  readonly ids: Uint32Array;
  /** [words] titles that have the word. */
  readonly titles: Uint32Array;
}

/** Titles read between two pauses. */
const SLICE = 5000;

/** In pauses between slices of titles `breathe` lets the page go on. */
export async function titleWords(titles: readonly string[], breathe: () => Promise<void>): Promise<TitleWords> {
  const numbers = new Map<string, number>();
  const ids: number[] = [];
  const counts: number[] = [];
  const offsets = new Uint32Array(titles.length + 1);
  for (const [at, title] of titles.entries()) {
    if (at > 0 && at % SLICE === 0) await breathe();
    for (const word of wordsOf(title)) {
      const id = numbers.get(word) ?? numbers.size;
      numbers.set(word, id);
      ids.push(id);
      counts[id] = (counts[id] ?? 0) + 1;
    }
    offsets[at + 1] = ids.length;
  }
  return { words: [...numbers.keys()], offsets, ids: Uint32Array.from(ids), titles: Uint32Array.from(counts) };
}

/**
 * The `count` words most over-represented in the titles of these rows: by p log(p / q) as `topValues`, p the share of these titles that have the word
 * and q that of all titles. A word must be in two of them and in a fifth, and more frequent than in all.
 */
export function topWords({ words, offsets, ids, titles }: TitleWords, rows: Uint32Array, count: number): readonly string[] {
  const here = new Map<number, number>();
  for (const row of rows) for (let at = offsets[row]!; at < offsets[row + 1]!; at++) here.set(ids[at]!, (here.get(ids[at]!) ?? 0) + 1);
  const all = offsets.length - 1;
  const scored = [...here].flatMap(([id, n]) => {
    const lift = (n / rows.length) / (titles[id]! / all);
    return n < 2 || n < rows.length / 5 || lift <= 1 ? [] : [{ word: words[id]!, score: n * Math.log(lift) }];
  });
  return scored.sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1)).slice(0, count).map(({ word }) => word);
}

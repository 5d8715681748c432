/** The words of all titles of a cell's rows, counted once while the page goes on. */
import { useAnswer } from '../components/useAnswer';
import { titleWords } from '../output/titleWords';
import type { TitleWords } from '../output/titleWords';

const kept = new WeakMap<readonly string[], Promise<TitleWords>>();

export function useTitleWords(titles: readonly string[] | null): TitleWords | null {
  const { value, waiting } = useAnswer(titles && (() => counted(titles)), [titles]);
  return waiting ? null : value;
}

function counted(titles: readonly string[]): Promise<TitleWords> {
  const words = kept.get(titles) ?? titleWords(titles, () => new Promise((resolve) => setTimeout(resolve)));
  kept.set(titles, words);
  return words;
}

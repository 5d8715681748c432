/** The answer to a question that takes a while, as a component draws it: the last answer stands until the next one comes. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../engine/records/basics';
import { toProblem } from '../state/problem';

export interface Answer<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  /** What is shown is of the question before. */
  readonly waiting: boolean;
}

/** Asks again when one of `of` changes; `ask` null: there is nothing to ask. */
export function useAnswer<T>(ask: (() => Promise<T>) | null, of: readonly unknown[]): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, problem: null, waiting: false });
  useEffect(() => {
    let wanted = true;
    const tell = (next: Answer<T>) => wanted && setAnswer(next);
    if (!ask) return tell({ value: null, problem: null, waiting: false }), undefined;
    setAnswer(({ value }) => ({ value, problem: null, waiting: true }));
    ask().then((value) => tell({ value, problem: null, waiting: false }), (thrown: unknown) => tell({ value: null, problem: toProblem(thrown), waiting: false }));
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the question is named by `of`
  }, of);
  return answer;
}

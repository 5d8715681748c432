/** The answer to a question that takes a while, as a component draws it: the last answer stands until the next one comes. */
import { useLayoutEffect, useState } from 'react';
import type { Problem } from '../../engine/records/basics';
import { comeTo } from '../state/keptAnswers';
import { toProblem } from '../state/problem';

export interface Answer<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  /** What is shown is of the question before. */
  readonly waiting: boolean;
}

const NOTHING = { value: null, problem: null, waiting: false };

/** Asks again when one of `of` changes; `ask` null: there is nothing to ask. */
export function useAnswer<T>(ask: (() => Promise<T>) | null, of: readonly unknown[]): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>(NOTHING);
  // Before the next picture: an answer that is kept stands in it.
  useLayoutEffect(() => {
    if (!ask) return setAnswer(NOTHING);
    let wanted = true;
    const tell = (next: Answer<T>) => wanted && setAnswer(next);
    const asked = ask();
    const known = comeTo(asked);
    if (known) return setAnswer({ ...NOTHING, value: known.value });
    setAnswer(({ value }) => ({ value, problem: null, waiting: true }));
    asked.then((value) => tell({ ...NOTHING, value }), (thrown: unknown) => tell({ ...NOTHING, problem: toProblem(thrown) }));
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the question is named by `of`
  }, of);
  return answer;
}

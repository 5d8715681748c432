/** The answer to a question of the engine, and nothing while another is asked: what is shown is never of the question before. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../engine/records/basics';
import { toProblem } from '../state/problem';

export interface Answer<T> {
  readonly answer: T | null;
  readonly problem: Problem | null;
}

const WAITING = { answer: null, problem: null };

/** `ask`: the same function for as long as the question is the same; null: nothing is asked. */
export function useExactAnswer<T>(ask: (() => Promise<T>) | null): Answer<T> {
  const [told, setTold] = useState<{ readonly ask: unknown } & Answer<T>>({ ask: null, ...WAITING });
  useEffect(() => {
    if (!ask) return;
    let wanted = true;
    ask().then(
      (answer) => wanted && setTold({ ask, answer, problem: null }),
      (thrown: unknown) => wanted && setTold({ ask, answer: null, problem: toProblem(thrown) }),
    );
    return () => {
      wanted = false;
    };
  }, [ask]);
  return told.ask === ask && ask !== null ? told : WAITING;
}

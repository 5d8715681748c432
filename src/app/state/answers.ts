/** What trained recommenders answer: the next items after a test case or a history of one's own, each asked once. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../engine/client';
import type { Problem } from '../../engine/records/basics';
import type { Recommendation, RetrievalResult } from '../../engine/records/retrieval';
import type { RunSpec } from '../../engine/records/run';
import { toProblem } from './problem';

/** A test case by its number, or items by theirs, oldest first. */
export type Question = { readonly testCase: number } | { readonly history: readonly number[] };

export interface Answer {
  /** Null while it is asked for. */
  readonly found: Recommendation | null;
  readonly problem: Problem | null;
}

export interface Answers {
  /** Changes when an answer is there that was not. */
  readonly store: StoreApi<{ readonly answered: number }>;
  /** Of the run of a cell's first seed that left this result; asked for where it is not known. */
  of(cellId: string, result: RetrievalResult, question: Question): Answer;
  /** Resolves once all that was asked for is there. */
  idle(): Promise<void>;
}

const NOTHING: Answer = { found: null, problem: null };

/** `orderOf`: of a cell's present run, with its inputs held. */
export function createAnswers(client: () => EngineClient, orderOf: (cellId: string) => Promise<RunSpec>): Answers {
  const store = createStore(() => ({ answered: 0 }));
  const known = new WeakMap<RetrievalResult, Map<string, Answer>>();
  let turn: Promise<void> = Promise.resolve();

  async function ask(cellId: string, answers: Map<string, Answer>, key: string, question: Question): Promise<void> {
    try {
      const run = await orderOf(cellId);
      const found = await client().recommend({ run, ...('testCase' in question ? question : { history: Int32Array.from(question.history) }) });
      answers.set(key, { found, problem: null });
    } catch (thrown) {
      answers.set(key, { found: null, problem: toProblem(thrown) });
    }
    store.setState(({ answered }) => ({ answered: answered + 1 }));
  }

  return {
    store,
    of(cellId, result, question) {
      const answers = known.get(result) ?? new Map<string, Answer>();
      known.set(result, answers);
      const key = JSON.stringify(question);
      const answer = answers.get(key);
      if (answer) return answer;
      answers.set(key, NOTHING);
      turn = turn.then(() => ask(cellId, answers, key, question));
      return NOTHING;
    },
    async idle() {
      for (let now = turn; ; now = turn) {
        await now;
        if (now === turn) return;
      }
    },
  };
}

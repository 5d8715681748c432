/** Answers by question, kept while what they are of stands: one that has come can be drawn at once. */

/** What promises came to. */
const come = new WeakMap<Promise<unknown>, { readonly value: unknown }>();

/** Null while the answer is waited for. */
export function comeTo<T>(answer: Promise<T>): { readonly value: T } | null {
  return (come.get(answer) as { readonly value: T } | undefined) ?? null;
}

/** Asks once a question, for as long as `of` is the same object; at most `most` answers are kept, those read longest ago go first. An answer that failed is asked for again. */
export function keepAnswers(most: number) {
  /** Least recently read first. */
  const kept = new Map<string, { readonly of: unknown; readonly answer: Promise<unknown> }>();
  return function once<T>(question: string, of: unknown, ask: () => Promise<T>): Promise<T> {
    const before = kept.get(question);
    const found = before?.of === of ? before : null;
    const answer = (found?.answer as Promise<T> | undefined) ?? ask();
    kept.delete(question);
    kept.set(question, { of, answer });
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    if (!found) answer.then((value) => come.set(answer, { value }), () => kept.get(question)?.answer === answer && kept.delete(question));
    return answer;
  };
}

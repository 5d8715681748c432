/** A text field that is taken when it is left or by Enter, given back by Escape, and kept as typed while it is refused. */
import { useState } from 'react';
import type { ChangeEvent, KeyboardEvent } from 'react';

interface Typing {
  /** What stands in the field while nobody types. */
  readonly value: string;
  /** Why this text is refused; empty where it is not. */
  refusal(typed: string): string;
  take(typed: string): void;
}

/** `input`: what the field is given; `typed`: null while nobody types. */
export function useTyped({ value, refusal, take }: Typing) {
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? '' : refusal(typed);
  const commit = () => {
    if (typed === null || problem) return;
    setTyped(null);
    take(typed);
  };
  const input = {
    type: 'text', autoComplete: 'off', spellCheck: false, value: typed ?? value, 'aria-invalid': problem !== '',
    onChange: (event: ChangeEvent<HTMLInputElement>) => setTyped(event.target.value),
    onBlur: commit,
    onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Enter') commit();
      if (event.key !== 'Escape' || typed === null) return;
      // The dialog around it stays open.
      event.stopPropagation();
      event.preventDefault();
      setTyped(null);
    },
  } as const;
  return { typed, problem, input };
}

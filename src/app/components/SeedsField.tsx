/** The seeds of a run, one or several, typed as a list. */
import { useId } from 'react';
import { parseSeeds, seedsProblem } from '../notebook/seeds';
import { Tooltip } from './Tooltip';
import { useTyped } from './useTyped';

interface Props {
  readonly seeds: readonly number[];
  /** What an empty field stands for, where it may be empty. */
  readonly otherwise?: string;
  onCommit(seeds: readonly number[]): void;
}

const HELP = 'Starts every random choice of a run. The same seed on the same device gives the same codes. Each of several seeds (1, 2, 3 or 1-5) is a separate run: the first is shown, and the comparison gives the mean ± standard deviation over all of them.';

export function SeedsField({ seeds, otherwise, onCommit }: Props) {
  const id = useId();
  const empty = (typed: string) => otherwise !== undefined && typed.trim() === '';
  const { problem, input } = useTyped({
    value: seeds.join(', '),
    refusal: (typed) => (empty(typed) ? '' : seedsProblem(typed)),
    take(typed) {
      const next = empty(typed) ? [] : parseSeeds(typed);
      if (next.join() !== seeds.join()) onCommit(next);
    },
  });
  return (
    <div className="field">
      <Tooltip tip={HELP}>
        <label htmlFor={id}>Seed</label>
      </Tooltip>
      <span className="with-unit">
        <input {...input} id={id} placeholder={otherwise} aria-describedby={problem ? `${id}-problem` : `${id}-help`} />
      </span>
      <span id={`${id}-help`} className="visually-hidden">
        {HELP}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem} Still in use: {seeds.join(', ') || (otherwise ?? '')}.
        </p>
      )}
    </div>
  );
}

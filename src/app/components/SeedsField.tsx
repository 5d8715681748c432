/** The seeds of a run, one or several, typed as a list. */
import { useId, useState } from 'react';
import { parseSeeds, seedsProblem } from '../notebook/seeds';
import { Tooltip } from './Tooltip';

interface Props {
  readonly seeds: readonly number[];
  /** What an empty field stands for, where it may be empty. */
  readonly otherwise?: string;
  onCommit(seeds: readonly number[]): void;
}

const HELP = 'Starts every random choice of a run. The same seed on the same device gives the same codes. With several seeds (1, 2, 3 or 1-5) each is a run of its own: the first is shown, and all make up the mean ± standard deviation of the comparison.';

export function SeedsField({ seeds, otherwise, onCommit }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const empty = otherwise !== undefined && typed?.trim() === '';
  const problem = typed === null || empty ? '' : seedsProblem(typed);
  const commit = () => {
    if (typed === null || problem) return;
    setTyped(null);
    const next = empty ? [] : parseSeeds(typed);
    if (next.join() !== seeds.join()) onCommit(next);
  };
  return (
    <div className="field">
      <Tooltip tip={HELP}>
        <label htmlFor={id}>Seed</label>
      </Tooltip>
      <span className="with-unit">
        <input
          id={id} type="text" autoComplete="off" spellCheck={false} value={typed ?? seeds.join(', ')} placeholder={otherwise}
          aria-invalid={problem !== ''} aria-describedby={problem ? `${id}-problem` : `${id}-help`}
          onChange={(event) => setTyped(event.target.value)} onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape' && typed !== null) {
              event.stopPropagation();
              setTyped(null);
            }
          }}
        />
      </span>
      <span id={`${id}-help`} className="visually-hidden">
        {HELP}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem} Still {seeds.join(', ') || (otherwise ?? '')}.
        </p>
      )}
    </div>
  );
}

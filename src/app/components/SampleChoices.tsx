/** A row sample and the preprocessing. */
import { useId, useState } from 'react';
import type { DatasetChoices, DatasetSummary, Preprocessing } from '../../engine/records';
import { formatCount } from '../../viz/format';

interface Props {
  readonly summary: DatasetSummary;
  readonly choices: DatasetChoices;
  choose(patch: Partial<DatasetChoices>): void;
}

const PREPROCESSING: readonly [Preprocessing, string, string][] = [
  ['none', 'as they are', 'Errors are in the units of the file.'],
  ['centre', 'centred', 'The mean of the rows is subtracted.'],
  ['l2', 'L2-normalised', 'Every row is scaled to length 1: directions count, lengths do not.'],
];

export function SampleChoices({ summary, choices, choose }: Props) {
  const id = useId();
  return (
    <div className="panel-choices">
      <Count
        id={`${id}-rows`} label="Row sample" value={choices.sampleRows ?? 0} most={summary.fileRows} shown={choices.sampleRows ? String(choices.sampleRows) : ''}
        placeholder={`all ${formatCount(summary.fileRows)}`} onCommit={(rows) => choose({ sampleRows: rows >= summary.fileRows ? 0 : rows })}
      />
      <Count id={`${id}-seed`} label="Sample seed" value={choices.sampleSeed ?? 1} most={2 ** 31 - 1} shown={String(choices.sampleSeed ?? 1)} placeholder="1" disabled={!choices.sampleRows} onCommit={(seed) => choose({ sampleSeed: seed })} />
      <fieldset className="choices">
        <legend>Preprocessing</legend>
        {PREPROCESSING.map(([value, title, about]) => (
          <label key={value} title={about}>
            <input type="radio" name={`${id}-preprocessing`} checked={(choices.preprocessing ?? 'none') === value} onChange={() => choose({ preprocessing: value })} /> {title}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

interface CountProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly shown: string;
  readonly most: number;
  readonly placeholder: string;
  readonly disabled?: boolean;
  onCommit(value: number): void;
}

function Count({ id, label, value, shown, most, placeholder, disabled = false, onCommit }: CountProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null || typed.trim() === '' ? 0 : Number(typed);
  const refused = typed !== null && (!Number.isInteger(parsed) || parsed < 0 || parsed > most);
  const commit = () => {
    if (typed === null || refused) return;
    setTyped(null);
    if (parsed !== value) onCommit(parsed);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} type="text" inputMode="numeric" autoComplete="off" value={typed ?? shown} placeholder={placeholder} disabled={disabled} aria-invalid={refused}
        onChange={(event) => setTyped(event.target.value)} onBlur={commit} onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      {refused && (
        <p className="refusal" role="alert">
          {label} is “{typed}”; it must be a whole number from 0 to {formatCount(most)}.
        </p>
      )}
    </div>
  );
}

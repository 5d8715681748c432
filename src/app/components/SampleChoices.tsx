/** A row sample and the preprocessing. */
import { useId } from 'react';
import type { DatasetChoices, DatasetSummary, Preprocessing } from '../../engine/records/data';
import { formatCount } from '../../viz/format';
import { NumberField } from './NumberField';

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
      <NumberField
        label="Row sample" value={choices.sampleRows ? String(choices.sampleRows) : ''} least={0} most={summary.fileRows} whole emptyIsZero
        placeholder={`all ${formatCount(summary.fileRows)}`} onCommit={(rows) => choose({ sampleRows: rows >= summary.fileRows ? 0 : rows })}
      />
      <NumberField label="Sample seed" value={String(choices.sampleSeed ?? 1)} least={0} most={2 ** 31 - 1} whole emptyIsZero placeholder="1" disabled={!choices.sampleRows} onCommit={(seed) => choose({ sampleSeed: seed })} />
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

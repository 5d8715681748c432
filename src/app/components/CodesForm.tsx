/** How a file becomes codes: which columns hold ids and codes, whether levels share a vocabulary, how many codes a level could use. */
import { useId } from 'react';
import type { CodesChoices, CodesInspection } from '../../engine/records/codes';
import { ColumnOptions } from './ColumnOptions';
import { NumberField } from './NumberField';

const MOST_CODES = 1 << 20;

interface Props {
  readonly inspection: CodesInspection;
  readonly choices: CodesChoices;
  choose(patch: Partial<CodesChoices>): void;
}

export function CodesForm({ inspection, choices, choose }: Props) {
  const id = useId();
  const { columns, form, summary } = inspection;
  const now = { ...inspection.choices, ...choices };
  const shared = choices.offsets ?? (summary ? summary.offsets !== null : false);
  const toggle = (name: string, on: boolean) => {
    const wanted = new Set(now.columns ?? []);
    if (on) wanted.add(name);
    else wanted.delete(name);
    choose({ columns: columns.filter((each) => wanted.has(each)) });
  };
  return (
    <div className="codes-form">
      <fieldset className="log-columns">
        <legend>How it is read</legend>
        {columns.length > 1 && (
          <>
            <div className="field">
              <label htmlFor={`${id}-id`}>Ids of items</label>
              <select id={`${id}-id`} value={now.idColumn ?? ''} onChange={(event) => choose({ idColumn: event.target.value })}>
                <option value="">none: rows are numbered from 0</option>
                <ColumnOptions names={columns} />
              </select>
            </div>
            <div className="field">
              <span id={`${id}-codes`} className="label">Codes</span>
              <span className="choices" role="group" aria-labelledby={`${id}-codes`}>
                {columns.filter((name) => name !== now.idColumn).slice(0, 64).map((name) => (
                  <label key={name}>
                    <input type="checkbox" checked={now.columns?.includes(name) ?? false} onChange={(event) => toggle(name, event.target.checked)} /> {name}
                  </label>
                ))}
              </span>
            </div>
          </>
        )}
        <NumberField
          label="Codes per level" whole value={String(choices.numCodes?.[0] ?? '')} placeholder={summary ? summary.numCodes.join(', ') : 'as found'} least={0} most={MOST_CODES} emptyIsZero
          onCommit={(value) => choose({ numCodes: value > 0 ? [value] : undefined })}
        />
      </fieldset>
      {summary && summary.levels > 1 && (
        <div className="choices">
          <label>
            <input type="checkbox" checked={shared} onChange={(event) => choose({ offsets: event.target.checked })} /> all levels share one vocabulary (offsets)
          </label>
        </div>
      )}
      <p className="muted">
        {form === '' ? '' : `Codes are in ${form}. `}A file does not say how many codes a level could use. They are counted from the largest one in use, unless you say how many there are.
      </p>
    </div>
  );
}

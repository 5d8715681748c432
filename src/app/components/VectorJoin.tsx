/** Another file joined to vectors: its columns become their ids and metadata, row beside row or by a key. */
import { useId } from 'react';
import type { DatasetChoices, FileInspection } from '../../engine/records/data';
import { formatCount } from '../../viz/format';
import { ColumnSet, LabelField } from './ColumnChoices';
import { ColumnOptions } from './ColumnOptions';
import { FileButton } from './FileButton';

interface Props {
  readonly inspection: FileInspection;
  readonly joined: File | null;
  readonly choices: DatasetChoices;
  choose(patch: Partial<DatasetChoices>): void;
  join(file: File | null): void;
}

/** Values of the first choice; no column is likely to be named so. */
const ROW = '\u0000row';
const ROW_NUMBER = '\u0000number';

export function VectorJoin({ inspection, joined, choices, choose, join }: Props) {
  const id = useId();
  if (!joined) {
    return (
      <fieldset className="join-fields">
        <legend>Titles, labels and ids from another file</legend>
        <p className="join-none">
          <FileButton label="Choose a file to join" onFile={join} /> <span className="muted">For example, the titles of the items. They are joined row beside row, or by a key that both files have.</span>
        </p>
      </fieldset>
    );
  }
  const now = { ...inspection.choices, ...choices };
  const { join: seen, columns } = inspection;
  const others = seen?.columns ?? [];
  const how = now.join ? now.join : now.joinOn !== undefined ? ROW_NUMBER : ROW;
  const meet = (value: string) => choose({ join: value === ROW || value === ROW_NUMBER ? '' : value, joinOn: value === ROW_NUMBER ? (now.joinOn ?? others[0]) : value === ROW ? undefined : now.joinOn, joinColumns: undefined, joinId: undefined });
  return (
    <fieldset className="join-fields">
      <legend>Titles, labels and ids from another file</legend>
      <div className="split-line">
        <p>
          <strong>{joined.name}</strong>{' '}
          <button type="button" className="button small" onClick={() => join(null)}>
            Join none
          </button>
        </p>
        <div className="field">
          <label htmlFor={`${id}-how`}>Rows meet</label>
          <select id={`${id}-how`} value={how} onChange={(event) => meet(event.target.value)}>
            <option value={ROW}>row beside row</option>
            <option value={ROW_NUMBER}>by row number</option>
            {columns.filter(({ type }) => type !== 'list').map(({ name }) => (
              <option key={name} value={name}>
                by {name}
              </option>
            ))}
          </select>
        </div>
        {how !== ROW && (
          <div className="field">
            <label htmlFor={`${id}-on`}>in the other file’s</label>
            <select id={`${id}-on`} value={now.joinOn ?? ''} onChange={(event) => choose({ joinOn: event.target.value, joinColumns: undefined, joinId: undefined })}>
              {!others.includes(now.joinOn ?? '') && <option value={now.joinOn ?? ''}>choose a column</option>}
              <ColumnOptions names={others} />
            </select>
          </div>
        )}
        <div className="field">
          <label htmlFor={`${id}-id`}>Ids from</label>
          <select id={`${id}-id`} value={now.joinId ?? ''} onChange={(event) => choose({ joinId: event.target.value })}>
            <option value="">{now.idColumn ? `${now.idColumn}, of the vectors` : 'none: row numbers'}</option>
            <ColumnOptions names={others} />
          </select>
        </div>
        <LabelField columns={seen?.metadata ?? []} chosen={now.labelColumn} choose={choose} />
      </div>
      {others.length > 0 && <ColumnSet title="Joined columns" columns={others.filter((name) => name !== now.joinId)} chosen={now.joinColumns ?? []} onChange={(joinColumns) => choose({ joinColumns })} />}
      {seen?.alone && <p className="muted">{formatCount(seen.rows)} rows, {seen.alone.count === 0 ? 'one for each vector in use.' : `${formatCount(seen.alone.count)} vectors have none.`}</p>}
    </fieldset>
  );
}

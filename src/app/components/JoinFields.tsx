/** Another file joined to the table: its columns are added to the rows that share a value, such as a user's id. */
import { useId } from 'react';
import type { TableChoices, TableInspection } from '../../engine/records/table';
import type { TableDraft } from '../state/tableDraft';
import { ColumnOptions } from './ColumnOptions';
import { FileButton } from './FileButton';

interface Props {
  readonly inspection: TableInspection;
  readonly joined: TableDraft['joined'];
  readonly choices: TableChoices;
  choose(patch: Partial<TableChoices>): void;
  join(file: File | null): void;
}

export function JoinFields({ inspection, joined, choices, choose, join }: Props) {
  const id = useId();
  const now = { ...inspection.choices, ...choices };
  const own = inspection.columns.filter((column) => !column.joined && column.type !== 'list');
  return (
    <fieldset className="join-fields">
      <legend>Another file joined to this table</legend>
      {joined ? (
        <div className="split-line">
          <p>
            <strong>{joined.file.name}</strong>{' '}
            <button type="button" className="button small" onClick={() => join(null)}>
              Join none
            </button>
          </p>
          <div className="field">
            <label htmlFor={`${id}-join`}>Where this table’s</label>
            <select id={`${id}-join`} value={now.join ?? ''} onChange={(event) => choose({ join: event.target.value || undefined, joinOn: undefined })}>
              <option value="">choose a column</option>
              <ColumnOptions names={own.map(({ name }) => name)} />
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-on`}>is the other file’s</label>
            <select id={`${id}-on`} value={now.joinOn ?? now.join ?? ''} onChange={(event) => choose({ joinOn: event.target.value === now.join ? undefined : event.target.value || undefined })}>
              <option value="">choose a column</option>
              <ColumnOptions names={joined.columns} />
            </select>
          </div>
        </div>
      ) : (
        <p className="join-none">
          <FileButton label="Choose a file to join" onFile={join} /> <span className="muted">For example, the users of a table of views. Their columns become features of every row.</span>
        </p>
      )}
    </fieldset>
  );
}

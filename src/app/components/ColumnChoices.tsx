/** How a file becomes a matrix: which array of an .npz, which columns are the vector, the id, the metadata. */
import { useId } from 'react';
import type { DatasetChoices, FileInspection } from '../../engine/records/data';
import { formatCount } from '../../viz/format';
import { ColumnRemarks } from './ColumnRemarks';
import { RowLength } from './RowLength';

interface Props {
  readonly inspection: FileInspection;
  readonly choices: DatasetChoices;
  choose(patch: Partial<DatasetChoices>): void;
}
/** More columns than these are told by number, not listed one by one. */
const MOST_LISTED = 200;
/** Not a name that a column is likely to have. */
const AUTOMATIC = '\u0000';

export function ColumnChoices({ inspection, choices, choose }: Props) {
  const id = useId();
  const { arrays, columns } = inspection;
  const now: DatasetChoices = { ...inspection.choices, ...choices };
  const lists = columns.filter((column) => column.type === 'list');
  const numbers = columns.filter((column) => column.type === 'number');
  const rowLengths = inspection.rowLengths ?? [];
  if (arrays.length === 0 && columns.length === 0 && rowLengths.length === 0) return null;
  return (
    <div className="panel-choices">
      {arrays.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-array`}>Array</label>
          <select id={`${id}-array`} value={now.array ?? ''} onChange={(event) => choose({ array: event.target.value, rowLength: undefined })}>
            {now.array === undefined && <option value="">choose …</option>}
            {arrays.slice(0, MOST_LISTED).map((array) => (
              <option key={array.name} value={array.name} disabled={array.problem !== undefined}>
                {array.name} · {array.shape.map(formatCount).join(' × ')} · {array.dtype}
                {array.problem ? ` · ${array.problem}` : ''}
              </option>
            ))}
          </select>
        </div>
      )}
      {rowLengths.length > 0 && <RowLength lengths={rowLengths} value={now.rowLength} onChange={(rowLength) => choose({ rowLength })} />}
      {lists.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-vector`}>Vectors</label>
          <select
            id={`${id}-vector`} value={now.vectorColumn ?? ''}
            onChange={(event) => choose(event.target.value ? { vectorColumn: event.target.value, columns: undefined } : { vectorColumn: undefined, columns: numbers.map((column) => column.name) })}
          >
            {lists.map((column) => (
              <option key={column.name} value={column.name}>
                {column.name}
                {column.listLength ? ` · ${column.listLength} numbers` : ''}
              </option>
            ))}
            {numbers.length > 0 && <option value="">the numeric columns</option>}
          </select>
        </div>
      )}
      {columns.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-id`}>Id column</label>
          <select id={`${id}-id`} value={now.idColumn ?? ''} onChange={(event) => choose({ idColumn: event.target.value || undefined, ...without(now, event.target.value) })}>
            <option value="">none: row numbers</option>
            {columns.filter((column) => column.type !== 'list').slice(0, MOST_LISTED).map((column) => (
              <option key={column.name} value={column.name}>
                {column.name}
              </option>
            ))}
          </select>
        </div>
      )}
      {numbers.length > 0 && !now.vectorColumn && (
        <ColumnSet title="Vector columns" columns={numbers.map((column) => column.name)} chosen={now.columns ?? []} onChange={(next) => choose({ columns: next })} />
      )}
      {!now.vectorColumn && <ColumnRemarks inspection={inspection} chosen={now.columns ?? []} onChange={(next) => choose({ columns: next })} />}
      {columns.length > 1 && (
        <ColumnSet title="Metadata columns" columns={columns.filter((column) => column.type !== 'list' && column.name !== now.idColumn).map((column) => column.name)} chosen={now.metadataColumns ?? []} onChange={(next) => choose({ metadataColumns: next, ...(now.labelColumn && !next.includes(now.labelColumn) && { labelColumn: undefined }) })} />
      )}
      {!inspection.join && <LabelField columns={now.metadataColumns ?? []} chosen={now.labelColumn} choose={choose} />}
    </div>
  );
}

/** The labels among the metadata. */
export function LabelField({ columns, chosen, choose }: { readonly columns: readonly string[]; readonly chosen: string | undefined; choose(patch: Partial<DatasetChoices>): void }) {
  const id = useId();
  if (columns.length === 0) return null;
  return (
    <div className="field">
      <label htmlFor={`${id}-label`}>Label column</label>
      <select id={`${id}-label`} value={chosen ?? AUTOMATIC} title="Prefix purity is measured against these labels; no method sees them." onChange={(event) => choose({ labelColumn: event.target.value === AUTOMATIC ? undefined : event.target.value })}>
        <option value={AUTOMATIC}>the first whose values repeat</option>
        <option value="">none: no prefix purity</option>
        {columns.slice(0, MOST_LISTED).map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Columns of which some are chosen, folded away. */
export function ColumnSet({ title, columns, chosen, onChange }: { readonly title: string; readonly columns: readonly string[]; readonly chosen: readonly string[]; onChange(next: readonly string[]): void }) {
  const set = new Set(chosen);
  return (
    <details className="column-set">
      <summary>
        {title}: {formatCount(set.size)} of {formatCount(columns.length)}
      </summary>
      <div className="buttons">
        <button type="button" className="button small" onClick={() => onChange(columns)}>
          All
        </button>
        <button type="button" className="button small" onClick={() => onChange([])}>
          None
        </button>
      </div>
      <div className="column-list">
        {columns.slice(0, MOST_LISTED).map((column) => (
          <label key={column} className="check">
            <input type="checkbox" checked={set.has(column)} onChange={(event) => onChange(columns.filter((name) => (name === column ? event.target.checked : set.has(name))))} /> {column}
          </label>
        ))}
        {columns.length > MOST_LISTED && <p className="muted">and {formatCount(columns.length - MOST_LISTED)} more, as chosen above</p>}
      </div>
    </details>
  );
}

/** A column that becomes the id is no longer part of the vector. */
function without(now: DatasetChoices, column: string): Partial<DatasetChoices> {
  return now.columns?.includes(column) ? { columns: now.columns.filter((name) => name !== column) } : {};
}

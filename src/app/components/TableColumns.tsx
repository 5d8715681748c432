/** The columns of a table: what type each is read as, what it is used for, and what speaks against it. */
import type { FieldType, TableChoices, TableColumn, TableInspection } from '../../engine/records/table';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { USES, columnUse, withType, withUse } from '../state/columnUse';
import type { ColumnUse } from '../state/columnUse';
import { Tooltip } from './Tooltip';
import { TYPE_WORDS } from './tableWords';
import { ScrollRegion } from './ScrollRegion';

/** More columns than these are told by number, not listed one by one. */
const MOST_LISTED = 300;
/** Counting different values ends here. */
const MOST_DISTINCT = 10_000;

interface Props {
  readonly inspection: TableInspection;
  /** What the person chose; the rest is guessed. */
  readonly choices: TableChoices;
  choose(patch: Partial<TableChoices>): void;
}

export function TableColumns({ inspection, choices, choose }: Props) {
  const { columns, fileRows, target } = inspection;
  // What is missing is counted in the rows that were drawn.
  const rows = target ? target.rows + target.missing : fileRows;
  const now = { ...inspection.choices, ...choices };
  return (
    <ScrollRegion label="Columns" className="columns-scroll">
      <table className="columns">
        <thead>
          <tr>
            <th scope="col">column</th>
            <th scope="col">used as</th>
            <th scope="col">read as</th>
            <th scope="col">
              <Tooltip tip="How well this column alone orders the rows by the value: 0 not at all, 1 perfectly. Near 1, it may be the value itself in another form, which would not be known at prediction time.">
                <button type="button" className="metric-name">
                  orders the value
                </button>
              </Tooltip>
            </th>
            <th scope="col">missing</th>
            <th scope="col">different</th>
            <th scope="col" className="examples">examples</th>
          </tr>
        </thead>
        {columns.slice(0, MOST_LISTED).map((column) => (
          <ColumnRows key={column.name} column={column} rows={rows} use={columnUse(now, column.name)} setUse={(use) => choose(withUse(now, column.name, use, choices))} setType={(type) => choose(withType(now, column, type))} />
        ))}
      </table>
      {columns.length > MOST_LISTED && <p className="muted">and {formatCount(columns.length - MOST_LISTED)} more, used as guessed</p>}
    </ScrollRegion>
  );
}

interface RowProps {
  readonly column: TableColumn;
  readonly rows: number;
  readonly use: ColumnUse;
  setUse(use: ColumnUse): void;
  setType(type: FieldType): void;
}

function ColumnRows({ column, rows, use, setUse, setType }: RowProps) {
  const { name, type, joined, missing, distinct, examples, ranksTarget, warning } = column;
  return (
    <tbody className={use === 'nothing' ? 'unused' : undefined}>
      <tr>
        <th scope="row">
          {name}
          {joined && <small className="below">from the joined file</small>}
        </th>
        <td>
          {use === 'target' ? (
            <strong>value to predict</strong>
          ) : (
            <select value={use} aria-label={`Use of ${name}`} title={use === 'reference' ? 'Predictions made elsewhere: scored beside the predictors, never a feature' : undefined} onChange={(event) => setUse(event.target.value as ColumnUse)}>
              {USES.filter((option) => type === 'number' || (option.value !== 'target' && option.value !== 'reference')).map(({ value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </td>
        <td>
          <select value={type} aria-label={`Type of ${name}`} onChange={(event) => setType(event.target.value as FieldType)}>
            {(Object.keys(TYPE_WORDS) as FieldType[]).map((option) => (
              <option key={option} value={option}>
                {TYPE_WORDS[option]}
              </option>
            ))}
          </select>
        </td>
        <td className={ranksTarget > 0.95 && use === 'feature' ? 'warns' : undefined}>{use === 'target' ? '' : formatNumber(ranksTarget)}</td>
        <td>{missing === 0 ? '0' : formatShare(missing / Math.max(1, rows))}</td>
        <td>{distinct > MOST_DISTINCT ? `> ${formatCount(MOST_DISTINCT)}` : formatCount(distinct)}</td>
        <td className="examples">{examples.join(' · ')}</td>
      </tr>
      {warning && (
        <tr className="column-warning">
          <td colSpan={7}>
            <span>{warning}</span>
          </td>
        </tr>
      )}
    </tbody>
  );
}

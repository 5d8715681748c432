/** What is predicted, in which unit, and from how many rows. */
import { useId, useState } from 'react';
import type { TableChoices, TableInspection } from '../../engine/records/table';
import { formatCount } from '../../viz/format';
import { withUse } from '../state/columnUse';
import { ColumnOptions } from './ColumnOptions';
import { NumberField } from './NumberField';

interface Props {
  readonly inspection: TableInspection;
  readonly choices: TableChoices;
  choose(patch: Partial<TableChoices>): void;
}

export function TargetFields({ inspection, choices, choose }: Props) {
  const id = useId();
  const now = { ...inspection.choices, ...choices };
  const [unit, setUnit] = useState<string | null>(null);
  // A column that is no number stays in the list while it is chosen, beside the words that refuse it.
  const offered = inspection.columns.filter((column) => column.type === 'number' || column.name === now.target);
  const commitUnit = () => {
    if (unit !== null && unit.trim() !== (now.unit ?? '')) choose({ unit: unit.trim() || undefined });
    setUnit(null);
  };
  return (
    <div className="panel-choices">
      <div className="field">
        <label htmlFor={`${id}-target`}>Value to predict (target)</label>
        <select id={`${id}-target`} value={now.target ?? ''} onChange={(event) => choose(withUse(now, event.target.value, 'target', choices))}>
          {now.target === undefined && <option value="">choose a column of numbers</option>}
          <ColumnOptions names={offered.map(({ name }) => name)} />
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-unit`}>Its unit, for axes and errors</label>
        <input
          id={`${id}-unit`} type="text" autoComplete="off" spellCheck={false} placeholder="s, €, clicks; may be empty" value={unit ?? now.unit ?? ''}
          onChange={(event) => setUnit(event.target.value)} onBlur={commitUnit} onKeyDown={(event) => event.key === 'Enter' && commitUnit()}
        />
      </div>
      <NumberField
        label="Row sample" whole emptyIsZero value={now.sampleRows ? String(now.sampleRows) : ''} placeholder={`all ${formatCount(inspection.fileRows)}`} least={0} most={Math.max(1, inspection.fileRows)}
        onCommit={(rows) => choose({ sampleRows: rows === 0 || rows >= inspection.fileRows ? undefined : rows })}
      />
    </div>
  );
}

/** How the rows are parted into those to train on, those to choose by and those to test on. */
import { useId } from 'react';
import type { SplitChoices, TableChoices, TableInspection } from '../../engine/records/table';
import { formatCount } from '../../viz/format';
import { ColumnOptions } from './ColumnOptions';
import { NumberField } from './NumberField';
import { splitOf } from './tableWords';

interface Props {
  readonly inspection: TableInspection;
  readonly choices: TableChoices;
  choose(patch: Partial<TableChoices>): void;
}

const WAYS: readonly { readonly value: SplitChoices['how']; readonly title: string; readonly about: string }[] = [
  { value: 'random', title: 'at random', about: 'Row by row. Fair if rows are independent of each other.' },
  { value: 'group', title: 'by group', about: 'Rows that share a value of a column, such as a user, stay together. This tests how well new users are predicted.' },
  { value: 'time', title: 'by time', about: 'The latest rows are the test part. This tests how well the future is predicted from the past.' },
];

export function SplitFields({ inspection, choices, choose }: Props) {
  const id = useId();
  const split = splitOf({ ...inspection.choices, ...choices });
  const set = (patch: Partial<SplitChoices>) => choose({ split: { ...split, ...patch } });
  const fits = inspection.columns.filter((column) => column.type !== 'list');
  const percent = (share: number) => String(Number((share * 100).toPrecision(4)));
  return (
    <fieldset className="split-fields">
      <legend>Parts</legend>
      <div className="split-line">
        <div className="choices">
          {WAYS.map(({ value, title, about }) => (
            <label key={value} title={about}>
              <input type="radio" name={`${id}-how`} checked={split.how === value} onChange={() => set({ how: value, ...(value === 'random' && { column: undefined }) })} /> {title}
            </label>
          ))}
        </div>
        {split.how !== 'random' && (
          <div className="field">
            <label htmlFor={`${id}-column`}>{split.how === 'group' ? 'Together by' : 'In the order of'}</label>
            <select id={`${id}-column`} value={split.column ?? ''} onChange={(event) => set({ column: event.target.value || undefined })}>
              <option value="">choose a column</option>
              <ColumnOptions names={fits.map(({ name }) => name)} />
            </select>
          </div>
        )}
        <NumberField label="To choose by (validation)" unit="%" value={percent(split.validation)} least={1} most={90} onCommit={(value) => set({ validation: value / 100 })} />
        <NumberField label="To test on" unit="%" value={percent(split.test)} least={1} most={90} onCommit={(value) => set({ test: value / 100 })} />
        <NumberField label="Seed" whole value={String(split.seed)} least={0} most={2 ** 31 - 1} onCommit={(seed) => set({ seed })} />
      </div>
      <p className="muted">
        {WAYS.find(({ value }) => value === split.how)!.about}
        {inspection.splits && ` ${formatCount(inspection.splits.train)} rows to train on, ${formatCount(inspection.splits.validation)} to choose settings and the best epoch, ${formatCount(inspection.splits.test)} used once for the final test.`}
      </p>
    </fieldset>
  );
}

/** How a log is read: which column is what and why, when labels are known, which rows count, how events are parted. */
import { useId } from 'react';
import type { LogChoices, LogColumn, LogInspection, LogRole, LogSplit } from '../../engine/records/log';
import { formatCount } from '../../viz/format';
import { LOG_USES, logUse, withLogUse } from '../state/logUse';
import type { LogUse } from '../state/logUse';
import { ColumnOptions } from './ColumnOptions';
import { NumberField } from './NumberField';
import { ScrollRegion } from './ScrollRegion';

const ROLES: readonly { readonly role: LogRole; readonly title: string }[] = [
  { role: 'user', title: 'User' }, { role: 'item', title: 'Item' }, { role: 'time', title: 'Time' }, { role: 'label', title: 'Label, 0 or 1' }, { role: 'session', title: 'Session or request' },
];
const MOST_LISTED = 300;
const HOUR = 3600;
const DEFAULT_SPLIT: LogSplit = { of: 'events', source: 0.5, validation: 0.1, validationBy: 'before', test: 0.1, seed: 1 };

interface Props {
  readonly inspection: LogInspection;
  readonly choices: LogChoices;
  choose(patch: Partial<LogChoices>): void;
}

export function LogForm({ inspection, choices, choose }: Props) {
  const id = useId();
  const now = { ...inspection.choices, ...choices };
  const plain = inspection.columns.filter(({ type }) => type !== 'list').map(({ name }) => name);
  const taken = new Set(ROLES.map(({ role }) => now[role]));
  const others = inspection.columns.filter(({ name }) => !taken.has(name));
  return (
    <>
      <fieldset className="log-columns">
        <legend>Columns</legend>
        {ROLES.map(({ role, title }) => (
          <div key={role} className="field">
            <label htmlFor={`${id}-${role}`}>{title}</label>
            <select id={`${id}-${role}`} value={now[role] ?? ''} onChange={(event) => choose({ [role]: event.target.value, ...(role === 'time' && { timeUnit: undefined }) })}>
              <option value="">none</option>
              <ColumnOptions names={plain} />
            </select>
            <span className="muted">{inspection.reasons.find((each) => each.role === role)?.reason}</span>
          </div>
        ))}
        <div className="field">
          <label htmlFor={`${id}-ready`}>Label is known</label>
          <select id={`${id}-ready`} value={now.ready ?? ''} onChange={(event) => choose({ ready: event.target.value, ...(event.target.value !== '' && { delay: undefined }) })}>
            <option value="">at the event, or later by:</option>
            <ColumnOptions names={plain} />
          </select>
          {!now.ready && <NumberField label="Delay" unit="h" value={String((now.delay ?? 0) / HOUR)} least={0} most={24 * 365} onCommit={(hours) => choose({ delay: hours * HOUR })} />}
        </div>
        <div className="field">
          <label className="check" title="Histories, codes and vectors are joined by the item in any case.">
            <input type="checkbox" checked={now.itemId !== false} onChange={(event) => choose({ itemId: event.target.checked })} /> the item’s id is a field of predictors
          </label>
        </div>
        <OnlyFields columns={inspection.columns} only={now.only ?? {}} choose={(only) => choose({ only })} />
      </fieldset>
      {others.length > 0 && <OtherColumns columns={others} choices={now} choose={choose} />}
      <PartsFields split={{ ...DEFAULT_SPLIT, ...now.split }} choose={(split) => choose({ split })} />
    </>
  );
}

/** Of a column that plays no role: whether it is a field of the event, a label known later, a prediction made elsewhere, or nothing. */
function OtherColumns({ columns, choices, choose }: { readonly columns: readonly LogColumn[]; readonly choices: LogChoices; choose(patch: Partial<LogChoices>): void }) {
  return (
    <ScrollRegion label="Further columns" className="columns-scroll">
      <table className="columns">
        <thead>
          <tr>
            <th scope="col">further column</th>
            <th scope="col">used as</th>
            <th scope="col">missing</th>
            <th scope="col">different</th>
            <th scope="col" className="examples">examples</th>
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, MOST_LISTED).map(({ name, missing, distinct, examples }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <select aria-label={`Use of ${name}`} value={logUse(choices, name)} onChange={(event) => choose(withLogUse(choices, name, event.target.value as LogUse))}>
                  {LOG_USES.map(({ value, title }) => (
                    <option key={value} value={value}>
                      {title}
                    </option>
                  ))}
                </select>
              </td>
              <td>{missing === 0 ? '' : formatCount(missing)}</td>
              <td>{distinct > 10_000 ? 'over 10 000' : formatCount(distinct)}</td>
              <td className="examples">{examples.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > MOST_LISTED && <p className="muted">and {formatCount(columns.length - MOST_LISTED)} more, used as guessed</p>}
    </ScrollRegion>
  );
}

/** Only events with one value of a column. */
function OnlyFields({ columns, only, choose }: { readonly columns: readonly LogColumn[]; readonly only: Readonly<Record<string, string>>; choose(only: Record<string, string>): void }) {
  const id = useId();
  const [column = '', value = ''] = Object.entries(only)[0] ?? [];
  const few = columns.filter(({ type, distinct, examples }) => type !== 'list' && distinct >= 2 && distinct <= examples.length);
  const values = columns.find(({ name }) => name === column)?.examples ?? [];
  return (
    <div className="field">
      <label htmlFor={`${id}-only`}>Rows used</label>
      <select id={`${id}-only`} value={column} onChange={(event) => choose(event.target.value === '' ? {} : { [event.target.value]: columns.find(({ name }) => name === event.target.value)?.examples[0] ?? '' })}>
        <option value="">all</option>
        {few.map(({ name }) => (
          <option key={name} value={name}>
            only where {name} is
          </option>
        ))}
      </select>
      {column !== '' && (
        <select aria-label={`Value of ${column}`} value={value} onChange={(event) => choose({ [column]: event.target.value })}>
          {[...new Set([...values, value])].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function PartsFields({ split, choose }: { readonly split: LogSplit; choose(split: LogSplit): void }) {
  const id = useId();
  const percent = (share: number) => String(Number((share * 100).toPrecision(4)));
  return (
    <fieldset className="split-fields">
      <legend>Parts, by time</legend>
      <div className="split-line">
        <div className="choices">
          {([['events', 'shares of the events'], ['time', 'shares of the time span']] as const).map(([value, title]) => (
            <label key={value}>
              <input type="radio" name={`${id}-of`} checked={split.of === value} onChange={() => choose({ ...split, of: value })} /> {title}
            </label>
          ))}
        </div>
        <NumberField label="To choose by (validation)" unit="%" value={percent(split.validation)} least={1} most={80} onCommit={(value) => choose({ ...split, validation: value / 100 })} />
        <NumberField label="To test on, the latest" unit="%" value={percent(split.test)} least={1} most={80} onCommit={(value) => choose({ ...split, test: value / 100 })} />
        <NumberField label="For models of instances, the earliest" unit="%" value={percent(split.source)} least={1} most={99} onCommit={(value) => choose({ ...split, source: value / 100 })} />
        <div className="choices">
          {([['before', 'validation right before the test part'], ['users', 'validation by users']] as const).map(([value, title]) => (
            <label key={value}>
              <input type="radio" name={`${id}-by`} checked={split.validationBy === value} onChange={() => choose({ ...split, validationBy: value })} /> {title}
            </label>
          ))}
        </div>
      </div>
      <p className="muted">The latest events are the test part, so nothing is learned from what comes later. Models of instances see the earliest events alone.</p>
    </fieldset>
  );
}

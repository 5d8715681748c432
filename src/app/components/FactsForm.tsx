/** A file read as a log or as sequences: what was found, which column is what and why. No cell takes it yet, and it says so. */
import { useId } from 'react';
import type { LogChoices, LogInspection, LogRole } from '../../engine/records/log';
import type { SequenceInspection } from '../../engine/records/sequences';
import type { FactsDraft } from '../state/factsDraft';
import { ColumnOptions } from './ColumnOptions';
import { CountsFigure } from './CountsFigure';
import { FactList } from './FactList';
import { RowsPreview } from './RowsPreview';
import { WarningList } from './WarningList';
import { useApp } from './context';
import { logFacts, sequenceFacts } from './factsWords';

const ROLES: readonly { readonly role: LogRole; readonly title: string }[] = [
  { role: 'user', title: 'User' }, { role: 'item', title: 'Item' }, { role: 'time', title: 'Time' }, { role: 'label', title: 'Label' }, { role: 'session', title: 'Session or request' },
];

export function FactsForm({ draft }: { readonly draft: FactsDraft }) {
  const { factsDraft: actions } = useApp();
  const { inspection, choices, problem } = draft;
  const log = choices.kind === 'log' && inspection ? (inspection as LogInspection) : null;
  const sequences = choices.kind === 'sequences' && inspection ? (inspection as SequenceInspection) : null;
  const facts = log?.summary ? logFacts(log.summary) : sequences?.summary ? sequenceFacts(sequences.summary) : null;
  const spread = log?.summary?.eventsPerUser ?? sequences?.summary?.lengths;
  return (
    <>
      <p className="not-yet">
        {choices.kind === 'log' ? 'Read as a log, the file holds the following.' : 'Read as sequences, the file holds the following.'} No notebook cell uses {choices.kind === 'log' ? 'logs' : 'sequences'} yet; cells that predict clicks and next items will come later.
      </p>
      {facts && spread ? (
        <div className="panel-facts">
          <FactList facts={facts} />
          <CountsFigure title={log ? 'Events a user' : 'Items a sequence'} spread={spread} />
        </div>
      ) : (
        !problem && <p className="muted reserve">Looking into the file …</p>
      )}
      <WarningList warnings={inspection?.warnings} />
      {log && log.columns.length > 0 && <LogColumns inspection={log} choices={choices.log ?? {}} choose={(patch) => void actions.chooseLog(patch)} />}
      {sequences && sequences.formReason !== '' && <SequenceWords inspection={sequences} />}
      {inspection && inspection.preview.rows.length > 0 && <RowsPreview preview={inspection.preview} />}
    </>
  );
}

function LogColumns({ inspection, choices, choose }: { readonly inspection: LogInspection; readonly choices: LogChoices; choose(patch: Partial<LogChoices>): void }) {
  const id = useId();
  const now = { ...inspection.choices, ...choices };
  return (
    <fieldset className="log-columns">
      <legend>Columns</legend>
      {ROLES.map(({ role, title }) => (
        <div key={role} className="field">
          <label htmlFor={`${id}-${role}`}>{title}</label>
          <select id={`${id}-${role}`} value={now[role] ?? ''} onChange={(event) => choose({ [role]: event.target.value, ...(role === 'time' && { timeUnit: undefined }) })}>
            <option value="">none</option>
            <ColumnOptions names={inspection.columns.filter(({ type }) => type !== 'list').map(({ name }) => name)} />
          </select>
          <span className="muted">{inspection.reasons.find((each) => each.role === role)?.reason}</span>
        </div>
      ))}
    </fieldset>
  );
}

function SequenceWords({ inspection }: { readonly inspection: SequenceInspection }) {
  const found = inspection.reasons.filter(({ column }) => column !== '');
  const names = { history: 'Items', user: 'User', target: 'Next item', titles: 'Titles', targetTitle: 'Title of the next item' };
  return (
    <div className="sequence-words">
      <p className="muted">Reason for this reading: {inspection.formReason}.</p>
      {found.length > 0 && (
        <ul className="muted">
          {found.map(({ role, column, reason }) => (
            <li key={role}>
              {names[role]}: <strong>{column}</strong>, {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

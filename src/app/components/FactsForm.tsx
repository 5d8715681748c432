/** A file read as a log, as codes or as sequences: what was found, which column is what and why. */
import type { CodesInspection } from '../../engine/records/codes';
import type { LogInspection } from '../../engine/records/log';
import type { SequenceInspection } from '../../engine/records/sequences';
import type { FactsDraft } from '../state/factsDraft';
import { CodesForm } from './CodesForm';
import { CountsFigure } from './CountsFigure';
import { FactList } from './FactList';
import { LogForm } from './LogForm';
import { RowsPreview } from './RowsPreview';
import { WarningList } from './WarningList';
import { useApp } from './context';
import { codesFacts, logFacts, sequenceFacts } from './factsWords';

export function FactsForm({ draft }: { readonly draft: FactsDraft }) {
  const { factsDraft: actions } = useApp();
  const { inspection, choices, problem } = draft;
  const log = choices.kind === 'log' && inspection ? (inspection as LogInspection) : null;
  const sequences = choices.kind === 'sequences' && inspection ? (inspection as SequenceInspection) : null;
  const codes = choices.kind === 'codes' && inspection ? (inspection as CodesInspection) : null;
  const facts = codes?.summary ? codesFacts(codes.summary) : log?.summary ? logFacts(log.summary) : sequences?.summary ? sequenceFacts(sequences.summary) : null;
  const spread = log?.summary?.eventsPerUser ?? sequences?.summary?.lengths;
  return (
    <>
      {facts ? (
        <div className={spread ? 'panel-facts' : 'panel-facts plain'}>
          <FactList facts={facts} />
          {spread && <CountsFigure title={log ? 'Events a user' : 'Items a sequence'} spread={spread} />}
        </div>
      ) : (
        !problem && <p className="muted reserve">Looking into the file …</p>
      )}
      <WarningList warnings={inspection?.warnings} />
      {log && log.columns.length > 0 && <LogForm inspection={log} choices={choices.log ?? {}} choose={(patch) => void actions.chooseLog(patch)} />}
      {codes && codes.columns.length > 0 && <CodesForm inspection={codes} choices={choices.codes ?? {}} choose={(patch) => void actions.chooseCodes(patch)} />}
      {sequences && sequences.formReason !== '' && <SequenceWords inspection={sequences} />}
      {inspection && inspection.preview.rows.length > 0 && <RowsPreview preview={inspection.preview} />}
    </>
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

/** One quantizer or predictor: how it stands, its settings in a line, its curve, its buttons; the form and the notes unfold below. */
import type { ReactNode } from 'react';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import type { Command } from '../components/Menu';
import { ProblemBox } from '../components/ProblemBox';
import { StatusMark } from '../components/StatusMark';
import { useApp, useUi } from '../components/context';
import type { CellRun } from '../runs/cellRun';
import { toggleForm } from '../state/uiStore';
import { FindingList } from './FindingList';
import { findingsOfRun } from './findings';
import { isBusy, notesOf, statusLine } from './summary';

interface Props {
  readonly cell: { readonly id: string; readonly name: string; readonly spec: { readonly kind: string } };
  readonly run: CellRun | undefined;
  readonly stale: boolean;
  /** Settings in a line; a click unfolds `form`. */
  readonly settings: string;
  readonly spark: ReactNode;
  /** The second line of the status. */
  readonly phase: string;
  readonly commands: readonly (readonly Command[])[];
  /** A way to go on, in place of asking for a run. */
  readonly offer?: ReactNode;
  readonly form: ReactNode;
}

export function MethodRow({ cell, run, stale, settings, spark, phase, commands, offer, form }: Props) {
  const { session, ui } = useApp();
  const open = useUi((state) => state.forms.includes(cell.id));
  const status = run?.status ?? 'idle';
  const busy = isBusy(run);
  const result = run?.result;
  const { step = 0, steps = 0 } = run?.progress ?? {};
  const findings = stale ? [] : findingsOfRun(run);
  const notes = notesOf(run, stale);
  const needsRun = !offer && (status === 'interrupted' || status === 'idle' || status === 'failed' || stale);
  return (
    <article className={`row hue-${cell.spec.kind} ${status}`} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-label={cell.name}>
      <div className="row-line">
        <span className="row-tag" aria-hidden="true" />
        <span className="row-name">
          <StatusMark status={stale ? 'stale' : status} />
          <strong>{cell.name}</strong>
        </span>
        <button type="button" className="row-settings" aria-expanded={open} onClick={() => toggleForm(ui, cell.id)}>
          <span>{settings}</span>
          <Icon name="chevron" size={12} />
        </button>
        <span className="row-spark">{spark}</span>
        <span className="row-status">
          <span className="row-words">{statusLine(run, stale)}</span>
          <span className="row-phase muted">{phase}</span>
        </span>
        <span className="row-buttons">
          <button
            type="button" className={needsRun && !busy ? 'button icon-only asks' : 'button quiet icon-only'} disabled={busy} title={result ? 'Run again, same seed' : 'Run'}
            aria-label={`${result ? 'Run again' : 'Run'}: ${cell.name}`} onClick={() => session.queue.run([cell.id], true)}
          >
            <Icon name={result || status === 'interrupted' ? 'again' : 'run'} />
          </button>
          <Menu label={`More for ${cell.name}`} className="button quiet icon-only" commands={commands} button={<Icon name="menu" />} />
        </span>
      </div>
      <div className="row-progress" aria-hidden="true">
        {(status === 'running' || status === 'paused') && <span style={{ transform: `scaleX(${steps > 0 ? Math.min(1, step / steps) : 0})` }} />}
      </div>
      <FindingList findings={findings} />
      {run?.problem && <ProblemBox problem={run.problem} />}
      {offer}
      {open && form}
      {notes.length > 0 && open && (
        <ul className="notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

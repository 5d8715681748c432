/** One quantizer: how it stands, its settings in a line, its curve, its buttons; the form and the notes unfold below. */
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { ParamForm } from '../components/ParamForm';
import { ProblemBox } from '../components/ProblemBox';
import { StatusMark } from '../components/StatusMark';
import { useApp, useNotebook, useUi } from '../components/context';
import { fairTermsOf } from '../notebook/fair';
import type { QuantizerCell } from '../notebook/spec';
import { toggleForm } from '../state/uiStore';
import { Sparkline } from './Sparkline';
import { quantizerCommands } from './quantizerCommands';
import { phaseLine, settingsLine, statusLine } from './summary';
import { takeOffer } from './resume';
import { useResumeOffers, useRun, useStale } from './useRunOf';

export function QuantizerRow({ cell }: { readonly cell: QuantizerCell }) {
  const { session, ui } = useApp();
  const run = useRun(cell.id);
  const stale = useStale(cell.id);
  const open = useUi((state) => state.forms.includes(cell.id));
  const entry = useStore(session.engine, (state) => state.catalog?.quantizers.find((candidate) => candidate.kind === cell.spec.kind));
  const terms = useNotebook((state) => fairTermsOf(state.notebook, cell.id));
  const status = run?.status ?? 'idle';
  const busy = status === 'running' || status === 'paused' || status === 'waiting';
  const { step = 0, steps = 0 } = run?.progress ?? {};
  const notes = run?.result?.notes ?? [];
  const { main, all, others } = useResumeOffers(cell.id);
  const needsRun = !main && (status === 'interrupted' || status === 'idle' || status === 'failed' || stale);

  return (
    <article className={`row hue-${cell.spec.kind} ${status}`} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-label={cell.name}>
      <div className="row-line">
        <span className="row-tag" aria-hidden="true" />
        <span className="row-name">
          <StatusMark status={stale ? 'stale' : status} />
          <strong>{cell.name}</strong>
        </span>
        <button type="button" className="row-settings" aria-expanded={open} onClick={() => toggleForm(ui, cell.id)}>
          <span>{settingsLine(cell, entry, terms)}</span>
          <Icon name="chevron" size={12} />
        </button>
        <span className="row-spark">
          <Sparkline cell={cell} run={run} />
        </span>
        <span className="row-status">
          <span className="row-words">{statusLine(run, stale)}</span>
          <span className="row-phase muted">{phaseLine(run)}</span>
        </span>
        <span className="row-buttons">
          <button
            type="button" className={needsRun && !busy ? 'button icon-only asks' : 'button quiet icon-only'} disabled={busy} title={run?.result ? 'Run again, same seed' : 'Run'}
            aria-label={`${run?.result ? 'Run again' : 'Run'}: ${cell.name}`} onClick={() => session.queue.run([cell.id], true)}
          >
            <Icon name={run?.result || status === 'interrupted' ? 'again' : 'run'} />
          </button>
          <Menu label={`More for ${cell.name}`} className="button quiet icon-only" commands={quantizerCommands(session, cell, run, busy, all)} button={<Icon name="menu" />} />
        </span>
      </div>
      <div className="row-progress" aria-hidden="true">
        {(status === 'running' || status === 'paused') && <span style={{ transform: `scaleX(${steps > 0 ? Math.min(1, step / steps) : 0})` }} />}
      </div>
      {run?.problem && <ProblemBox problem={run.problem} />}
      {main && (
        <p className="row-offer">
          <button type="button" className="button main" onClick={() => takeOffer(session, cell, main)}>
            <Icon name="run" size={13} /> {main.title}
          </button>
          <span className="muted">{others ? 'Other states are in the menu. ' : ''}Run again starts anew.</span>
        </p>
      )}
      {open && entry && <ParamForm cell={cell} entry={entry} />}
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

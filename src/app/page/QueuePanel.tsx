/** What is running and what waits: how far, in which order; to be reordered, paused and cancelled by buttons or keys. */
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { share } from '../cells/summary';
import { jobOf } from '../notebook/jobs';
import { shortcut } from '../shortcuts';
import { Icon } from '../components/Icon';
import { useApp, useNotebook, useRuns } from '../components/context';

/** More than these are counted, not listed. */
const MOST_LISTED = 60;

export function QueuePanel() {
  const { session } = useApp();
  const queue = useRuns((state) => state.queue);
  const paused = useRuns((state) => state.paused);
  const notebook = useNotebook((state) => state.notebook);
  const titles = useMemo(() => new Map(queue.slice(0, MOST_LISTED).map((id) => [id, jobOf(notebook, id)?.title ?? 'no longer in the notebook'])), [queue, notebook]);
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const { queue: actions } = session;
  const nameOf = (id: string) => titles.get(id) ?? id;

  const focusOn = (index: number) => {
    // The list is drawn anew first.
    requestAnimationFrame(() => {
      const rows = list.current?.querySelectorAll<HTMLElement>('li') ?? [];
      rows[Math.max(0, Math.min(rows.length - 1, index))]?.focus();
    });
  };
  const move = (id: string, by: number) => {
    actions.move(id, by);
    const at = session.runs.getState().queue.indexOf(id);
    setSaid(`${nameOf(id)} is number ${at + 1} of ${queue.length}.`);
    focusOn(at);
  };
  const cancel = (id: string, index: number) => {
    actions.cancel(id);
    setSaid(index === 0 ? `${nameOf(id)} ends now.` : `${nameOf(id)} is cancelled.`);
    focusOn(index);
  };
  const press = (event: KeyboardEvent, id: string, index: number) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && event.altKey) move(id, step);
    else if (step !== undefined) focusOn(index + step);
    else if (event.key === 'Delete' || event.key === 'Backspace') cancel(id, index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (queue.length === 0) return <p className="queue-panel muted">Nothing is running or waiting.</p>;
  return (
    <div className="queue-panel">
      <p className="queue-head">
        <strong>{queue.length === 1 ? 'One run' : `${queue.length} runs`}</strong>
        <button type="button" className="button small" onClick={() => (paused ? actions.resume() : actions.pause())}>
          {paused ? 'Resume' : 'Pause'}
        </button>
        <button type="button" className="button small" onClick={() => actions.stop()}>
          Cancel all
        </button>
      </p>
      <ol ref={list} className="queue-list" aria-label="Queue">
        {queue.slice(0, MOST_LISTED).map((id, index) => (
          <li key={id} tabIndex={0} aria-label={`${nameOf(id)}, ${index === 0 ? (paused ? 'paused' : 'running') : `waiting, number ${index + 1}`}`} onKeyDown={(event) => press(event, id, index)}>
            <span className="queue-name">{nameOf(id)}</span>
            {index === 0 ? (
              <QueueProgress id={id} />
            ) : (
              <>
                <button type="button" className="button quiet icon-only small" disabled={index === 1} aria-label={`Earlier: ${nameOf(id)}`} title={`Earlier (${shortcut('Alt-↑')})`} onClick={() => move(id, -1)}>
                  <Icon name="up" size={13} />
                </button>
                <button type="button" className="button quiet icon-only small" disabled={index === queue.length - 1} aria-label={`Later: ${nameOf(id)}`} title={`Later (${shortcut('Alt-↓')})`} onClick={() => move(id, 1)}>
                  <Icon name="chevron" size={13} />
                </button>
              </>
            )}
            <button type="button" className="button quiet icon-only small" aria-label={`Cancel: ${nameOf(id)}`} title={index === 0 ? 'End it now and keep its result as it is (Delete)' : 'Remove it from the queue (Delete)'} onClick={() => cancel(id, index)}>
              <Icon name="close" size={13} />
            </button>
          </li>
        ))}
      </ol>
      {queue.length > MOST_LISTED && <p className="muted">and {queue.length - MOST_LISTED} more</p>}
      <p className="muted queue-keys">{shortcut('Alt-↑')} and {shortcut('Alt-↓')} move a run; Delete removes it.</p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

function QueueProgress({ id }: { readonly id: string }) {
  const progress = useRuns((state) => state.runs[id]?.progress ?? null);
  const paused = useRuns((state) => state.paused);
  return <span className="muted">{[paused ? 'paused' : 'running', ...(progress ? [share(progress.step, progress.steps)] : [])].join(' · ')}</span>;
}

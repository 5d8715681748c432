/** The bar at the top: the notebook's name and whether it is saved, the run controls, what runs it, and the menus. */
import { useStore } from 'zustand';
import type { SaveState } from '../state/autosave';
import { renameNotebook } from '../state/notebookStore';
import { Icon } from '../components/Icon';
import { MainMenu } from '../components/MainMenu';
import { RunControls } from './RunControls';
import { StatusChip } from '../components/StatusChip';
import { shortcut } from '../shortcuts';
import { ThemeButton } from '../components/ThemeButton';
import { useApp, useNotebook, useRuns } from '../components/context';

const SAVED_WORDS: Readonly<Record<SaveState['status'], string>> = { saved: 'saved', saving: 'saving', failed: 'not saved', off: 'not saved', elsewhere: 'not saved here' };

export function Header() {
  const { session, ui } = useApp();
  const name = useNotebook((state) => state.notebook.name);
  const save = useStore(session.save.state);
  return (
    <header className="header">
      <button type="button" className="button quiet icon-only outline-toggle" aria-label="Outline" onClick={() => ui.setState((state) => ({ outlineOpen: !state.outlineOpen }))}>
        <Icon name="outline" />
      </button>
      <h1 className="brand">
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <rect x="1" y="2" width="18" height="4" rx="1.5" fill="currentColor" />
          <rect x="1" y="8" width="11" height="4" rx="1.5" fill="currentColor" opacity="0.65" />
          <rect x="1" y="14" width="6" height="4" rx="1.5" fill="currentColor" opacity="0.38" />
        </svg>
        <span className="brand-name">Residua</span>
      </h1>
      <span className="doc">
        <input
          key={name} className="doc-name" defaultValue={name} aria-label="Name of the notebook" size={Math.max(8, Math.min(32, name.length))} spellCheck={false}
          readOnly={save.status === 'elsewhere'}
          onBlur={(event) => renameNotebook(session.notebook, event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        <span className={`saved ${save.status}`} title={save.message || 'Kept in this browser, on this machine.'}>
          {SAVED_WORDS[save.status]}
        </span>
      </span>
      <RunControls />
      <span className="header-end">
        <button type="button" className="button quiet icon-only find-button" aria-label="Find an item" title={`Find an item (${shortcut('Mod-K')})`} onClick={() => ui.setState({ finderOpen: true })}>
          <Icon name="find" />
        </button>
        <StatusChip />
        <ThemeButton />
        <button type="button" className="button quiet icon-only keys-button" aria-label="Keys" title="Keys (?)" onClick={() => ui.setState({ keysOpen: true })}>
          ?
        </button>
        <MainMenu />
      </span>
      <QueueBar />
    </header>
  );
}

/** How far the queue is, as a line under the header. */
function QueueBar() {
  const done = useRuns((state) => {
    if (state.queue.length === 0) return null;
    const progress = state.runs[state.queue[0]!]?.progress;
    const current = progress && progress.steps > 0 ? Math.min(1, progress.step / progress.steps) : 0;
    const all = Math.max(state.queued, state.queue.length);
    return Math.round(((all - state.queue.length + current) / all) * 200) / 200;
  });
  return <div className="queue-bar">{done !== null && <span style={{ transform: `scaleX(${done})` }} />}</div>;
}

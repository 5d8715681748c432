/** Every notebook kept in this browser: open, rename, duplicate, save as a file, delete and bring back. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { download } from '../output/files';
import { DELETED_STAYS } from '../state/keeping';
import type { ListedNotebook } from '../state/keeping';
import { Dialog } from './Dialog';
import { useApp, useUi } from './context';
import { useAct } from './useAct';

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const MINUTE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function NotebooksDialog() {
  const open = useUi((state) => state.notebooksOpen);
  return open ? <Notebooks /> : null;
}

function Notebooks() {
  const { session, ui } = useApp();
  const { keeping } = session;
  const act = useAct();
  const list = useStore(keeping.store, (state) => state.list);
  const [said, setSaid] = useState('');
  const close = () => ui.setState({ notebooksOpen: false });
  useEffect(() => {
    act(async () => {
      await session.save.flush();
      await keeping.refresh();
    });
  }, [act, keeping, session]);
  const kept = list.filter(({ deleted }) => deleted === null);
  const deleted = list.filter((entry) => entry.deleted !== null);
  return (
    <Dialog title="Notebooks" subtitle="Kept in this browser, on this machine. Opening one leaves the others as they are." wide onClose={close}>
      <div className="panel">
        {kept.length === 0 && <p className="muted">No notebook is kept yet.</p>}
        <ul className="notebook-list" aria-label="Notebooks">
          {kept.map((entry) => (
            <NotebookRow key={entry.id} entry={entry} onOpened={close} onDeleted={() => setSaid(`“${entry.name}” is deleted. It can be brought back below.`)} />
          ))}
        </ul>
        {deleted.length > 0 && (
          <section aria-label="Deleted notebooks">
            <h3 className="notebook-title">Deleted</h3>
            <ul className="notebook-list">
              {deleted.map((entry) => (
                <li key={entry.id}>
                  <span className="notebook-name">{entry.name}</span>
                  <span className="notebook-facts">Stays until {DAY.format(entry.deleted! + DELETED_STAYS)}, or until its space is needed</span>
                  <span className="notebook-buttons">
                    <button type="button" className="button small" aria-label={`Bring back: ${entry.name}`} onClick={() => act(() => keeping.bringBack(entry.id))}>
                      Bring back
                    </button>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </Dialog>
  );
}

function NotebookRow({ entry, onOpened, onDeleted }: { readonly entry: ListedNotebook; onOpened(): void; onDeleted(): void }) {
  const { session } = useApp();
  const { keeping } = session;
  const act = useAct();
  const here = useStore(keeping.store, (state) => state.id === entry.id);
  const [naming, setNaming] = useState(false);
  const renamed = useRef<HTMLButtonElement>(null);
  const { id, name, problem } = entry;
  const endNaming = (next: string | null) => {
    if (!naming) return;
    setNaming(false);
    if (next !== null && next.trim() && next !== name) act(() => keeping.rename(id, next));
    requestAnimationFrame(() => renamed.current?.focus());
  };
  const facts = problem
    ? [`Cannot be opened: ${problem}`]
    : [entry.cells === 1 ? '1 cell' : `${entry.cells} cells`, ...entry.files, `changed ${MINUTE.format(entry.changed)}`];
  return (
    <li aria-current={here || undefined}>
      {naming ? (
        <input
          className="notebook-input" defaultValue={name} aria-label={`New name of ${name}`} autoFocus onFocus={(event) => event.target.select()}
          onBlur={(event) => endNaming(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') endNaming(event.currentTarget.value);
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            endNaming(null);
          }}
        />
      ) : (
        <span className="notebook-name">
          {here || problem ? (
            name
          ) : (
            <a
              href={`?kept=${id}`}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                act(async () => {
                  await keeping.open(id);
                  onOpened();
                });
              }}
            >
              {name}
            </a>
          )}
          {here && <span className="notebook-here">open</span>}
        </span>
      )}
      <span className={problem ? 'notebook-facts refusal' : 'notebook-facts'}>{facts.join(' · ')}</span>
      <span className="notebook-buttons">
        {!problem && (
          <>
            <button ref={renamed} type="button" className="button quiet small" aria-label={`Rename: ${name}`} onClick={() => setNaming(true)}>
              Rename
            </button>
            <button type="button" className="button quiet small" aria-label={`Duplicate: ${name}`} onClick={() => act(() => keeping.duplicate(id))}>
              Duplicate
            </button>
          </>
        )}
        <button
          type="button" className="button quiet small" aria-label={`Download: ${name}`}
          onClick={() => act(async () => {
            const file = await keeping.file(id);
            download(file, file.name);
          })}
        >
          Download
        </button>
        <button
          type="button" className="button quiet small" aria-label={`Delete: ${name}`}
          onClick={() => act(async () => {
            await keeping.remove(id);
            onDeleted();
          })}
        >
          Delete
        </button>
      </span>
    </li>
  );
}

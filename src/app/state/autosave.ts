/** Writes every change to storage a moment after it was made, and says in words how that went. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { toSpec } from '../notebook/serialize';
import type { Notebook } from '../notebook/spec';
import type { NotebookStore } from './notebookStore';
import type { BoundFile, CellRun, RunStore } from './runStore';
import type { NotebookStorage } from './storage';

export interface SaveState {
  readonly status: 'saved' | 'saving' | 'failed';
  /** Why nothing could be kept; empty otherwise. */
  readonly message: string;
}
export type SaveStore = StoreApi<SaveState>;

/** A run under way is written this often, so that a reload can say where it stopped. */
const RUNNING_EVERY = 2000;
const SETTLE = 300;

export interface Autosave {
  readonly state: SaveStore;
  /** Writes what is pending now. */
  flush(): Promise<void>;
  close(): void;
}

export function createAutosave(storage: NotebookStorage, notebook: NotebookStore, runs: RunStore): Autosave {
  const state = createStore<SaveState>(() => ({ status: 'saved', message: '' }));
  // Not even the first document is taken as saved: that it was shown is what tells a reload from a first visit.
  let savedNotebook: Notebook | null = null;
  let savedFiles: Readonly<Record<string, BoundFile>> = runs.getState().files;
  let savedRuns: Readonly<Record<string, CellRun>> = runs.getState().runs;
  const lastWrite = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  async function write(): Promise<void> {
    const current = notebook.getState().notebook;
    const { files, runs: cells } = runs.getState();
    try {
      if (current !== savedNotebook) await storage.saveNotebook(toSpec(current));
      savedNotebook = current;
      for (const [name, bound] of Object.entries(files)) if (savedFiles[name] !== bound) await storage.saveFile(name, bound);
      savedFiles = files;
      const changed = Object.entries(cells).filter(([id, run]) => savedRuns[id] !== run);
      const due = changed.filter(([id, run]) => worthWriting(id, run));
      for (const [id, run] of due) {
        lastWrite.set(id, Date.now());
        await storage.saveRun(id, run);
      }
      for (const id of Object.keys(savedRuns)) if (!(id in cells)) await storage.removeRun(id);
      const later = changed.filter((entry) => !due.includes(entry));
      savedRuns = { ...cells, ...Object.fromEntries(later.map(([id]) => [id, savedRuns[id]!])) };
      state.setState({ status: 'saved', message: '' });
      // What was not due yet is written when it is, even where nothing changes any more.
      if (later.length > 0) schedule();
    } catch (thrown) {
      state.setState({ status: 'failed', message: reason(thrown) });
    }
  }

  function worthWriting(id: string, run: CellRun): boolean {
    const underway = run.status === 'running' || run.status === 'waiting';
    return !underway || Date.now() - (lastWrite.get(id) ?? 0) > RUNNING_EVERY;
  }

  function schedule() {
    if (timer !== null || closed) return;
    const settled = Object.values(runs.getState().runs).every((run) => run.status !== 'running');
    if (settled || notebook.getState().notebook !== savedNotebook) state.setState((now) => (now.status === 'saved' ? { ...now, status: 'saving' } : now));
    timer = setTimeout(() => {
      timer = null;
      writing = writing.then(write);
    }, SETTLE);
  }

  const stops = [notebook.subscribe(schedule), runs.subscribe((now, before) => {
    if (now.runs !== before.runs || now.files !== before.files) schedule();
  })];
  schedule();
  return {
    state,
    async flush() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      writing = writing.then(write);
      await writing;
    },
    close() {
      closed = true;
      stops.forEach((stop) => stop());
    },
  };
}

function reason(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'QuotaExceededError') return 'Not saved: this browser has no room left for the page. Free some space, or download what you need before you leave.';
  return `Not saved: this browser refused to store it (${thrown instanceof Error ? thrown.message : String(thrown)}). Download what you need before you leave.`;
}

/** Writes every change of the open notebook to storage a moment after it was made, and says in words how that went. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { toSpec } from '../notebook/serialize';
import type { Notebook } from '../notebook/spec';
import type { NotebookStore } from './notebookStore';
import type { RunStore } from './runStore';
import type { RunState } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';
import type { Unwritten } from './unwritten';
import { StaleError } from './storage';
import type { Changes, NotebookStorage } from './storage';

export interface SaveState {
  /** `off`: this browser keeps nothing. `elsewhere`: another tab keeps this notebook. */
  readonly status: 'saved' | 'saving' | 'failed' | 'off' | 'elsewhere';
  /** Why nothing could be kept; empty otherwise. */
  readonly message: string;
}
export type SaveStore = StoreApi<SaveState>;

/** A run under way is written this often, so that a reload can say where it stopped. */
const RUNNING_EVERY = 2000;
const SETTLE = 300;
/** What failed is tried again after this time, even where nothing changes. */
const RETRY = 10_000;

export interface Autosave {
  readonly state: SaveStore;
  /** Writes under this id from now on. `kept`: what the stores hold now is what is kept under it, in this version. */
  attach(id: string, version: number, kept: boolean): void;
  /** Writes no more, for this reason. `kept`: what the stores hold now is what is kept. */
  detach(status: 'elsewhere' | 'saved', message: string, kept: boolean): void;
  /** True where the stores hold edits or results that were not written. */
  unsaved(): boolean;
  /** The document where it is newer than what is kept; null where it is kept, or kept elsewhere. */
  unwritten(): Unwritten | null;
  /** Writes what is pending now. */
  flush(): Promise<void>;
  close(): void;
}

/** What of the stores is written. */
type Written = Pick<RunState, 'files' | 'runs' | 'queue' | 'paused'> & { readonly notebook: Notebook | null };
const NOTHING: Written = { notebook: null, files: {}, runs: {}, queue: [], paused: false };

/** `stale`: told where another tab has written in between; nothing is written over it. */
export function createAutosave(storage: () => NotebookStorage, notebook: NotebookStore, runs: RunStore, stale: () => void): Autosave {
  const state = createStore<SaveState>(() => ({ status: 'saved', message: '' }));
  let target: { readonly id: string; version: number } | null = null;
  let written = NOTHING;
  const lastWrite = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const present = (): Written => ({ notebook: notebook.getState().notebook, ...runs.getState() });

  async function write(): Promise<void> {
    const to = target;
    if (!to) return;
    const { changes, after, later } = due();
    try {
      if (Object.keys(changes).length > 0) await saveMakingRoom(to, changes);
      if (target !== to) return;
      written = after;
      state.setState({ status: 'saved', message: '' });
      // What was not due yet is written when it is, even where nothing changes any more.
      if (later) schedule();
    } catch (thrown) {
      if (target !== to) return;
      if (thrown instanceof StaleError) return stale();
      state.setState({ status: 'failed', message: reason(thrown) });
      schedule(RETRY);
    }
  }

  /** What is deleted makes room first. */
  async function saveMakingRoom(to: { readonly id: string; version: number }, changes: Changes): Promise<void> {
    try {
      to.version = await storage().save(to.id, to.version, changes);
    } catch (thrown) {
      if (!isFull(thrown) || (await storage().purge(Infinity)) === 0) throw thrown;
      to.version = await storage().save(to.id, to.version, changes);
    }
  }

  function due(): { changes: Changes; after: Written; later: boolean } {
    const now = present();
    const changed = Object.entries(now.runs).filter(([id, run]) => written.runs[id] !== run);
    const [ready, waiting] = [changed.filter(([id, run]) => worthWriting(id, run)), changed.filter(([id, run]) => !worthWriting(id, run))];
    for (const [id] of ready) lastWrite.set(id, Date.now());
    const removed = Object.keys(written.runs).filter((id) => !(id in now.runs));
    const changes: Changes = {
      ...(now.notebook !== written.notebook && { document: toSpec(now.notebook!) }),
      ...(now.files !== written.files && { files: now.files }),
      ...(ready.length > 0 && { runs: Object.fromEntries(ready) }),
      ...(removed.length > 0 && { removed }),
      ...((now.queue !== written.queue || now.paused !== written.paused) && { queue: { jobs: now.queue, paused: now.paused } }),
    };
    const before = Object.fromEntries(waiting.flatMap(([id]) => (written.runs[id] ? [[id, written.runs[id]]] : [])));
    return { changes, after: { ...now, runs: { ...without(now.runs, waiting.map(([id]) => id)), ...before } }, later: waiting.length > 0 };
  }

  function worthWriting(id: string, run: CellRun): boolean {
    const underway = run.status === 'running' || run.status === 'waiting';
    return !underway || Date.now() - (lastWrite.get(id) ?? 0) > RUNNING_EVERY;
  }

  function schedule(delay = SETTLE) {
    if (timer !== null || closed || !target) return;
    const settled = Object.values(runs.getState().runs).every((run) => run.status !== 'running');
    if (settled || notebook.getState().notebook !== written.notebook) state.setState((now) => (now.status === 'saved' ? { ...now, status: 'saving' } : now));
    timer = setTimeout(() => {
      timer = null;
      writing = writing.then(write);
    }, delay);
  }

  function halt() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  const stops = [notebook.subscribe(() => schedule()), runs.subscribe((now, before) => {
    // What a run left is written at once: it took the longest to make, and a page that closes has no time to write it.
    if (now.runs !== before.runs && Object.entries(now.runs).some(([id, { result }]) => result !== null && result !== before.runs[id]?.result)) {
      halt();
      schedule(0);
    } else if (now.runs !== before.runs || now.files !== before.files || now.queue !== before.queue || now.paused !== before.paused) schedule();
  })];
  return {
    state,
    attach(id, version, kept) {
      halt();
      target = { id, version };
      written = kept ? present() : NOTHING;
      lastWrite.clear();
      const { off } = storage();
      state.setState(off ? { status: 'off', message: off } : { status: 'saved', message: '' });
      if (off) target = null;
      schedule();
    },
    detach(status, message, kept) {
      halt();
      target = null;
      if (kept) written = present();
      state.setState({ status, message });
    },
    unsaved() {
      const now = present();
      return now.notebook !== written.notebook || Object.entries(now.runs).some(([id, run]) => run.result !== written.runs[id]?.result);
    },
    unwritten() {
      const now = notebook.getState().notebook;
      return target && now !== written.notebook ? { ...target, document: toSpec(now) } : null;
    },
    async flush() {
      halt();
      // A run underway too, however lately it was written.
      lastWrite.clear();
      writing = writing.then(write);
      await writing;
    },
    close() {
      closed = true;
      halt();
      stops.forEach((stop) => stop());
    },
  };
}

function without<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'QuotaExceededError';
}

function reason(thrown: unknown): string {
  if (isFull(thrown)) return 'Not saved: this browser has no room left for the page. Free some space, or download what you need before you leave.';
  return `Not saved: this browser refused to store it (${thrown instanceof Error ? thrown.message : String(thrown)}). Download what you need before you leave.`;
}

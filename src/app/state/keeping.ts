/** Which kept notebook this tab shows, whether it may write to it, and the list of all: opening one never changes another. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records/basics';
import { numbered } from '../notebook/names';
import { toSpec } from '../notebook/serialize';
import type { Notebook } from '../notebook/spec';
import type { Autosave } from './autosave';
import type { NotebookStore } from './notebookStore';
import { toProblem } from './problem';
import type { RunStore } from './runStore';
import { newId } from './storage';
import type { KeptEntry, KeptNotebook, NotebookStorage } from './storage';
import type { TabWord, Tabs } from './tabs';

/** Milliseconds that a reload's own tab may take to let go. */
const GRACE = 600;
/** Milliseconds after which a tab that was asked and does not answer loses the notebook. */
const PATIENCE = 6000;
/** A deleted notebook can be brought back for this long, or until its room is needed. */
export const DELETED_STAYS = 30 * 24 * 3600 * 1000;

export interface ListedNotebook extends Omit<KeptEntry, 'document' | 'files'> {
  readonly cells: number;
  /** Names of the files that its cells read. */
  readonly files: readonly string[];
  /** Why it cannot be opened; empty where it can. */
  readonly problem: string;
}
export interface KeepingState {
  /** The notebook shown. */
  readonly id: string;
  /** `mine`: changes are kept. `elsewhere`: another tab has it; it is shown and cannot be changed here. */
  readonly place: 'mine' | 'elsewhere';
  readonly list: readonly ListedNotebook[];
}
export interface Keeping {
  readonly store: StoreApi<KeepingState>;
  /** Reads the list anew. */
  refresh(): Promise<void>;
  /** Shows a kept notebook in place of the present one, which stays as it is. Rejects with a Problem and changes nothing where it cannot be opened. `quietly`: its data is not read yet. */
  open(id: string, quietly?: boolean): Promise<void>;
  /** Shows a new notebook under an id of its own; `put` puts it in the stores. */
  openNew(put: () => void): Promise<void>;
  /** Goes on with what is shown as a notebook of its own. */
  openCopy(): Promise<void>;
  /** Takes the notebook from the tab that has it. Changes of this tab that could not be kept become a copy first. */
  takeOver(): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<void>;
  /** Can be brought back. */
  remove(id: string): Promise<void>;
  bringBack(id: string): Promise<void>;
  /** The document as it is kept, whether it can be opened or not. */
  file(id: string): Promise<File>;
  /** A name that no kept notebook has. */
  freeName(name: string): string;
  /** Another tab writes to the notebook shown. */
  overtaken(): void;
  close(): void;
}
export interface KeepingParts {
  storage(): NotebookStorage;
  readonly tabs: Tabs;
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  save(): Autosave;
  /** @throws where the document cannot be opened */
  read(document: unknown): Notebook;
  /** Puts a kept notebook in the stores, and its queue to work where this tab may write. */
  put(kept: KeptNotebook, notebook: Notebook): Promise<void>;
  /** After `put`: its data is loaded; where it is this tab's, its queue goes on. */
  begin(kept: KeptNotebook, mine: boolean): void;
  /** Writes what is pending and ends what is running, so that it can go on from there. */
  leave(): Promise<void>;
  /** The document to show where the last notebook was deleted. */
  first(): Notebook;
  /** The tab shows this notebook again after a reload. */
  remember?(id: string): void;
}

export function createKeeping(parts: KeepingParts): Keeping {
  const { tabs, notebook } = parts;
  const store = createStore<KeepingState>(() => ({ id: '', place: 'mine', list: [] }));
  let letGo: (() => void) | null = null;
  let waiting: AbortController | null = null;

  let turn: Promise<unknown> = Promise.resolve();
  /** One notebook after another: who asks for a second while the first is still being opened gets the second. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  /** Waits for the notebook; true where it is this tab's at once, else it becomes so when the other tab lets go. */
  async function claim(id: string, steal = false): Promise<boolean> {
    waiting?.abort();
    const stop = (waiting = new AbortController());
    let late = false;
    const held = tabs.hold(id, { signal: stop.signal, steal, lost: () => store.getState().id === id && overtaken() }).then((release) => {
      if (stop.signal.aborted) return void release();
      letGo = release;
      if (late) void received(id);
    }, (thrown: unknown) => {
      if (!stop.signal.aborted) throw thrown;
    });
    await Promise.race([held, new Promise((resolve) => setTimeout(resolve, GRACE))]);
    late = true;
    return letGo !== null;
  }

  function release(): void {
    waiting?.abort();
    waiting = null;
    letGo?.();
    letGo = null;
  }

  /** The other tab let go: its last version is shown, and this tab keeps it from now on. */
  async function received(id: string): Promise<void> {
    if (store.getState().id !== id) return;
    const kept = await parts.storage().read(id);
    if (kept) await show(kept, parts.read(kept.document), true);
    else become(id, true, 0, false);
  }

  function become(id: string, mine: boolean, version: number, kept: boolean): void {
    store.setState({ id, place: mine ? 'mine' : 'elsewhere' });
    parts.remember?.(id);
    if (mine) parts.save().attach(id, version, kept);
    else parts.save().detach('elsewhere', 'This notebook is open in another tab and is saved there. It cannot be changed here.', kept);
  }

  async function show(kept: KeptNotebook, document: Notebook, mine: boolean, quietly = false): Promise<void> {
    await parts.put(kept, document);
    become(kept.id, mine, kept.version, true);
    if (!quietly) parts.begin(kept, mine);
  }

  function overtaken(): void {
    const { id } = store.getState();
    release();
    become(id, false, 0, false);
    void parts.leave().then(() => claim(id)).then((mine) => (mine ? received(id) : undefined));
  }

  /** Another tab asks for the notebook, or waits for it before this one does. */
  async function answer(word: TabWord): Promise<void> {
    if (word.type === 'changed') return refresh();
    const { id, place } = store.getState();
    if (word.type !== 'release' || word.id !== id) return;
    await inTurn(async () => {
      if (store.getState().id !== id) return;
      if (place === 'mine') await parts.leave();
      overtaken();
    });
  }

  async function refresh(): Promise<void> {
    store.setState({ list: (await parts.storage().list()).map(listed) });
  }

  function listed({ document, files, ...entry }: KeptEntry): ListedNotebook {
    try {
      const { cells } = parts.read(document);
      const names = cells.flatMap((cell) => (cell.mode === 'dataset' || cell.mode === 'table' ? [cell.spec.data, cell.spec.joinData ?? ''] : []));
      return { ...entry, cells: cells.length, files: [...new Set(names.flatMap((name) => files[name] ?? []))], problem: '' };
    } catch (thrown) {
      return { ...entry, cells: 0, files: [], problem: toProblem(thrown).message };
    }
  }

  async function open(id: string, quietly = false): Promise<void> {
    if (id === store.getState().id) return;
    const seen = await parts.storage().read(id);
    if (!seen) throw refused('This notebook is not in this browser any more.', 'Choose another in the list.');
    parts.read(seen.document);
    await depart();
    const mine = await claim(id);
    // Read once the other tab may write no more.
    const kept = (await parts.storage().read(id)) ?? seen;
    await show(kept, parts.read(kept.document), mine, quietly);
  }

  async function openNew(put: () => void): Promise<void> {
    await depart();
    const id = newId();
    await claim(id);
    put();
    become(id, true, 0, false);
  }

  async function depart(): Promise<void> {
    if (store.getState().id === '') return;
    if (store.getState().place === 'mine') await parts.leave();
    release();
  }

  async function changed(): Promise<void> {
    await refresh();
    tabs.tell({ type: 'changed' });
  }

  const freeName = (name: string) => numbered(name, store.getState().list.filter(({ deleted }) => deleted === null).map((entry) => entry.name));

  /** Writes what the stores hold as a notebook of its own. */
  async function keepCopy(): Promise<string> {
    await refresh();
    const id = newId();
    const document = { ...toSpec(notebook.getState().notebook), name: freeName(notebook.getState().notebook.name) };
    const { files, runs } = parts.runs.getState();
    await parts.storage().save(id, 0, { document, files, runs });
    return id;
  }

  async function free(id: string): Promise<void> {
    if (id !== store.getState().id && (await tabs.isHeld(id))) throw refused('This notebook is open in another tab.', 'Change it there, or close that tab first.');
  }

  tabs.listen((word) => void answer(word));
  return {
    store, refresh, freeName, overtaken,
    open: (id, quietly) => inTurn(() => open(id, quietly)),
    openNew: (put) => inTurn(() => openNew(put)),
    openCopy: () => inTurn(async () => open(await keepCopy())),
    async takeOver() {
      const { id, place } = store.getState();
      if (place === 'mine') return;
      if (parts.save().unsaved()) await keepCopy().then(changed);
      tabs.tell({ type: 'release', id });
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          stop();
          resolve();
        };
        const stop = store.subscribe((now) => (now.place === 'mine' || now.id !== id) && done());
        const timer = setTimeout(done, PATIENCE);
      });
      if (store.getState().id !== id || store.getState().place === 'mine') return;
      if (await claim(id, true)) await received(id);
    },
    async rename(id, name) {
      if (!name.trim()) return;
      await free(id);
      if (id === store.getState().id) notebook.setState((state) => ({ notebook: { ...state.notebook, name: name.trim() } }));
      else await parts.storage().rename(id, name.trim());
      if (id === store.getState().id) await parts.save().flush();
      await changed();
    },
    async duplicate(id) {
      if (id === store.getState().id) await parts.save().flush();
      await refresh();
      const entry = store.getState().list.find((one) => one.id === id);
      if (entry) await parts.storage().copy(id, newId(), freeName(entry.name));
      await changed();
    },
    remove: (id) => inTurn(async () => {
      await free(id);
      if (id === store.getState().id) {
        await refresh();
        const next = store.getState().list.find((entry) => entry.id !== id && entry.deleted === null && entry.problem === '');
        if (next) await open(next.id);
        else await openNew(() => notebook.setState({ notebook: parts.first(), past: [], future: [] }));
      }
      await parts.storage().markDeleted(id, Date.now());
      await changed();
    }),
    async bringBack(id) {
      await parts.storage().markDeleted(id, null);
      await changed();
    },
    async file(id) {
      const entry = (await parts.storage().list()).find((one) => one.id === id);
      if (!entry) throw refused('This notebook is not in this browser any more.', 'Choose another in the list.');
      return new File([`${JSON.stringify(entry.document, null, 2)}\n`], `${fileName(entry.name)}.json`, { type: 'application/json' });
    },
    close() {
      release();
      tabs.close();
    },
  };
}

/** A notebook's name as the name of a file. */
export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase() || 'notebook';
}

function refused(message: string, hint: string): Error & Pick<Problem, 'hint'> {
  return Object.assign(new Error(message), { name: 'input', hint });
}

/** What survives a reload, in the browser's IndexedDB: the notebook, each cell's run, and the files themselves. */
import { openDB } from 'idb';
import type { NotebookSpec } from '../notebook/spec';
import type { BoundFile, CellRun } from './runStore';

export interface Saved {
  readonly notebook: NotebookSpec | null;
  readonly files: Readonly<Record<string, BoundFile>>;
  readonly runs: Readonly<Record<string, CellRun>>;
}

export interface NotebookStorage {
  load(): Promise<Saved>;
  saveNotebook(notebook: NotebookSpec): Promise<void>;
  saveFile(name: string, bound: BoundFile): Promise<void>;
  saveRun(id: string, run: CellRun): Promise<void>;
  removeRun(id: string): Promise<void>;
  /** Everything but the files goes. */
  clear(): Promise<void>;
}

export async function openStorage(): Promise<NotebookStorage> {
  const db = await openDB('residua', 1, {
    upgrade(fresh) {
      for (const name of ['notebook', 'files', 'runs']) fresh.createObjectStore(name);
    },
  });
  const all = async (store: string): Promise<Record<string, unknown>> => {
    const [keys, values] = await Promise.all([db.getAllKeys(store), db.getAll(store)]);
    return Object.fromEntries(keys.map((key, index) => [String(key), values[index] as unknown]));
  };
  return {
    async load() {
      const [notebook, files, runs] = await Promise.all([db.get('notebook', 'current'), all('files'), all('runs')]);
      return { notebook: (notebook as NotebookSpec | undefined) ?? null, files: files as Saved['files'], runs: runs as Saved['runs'] };
    },
    saveNotebook: async (notebook) => void (await db.put('notebook', notebook, 'current')),
    saveFile: async (name, bound) => void (await db.put('files', bound, name)),
    saveRun: async (id, run) => void (await db.put('runs', run, id)),
    removeRun: (id) => db.delete('runs', id),
    async clear() {
      await Promise.all([db.clear('notebook'), db.clear('runs')]);
    },
  };
}

/** Keeps nothing: for headless runs and browsers without storage. */
export function noStorage(): NotebookStorage {
  const done = () => Promise.resolve();
  return { load: () => Promise.resolve({ notebook: null, files: {}, runs: {} }), saveNotebook: done, saveFile: done, saveRun: done, removeRun: done, clear: done };
}

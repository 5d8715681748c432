/** The storage of notebooks in the browser's IndexedDB. Files lie there once each, by fingerprint, however many notebooks read them. */
import { deleteDB, openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { isRecord } from '../notebook/read';
import type { BoundFile } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';
import { StaleError, newId } from './storage';
import type { KeptQueue, NotebookStorage } from './storage';

interface Bound {
  readonly print: string;
  readonly sample: string | null;
  readonly name: string;
}
interface Row {
  readonly id: string;
  readonly name: string;
  readonly document: unknown;
  readonly version: number;
  readonly changed: number;
  readonly deleted: number | null;
  /** By data name. */
  readonly files: Readonly<Record<string, Bound>>;
  readonly queue: KeptQueue | null;
}
interface Tables extends DBSchema {
  notebooks: { key: string; value: Row };
  /** By notebook and job. */
  runs: { key: [string, string]; value: CellRun };
  /** By fingerprint. */
  files: { key: string; value: File };
}
type Names = ('notebooks' | 'runs' | 'files')[];
type Writing = IDBPTransaction<Tables, Names, 'readwrite'>;

const NAME = 'residua';
const VERSION = 2;
const ALL: Names = ['notebooks', 'runs', 'files'];

/**
 * Opens the database, and takes over what version 1 kept as its first notebook. `lost` is told where the browser closes it, or a newer page needs it closed.
 * @throws Error in words where it cannot be opened; a database of a newer page is left as it is.
 */
export async function openDatabase(lost: (words: string) => void, name = NAME): Promise<NotebookStorage & { close(): void }> {
  const db = await opened(name, lost);
  const runsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);

  /** All of the work or none of it. */
  async function write<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    const tx = db.transaction(ALL, 'readwrite');
    // Seen where the work fails too: its own reason is the one to tell.
    const ended = tx.done.then(() => null, (thrown: unknown) => thrown ?? new Error('the browser undid the write'));
    try {
      const result = await work(tx);
      const failed = await ended;
      if (failed !== null) throw failed;
      return result;
    } catch (thrown) {
      try {
        tx.abort();
      } catch (already) {
        if (!(already instanceof DOMException)) throw already;
      }
      throw thrown;
    }
  }

  return {
    off: '',
    close: () => db.close(),
    async list() {
      const rows = await db.getAll('notebooks');
      return rows.sort((a, b) => b.changed - a.changed).map(({ id, name, document, files, changed, deleted }) => ({ id, name, document, changed, deleted, files: Object.fromEntries(Object.entries(files).map(([data, file]) => [data, file.name])) }));
    },
    async read(id) {
      const tx = db.transaction(ALL);
      const row = await tx.objectStore('notebooks').get(id);
      if (!row) return null;
      const runs = tx.objectStore('runs');
      const [keys, values] = await Promise.all([runs.getAllKeys(runsOf(id)), runs.getAll(runsOf(id))]);
      const files = await Promise.all(Object.entries(row.files).map(async ([data, { print, sample }]) => [data, print, sample, await tx.objectStore('files').get(print)] as const));
      return {
        id, version: row.version, document: row.document, queue: row.queue,
        files: Object.fromEntries(files.flatMap(([data, print, sample, file]) => (file ? [[data, { file, print, sample }]] : []))),
        runs: Object.fromEntries(keys.map(([, job], at) => [job, values[at]!])),
      };
    },
    save: (id, version, { document, files, runs = {}, removed = [], queue }) =>
      write(async (tx) => {
        const notebooks = tx.objectStore('notebooks');
        const before = await notebooks.get(id);
        if ((before?.version ?? 0) !== version) throw new StaleError();
        const row: Row = before ?? { id, name: '', document: null, version: 0, changed: 0, deleted: null, files: {}, queue: null };
        await notebooks.put({
          ...row, version: version + 1, changed: Date.now(),
          ...(document && { document, name: document.name }), ...(files && { files: bindings(files) }), ...(queue && { queue }),
        }, id);
        if (files) await putFiles(tx, files);
        for (const [job, run] of Object.entries(runs)) await tx.objectStore('runs').put(run, [id, job]);
        for (const job of removed) await tx.objectStore('runs').delete([id, job]);
        return version + 1;
      }),
    rename: (id, name) => edit(id, (row) => ({ ...row, name, version: row.version + 1, document: isRecord(row.document) ? { ...row.document, name } : row.document })),
    // It changed no later than what it is a copy of: the one that is open stays the first of the list.
    copy: (id, as, name) =>
      write(async (tx) => {
        const row = await tx.objectStore('notebooks').get(id);
        if (!row) throw new Error('The notebook is gone.');
        await tx.objectStore('notebooks').put({ ...row, id: as, name, version: 1, changed: row.changed - 1, deleted: null, queue: null, document: isRecord(row.document) ? { ...row.document, name } : row.document }, as);
        const runs = tx.objectStore('runs');
        for (const key of await runs.getAllKeys(runsOf(id))) await runs.put((await runs.get(key))!, [as, key[1]]);
      }),
    markDeleted: (id, at) => edit(id, (row) => ({ ...row, deleted: at })),
    purge: (before) =>
      write(async (tx) => {
        const gone = (await tx.objectStore('notebooks').getAll()).filter(({ deleted }) => deleted !== null && deleted < before);
        for (const { id } of gone) {
          await tx.objectStore('notebooks').delete(id);
          await tx.objectStore('runs').delete(runsOf(id));
        }
        if (gone.length > 0) await dropFiles(tx);
        return gone.length;
      }),
  };

  function edit(id: string, change: (row: Row) => Row): Promise<void> {
    return write(async (tx) => {
      const row = await tx.objectStore('notebooks').get(id);
      if (row) await tx.objectStore('notebooks').put(change(row), id);
    });
  }
}

/** Removes the database with everything in it; for tests. */
export const removeDatabase = (name: string) => deleteDB(name);

function opened(name: string, lost: (words: string) => void): Promise<IDBPDatabase<Tables>> {
  return new Promise((resolve, reject) => {
    const opening = openDB<Tables>(name, VERSION, {
      upgrade: async (db, from, _, tx) => {
        // What version 1 kept is read before its tables go.
        const first = from === 1 ? await versionOne(tx) : null;
        for (const old of [...db.objectStoreNames]) db.deleteObjectStore(old);
        for (const table of ALL) db.createObjectStore(table);
        if (!first) return;
        await tx.objectStore('notebooks').put(first.row, first.row.id);
        for (const { file, print } of Object.values(first.files)) await tx.objectStore('files').put(file, print);
        for (const [job, run] of Object.entries(first.runs)) await tx.objectStore('runs').put(run, [first.row.id, job]);
      },
      blocked: () => reject(new Error('a tab with an older version of this page is open: close it, then reload this one')),
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        lost('A newer version of this page was opened in another tab. Nothing is saved here any more: reload this tab.');
      },
      terminated: () => lost('The browser closed its storage. Nothing is saved any more: download what you need, then reload the page.'),
    });
    opening.then(resolve, (thrown: unknown) => reject(thrown instanceof DOMException && thrown.name === 'VersionError' ? new Error('what is kept here was written by a newer version of this page; it is left as it is') : thrown));
  });
}

/** What version 1 of the database kept: one notebook, its files by data name, its runs by job. */
async function versionOne(tx: IDBPTransaction<Tables, Names, 'versionchange'>): Promise<{ row: Row; files: Record<string, BoundFile>; runs: Record<string, CellRun> } | null> {
  const old = tx as unknown as IDBPTransaction<unknown, string[], 'versionchange'>;
  const all = async (table: string) => {
    const [keys, values] = await Promise.all([old.objectStore(table).getAllKeys(), old.objectStore(table).getAll()]);
    return Object.fromEntries(keys.map((key, at) => [String(key), values[at] as unknown]));
  };
  const [document, files, runs] = await Promise.all([old.objectStore('notebook').get('current') as Promise<unknown>, all('files') as Promise<Record<string, BoundFile>>, all('runs') as Promise<Record<string, CellRun>>]);
  if (document === undefined) return null;
  const name = isRecord(document) && typeof document.name === 'string' ? document.name : 'Notebook';
  return { row: { id: newId(), name, document, version: 1, changed: Date.now(), deleted: null, files: bindings(files), queue: null }, files, runs };
}

function bindings(files: Readonly<Record<string, BoundFile>>): Record<string, Bound> {
  return Object.fromEntries(Object.entries(files).map(([data, { file, print, sample }]) => [data, { print, sample, name: file.name }]));
}

async function putFiles(tx: Writing, files: Readonly<Record<string, BoundFile>>): Promise<void> {
  for (const { file, print } of Object.values(files)) if ((await tx.objectStore('files').getKey(print)) === undefined) await tx.objectStore('files').put(file, print);
  await dropFiles(tx);
}

/** Files that no notebook reads any more go; those of deleted notebooks stay until these go. */
async function dropFiles(tx: Writing): Promise<void> {
  const read = new Set((await tx.objectStore('notebooks').getAll()).flatMap((row) => Object.values(row.files).map(({ print }) => print)));
  for (const print of await tx.objectStore('files').getAllKeys()) if (!read.has(print)) await tx.objectStore('files').delete(print);
}

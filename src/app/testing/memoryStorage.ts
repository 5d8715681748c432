/** A storage in memory that behaves as the browser's database does, and tabs that share it. */
import type { NotebookSpec } from '../notebook/spec';
import type { BoundFile } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';
import { StaleError } from '../state/storage';
import type { KeptQueue, NotebookStorage } from '../state/storage';
import type { TabWord, Tabs } from '../state/tabs';

export interface HeldNotebook {
  name: string;
  document: unknown;
  version: number;
  changed: number;
  deleted: number | null;
  files: Record<string, BoundFile>;
  runs: Record<string, CellRun>;
  queue: KeptQueue | null;
}
export type MemoryStorage = NotebookStorage & {
  readonly held: Map<string, HeldNotebook>;
  /** The notebook changed last. */
  last(): HeldNotebook;
};

/** Keeps structured clones, but for files. */
export function memoryStorage(): MemoryStorage {
  const held = new Map<string, HeldNotebook>();
  let clock = 0;
  const renamed = (document: unknown, name: string) => ({ ...(document as NotebookSpec), name });
  return {
    held, off: '',
    last: () => [...held.values()].sort((a, b) => b.changed - a.changed)[0]!,
    list: () => Promise.resolve([...held].map(([id, { name, document, files, changed, deleted }]) => ({ id, name, document, changed, deleted, files: Object.fromEntries(Object.entries(files).map(([data, { file }]) => [data, file.name])) })).sort((a, b) => b.changed - a.changed)),
    read(id) {
      const found = held.get(id);
      return Promise.resolve(found ? { id, version: found.version, document: found.document, files: { ...found.files }, runs: { ...found.runs }, queue: found.queue } : null);
    },
    save(id, version, { document, files, runs = {}, removed = [], queue }) {
      const before = held.get(id) ?? { name: '', document: null, version: 0, changed: 0, deleted: null, files: {}, runs: {}, queue: null };
      if (before.version !== version) return Promise.reject(new StaleError());
      const kept = { ...before.runs, ...structuredClone(runs) };
      for (const job of removed) delete kept[job];
      held.set(id, {
        ...before, version: version + 1, changed: ++clock, runs: kept,
        ...(document && { document: structuredClone(document), name: document.name }), ...(files && { files: { ...files } }), ...(queue && { queue: structuredClone(queue) }),
      });
      return Promise.resolve(version + 1);
    },
    rename(id, name) {
      const found = held.get(id);
      if (found) held.set(id, { ...found, name, version: found.version + 1, document: renamed(found.document, name) });
      return Promise.resolve();
    },
    copy(id, as, name) {
      const found = held.get(id)!;
      held.set(as, { ...found, name, version: 1, changed: found.changed - 0.5, deleted: null, queue: null, document: renamed(found.document, name), runs: { ...found.runs } });
      return Promise.resolve();
    },
    markDeleted(id, at) {
      held.set(id, { ...held.get(id)!, deleted: at });
      return Promise.resolve();
    },
    purge(before) {
      const gone = [...held].filter(([, { deleted }]) => deleted !== null && deleted < before);
      for (const [id] of gone) held.delete(id);
      return Promise.resolve(gone.length);
    },
  };
}

/** A browser whose tabs know of each other: each call opens one. */
export function memoryBrowser(): () => Tabs {
  const listeners = new Map<object, ((word: TabWord) => void)[]>();
  const holds = new Map<string, { lost(): void }>();
  const waiting: { readonly id: string; take(): void }[] = [];
  const next = (id: string) => {
    holds.delete(id);
    const at = waiting.findIndex((entry) => entry.id === id);
    if (at >= 0) waiting.splice(at, 1)[0]!.take();
  };
  return () => {
    const tab = {};
    const own = new Set<() => void>();
    listeners.set(tab, []);
    return {
      hold: (id, { signal, steal = false, lost }) =>
        new Promise((resolve, reject) => {
          const take = () => {
            const hold = { lost };
            const release = () => {
              own.delete(release);
              if (holds.get(id) === hold) next(id);
            };
            holds.set(id, hold);
            own.add(release);
            resolve(release);
          };
          const held = holds.get(id);
          if (!held || steal) {
            take();
            held?.lost();
            return;
          }
          const entry = { id, take };
          waiting.push(entry);
          signal.addEventListener('abort', () => {
            if (waiting.includes(entry)) waiting.splice(waiting.indexOf(entry), 1);
            reject(new DOMException('No longer wanted.', 'AbortError'));
          });
        }),
      isHeld: (id) => Promise.resolve(holds.has(id)),
      tell: (word) => listeners.forEach((list, other) => other !== tab && setTimeout(() => list.forEach((listener) => listener(word)))),
      listen: (listener) => void listeners.get(tab)!.push(listener),
      close() {
        listeners.delete(tab);
        own.forEach((release) => release());
      },
    };
  };
}

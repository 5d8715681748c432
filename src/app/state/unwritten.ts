/**
 * The last edit before a page goes away. A database is written in several turns of the event loop, and a page that is being left has none to come; the browser's small storage is
 * written at once. What was left there is put into the database when its notebook is next read.
 */
import type { NotebookSpec } from '../notebook/spec';
import { StaleError } from './storage';
import type { NotebookStorage } from './storage';

const KEY = 'residua.unwritten';

/** A document that is newer than the one kept. */
export interface Unwritten {
  readonly id: string;
  /** The version kept when the page was left. */
  readonly version: number;
  readonly document: NotebookSpec;
}

/** Null: nothing is left to write. A full storage keeps nothing, as before. */
export function leaveUnwritten(store: Pick<Storage, 'setItem' | 'removeItem'> | null, unwritten: Unwritten | null): void {
  try {
    if (unwritten) store?.setItem(KEY, JSON.stringify(unwritten));
    else store?.removeItem(KEY);
  } catch (thrown) {
    if (!(thrown instanceof DOMException)) throw thrown;
  }
}

/** The storage whose `read` first writes what was left unwritten of that notebook. */
export function withUnwritten(storage: NotebookStorage, store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null): NotebookStorage {
  return {
    ...storage,
    async read(id) {
      const kept = await storage.read(id);
      const unwritten = readUnwritten(store);
      if (!kept || unwritten?.id !== id) return kept;
      leaveUnwritten(store, null);
      // One version later: the write under way when the page was left came through, with an older document.
      if (kept.version > unwritten.version + 1) return kept;
      try {
        const version = await storage.save(id, kept.version, { document: unwritten.document });
        return { ...kept, version, document: unwritten.document };
      } catch (thrown) {
        if (thrown instanceof StaleError) return storage.read(id);
        throw thrown;
      }
    },
  };
}

function readUnwritten(store: Pick<Storage, 'getItem'> | null): Unwritten | null {
  try {
    return JSON.parse(store?.getItem(KEY) ?? 'null') as Unwritten | null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof DOMException) return null;
    throw thrown;
  }
}

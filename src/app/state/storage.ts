/** What is kept in the browser: notebooks, each under an id, with its files, its runs and its queue. Every write names the version it builds on. */
import type { NotebookSpec } from '../notebook/spec';
import type { BoundFile } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';

/** Jobs that had not ended, the running one first. */
export interface KeptQueue {
  readonly jobs: readonly string[];
  readonly paused: boolean;
}

/** A notebook as a list shows it. */
export interface KeptEntry {
  readonly id: string;
  readonly name: string;
  /** As it was written, whatever it is: a document of a newer version is told from others only by who reads it. */
  readonly document: unknown;
  /** Names of the files bound, by data name. */
  readonly files: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly changed: number;
  /** When it was deleted; null: it is not. */
  readonly deleted: number | null;
}

/** A notebook with everything that belongs to it. */
export interface KeptNotebook {
  readonly id: string;
  /** Counts its writes: a write that builds on another version is refused. */
  readonly version: number;
  readonly document: unknown;
  /** By data name. */
  readonly files: Readonly<Record<string, BoundFile>>;
  /** By job. */
  readonly runs: Readonly<Record<string, CellRun>>;
  readonly queue: KeptQueue | null;
}

/** What one write changes; what is absent stays. */
export interface Changes {
  readonly document?: NotebookSpec;
  /** All files bound. */
  readonly files?: Readonly<Record<string, BoundFile>>;
  /** Runs that changed. */
  readonly runs?: Readonly<Record<string, CellRun>>;
  /** Runs that are no more. */
  readonly removed?: readonly string[];
  readonly queue?: KeptQueue;
}

export interface NotebookStorage {
  /** Why nothing is kept; empty where everything is. */
  readonly off: string;
  /** All notebooks, the last changed first. */
  list(): Promise<readonly KeptEntry[]>;
  /** Null where there is none of this id. */
  read(id: string): Promise<KeptNotebook | null>;
  /** Writes all of the changes or none, and gives the new version. `version` 0 makes the notebook. @throws StaleError where another version is kept */
  save(id: string, version: number, changes: Changes): Promise<number>;
  rename(id: string, name: string): Promise<void>;
  /** A second notebook with the same document, files and runs. */
  copy(id: string, as: string, name: string): Promise<void>;
  /** Marks it as deleted at this time, or (null) as not. */
  markDeleted(id: string, at: number | null): Promise<void>;
  /** Removes for good what was deleted before this time; how many notebooks. */
  purge(before: number): Promise<number>;
}

/** A write that would have gone over the work of another tab. */
export class StaleError extends Error {
  constructor() {
    super('The notebook was changed in another tab.');
    this.name = 'StaleError';
  }
}

/** Keeps nothing: for headless runs, and (with a reason) for browsers that do not let it. */
export function noStorage(off = ''): NotebookStorage {
  const done = () => Promise.resolve();
  return {
    off, list: () => Promise.resolve([]), read: () => Promise.resolve(null), save: (_, version) => Promise.resolve(version + 1),
    rename: done, copy: done, markDeleted: done, purge: () => Promise.resolve(0),
  };
}

/** An id that no other notebook has. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

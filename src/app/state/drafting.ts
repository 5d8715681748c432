/** A file being looked into before it becomes the data: one look at a time, the last one counts, nothing is read twice, and what goes wrong is shown where it was asked for. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records/basics';
import type { FileKind, Reading, ReadProgress } from '../../engine/records/data';
import { fingerprint } from '../notebook/hash';
import { jobOf, readsData } from '../notebook/jobs';
import { toProblem } from './problem';
import type { Session } from './session';

/** Looks that are remembered. */
const MOST_KNOWN = 16;

/** `Inspection`: what the engine tells of the file, read by these choices. */
export interface Drafted<Choices, Inspection> {
  readonly cellId: string;
  readonly file: File;
  /** Id of the sample it is, or null. */
  readonly sample: string | null;
  /** What the person chose; what they left open is guessed by the engine. */
  readonly choices: Choices;
  readonly inspection: Inspection | null;
  /** Seconds that the look took. */
  readonly seconds: number;
  readonly busy: 'looking' | 'loading' | null;
  /** How far the reading under way is; null before its first word. */
  readonly progress: ReadProgress | null;
  readonly problem: Problem | null;
}

export interface DraftingState<D> {
  /** Several files were given: the person is asked for one. */
  readonly files: readonly File[];
  /** Of the files given those that cannot be opened here, by name. */
  readonly left: readonly string[];
  /** The cell that they were given to; undefined: the first that can take one. */
  readonly cellId?: string | undefined;
  readonly draft: D | null;
}

/** What was seen of files, by their content, what they are read as and the choices that matter for reading: the panel of every kind shares it. */
export interface Looks {
  readonly known: Map<string, { readonly inspection: unknown; readonly seconds: number }>;
  readonly prints: WeakMap<File, string>;
}

export function createLooks(): Looks {
  return { known: new Map(), prints: new WeakMap() };
}

export interface DraftingParts<Inspection, D> {
  inspect(draft: D, reading: Reading): Promise<Inspection>;
  /** All that the look depends on: files, and the choices that matter for reading. */
  looksAt(draft: D): { readonly kind: FileKind; readonly files: readonly File[]; readonly choices: unknown };
}

export interface Drafting<D> {
  readonly store: StoreApi<DraftingState<D>>;
  /** Opens this file in place of what was open. */
  open(draft: Omit<D, 'inspection' | 'seconds' | 'busy' | 'progress' | 'problem'>, left?: readonly string[]): Promise<void>;
  /** Asks which of these files is meant; `left` names those that cannot be. */
  ask(files: readonly File[], left: readonly string[], cellId?: string): void;
  patch(change: Partial<D>): void;
  /** Has the engine look into the file as it is to be read now, unless that is known. */
  look(): Promise<void>;
  /** Of the look or the loading under way: it ends with the panel. */
  reading(): Reading;
  /** Closes the draft once `take` has made it the data; a failure is shown and changes nothing else. */
  accept(take: (draft: D, before: () => Promise<void>, reading: Reading) => Promise<unknown>, then: (draft: D) => void): Promise<void>;
  /** Closes the panel; what is being read for it is read no further. */
  cancel(): void;
}

export function createDrafting<Inspection extends { readonly problem?: Problem }, D extends Drafted<unknown, Inspection>>(session: Session, { inspect, looksAt }: DraftingParts<Inspection, D>, looks = createLooks()): Drafting<D> {
  const store = createStore<DraftingState<D>>(() => ({ files: [], left: [], draft: null }));
  const { prints } = looks;
  // The kind is part of the key, so that what is known under it is an inspection of this kind.
  const known = looks.known as Map<string, { readonly inspection: Inspection; readonly seconds: number }>;
  let turn = new AbortController();
  const patch = (change: Partial<D> | Partial<Drafted<unknown, Inspection>>) => store.setState((state) => (state.draft ? { draft: { ...state.draft, ...change } } : state));

  /** Ends what is under way and begins anew. */
  function next(): AbortController {
    turn.abort();
    return (turn = new AbortController());
  }

  function reading(): Reading {
    const { signal } = turn;
    return { signal, progress: (progress) => !signal.aborted && patch({ progress }) };
  }

  /** Null where a file is not known by its print yet. */
  function keyOf(draft: D): string | null {
    const { kind, files, choices } = looksAt(draft);
    const found = files.map((file) => prints.get(file));
    const entries = Object.entries(choices as object).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return found.includes(undefined) ? null : JSON.stringify([kind, found, entries]);
  }

  async function look(): Promise<void> {
    const { draft } = store.getState();
    if (!draft) return;
    const { signal } = next();
    try {
      patch({ busy: 'looking', progress: null, problem: null });
      for (const file of looksAt(draft).files) if (!prints.has(file)) prints.set(file, await printOf(file));
      if (signal.aborted) return;
      const key = keyOf(draft)!;
      const seen = known.get(key) ?? (await timed(() => inspect(draft, reading())));
      if (signal.aborted) return;
      known.delete(key);
      // What the engine, not the file, is at fault for may go well another time.
      if (seen.inspection.problem?.name !== 'engine') known.set(key, seen);
      for (const [oldest] of known) if (known.size > MOST_KNOWN) known.delete(oldest);
      patch({ ...seen, busy: null, progress: null, problem: seen.inspection.problem ?? null });
    } catch (thrown) {
      if (!signal.aborted) patch({ inspection: null, busy: null, progress: null, problem: toProblem(thrown) });
    }
  }

  /** Nothing trains on data that is being replaced; what reads other data goes on. */
  async function quiet(cellId: string): Promise<void> {
    const { notebook } = session.notebook.getState();
    const queued = () => session.runs.getState().queue;
    const readers = queued().filter((id) => {
      const job = jobOf(notebook, id);
      return job !== undefined && readsData(notebook, job, cellId);
    });
    // The last first: none of them begins when the running one ends.
    for (const id of [...readers].reverse()) session.queue.cancel(id);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (queued().some((id) => readers.includes(id))) return;
        end();
        resolve();
      };
      const end = session.runs.subscribe(look);
      look();
    });
    if (queued().length === 0) await session.queue.idle();
  }

  return {
    store,
    look,
    reading,
    open(draft, left = []) {
      store.setState({ files: [], left, draft: { ...draft, inspection: null, seconds: 0, busy: 'looking', progress: null, problem: null } as unknown as D });
      return look();
    },
    ask(files, left, cellId) {
      next();
      store.setState({ files, left, cellId, draft: null });
    },
    patch,
    async accept(take, then) {
      const { draft } = store.getState();
      if (!draft) return;
      const { signal } = next();
      patch({ busy: 'loading', progress: null, problem: null });
      const before = async () => {
        signal.throwIfAborted();
        await quiet(draft.cellId);
        signal.throwIfAborted();
      };
      try {
        await take(draft, before, reading());
        if (store.getState().draft) store.setState({ draft: null });
        then(draft);
      } catch (thrown) {
        if (!signal.aborted) patch({ busy: null, progress: null, problem: toProblem(thrown) });
      }
    },
    cancel() {
      next();
      store.setState({ files: [], left: [], draft: null });
    },
  };
}

async function timed<Inspection>(look: () => Promise<Inspection>): Promise<{ inspection: Inspection; seconds: number }> {
  const start = performance.now();
  const inspection = await look();
  return { inspection, seconds: (performance.now() - start) / 1000 };
}

/** A file that cannot be read has a print of its own: why it cannot, the look says in words. */
async function printOf(file: File): Promise<string> {
  try {
    return await fingerprint(file);
  } catch (thrown) {
    if (thrown instanceof DOMException) return `unread|${performance.now()}`;
    throw thrown;
  }
}

/** Its ending in lower case, without the dot and without ".gz": packed files are opened by what is within. */
export function extension(file: File): string {
  return file.name.replace(/\.gz$/i, '').split('.').at(-1)?.toLowerCase() ?? '';
}

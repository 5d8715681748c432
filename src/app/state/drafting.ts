/** A file being looked into before it becomes the data: one look at a time, the last one counts, and what goes wrong is shown where it was asked for. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records';
import { toProblem } from './problem';
import type { Session } from './session';

/** `Inspection`: what the engine tells of the file, read by these choices. */
export interface Drafted<Choices, Inspection> {
  readonly cellId: string;
  readonly file: File;
  /** Id of the sample it is, or null. */
  readonly sample: string | null;
  /** What the person chose; what they left open is guessed by the engine. */
  readonly choices: Choices;
  readonly inspection: Inspection | null;
  readonly busy: 'looking' | 'loading' | null;
  readonly problem: Problem | null;
}

export interface DraftingState<D> {
  /** Several files were given: the person is asked for one. */
  readonly files: readonly File[];
  readonly draft: D | null;
}

export interface Drafting<D> {
  readonly store: StoreApi<DraftingState<D>>;
  /** Opens this file in place of what was open. */
  open(draft: Omit<D, 'inspection' | 'busy' | 'problem'>): Promise<void>;
  /** Asks which of these files is meant. */
  ask(files: readonly File[]): void;
  patch(change: Partial<D>): void;
  /** Has the engine look into the file as it is to be read now. */
  look(): Promise<void>;
  /** Closes the draft once `take` has made it the data; a failure is shown and changes nothing else. */
  accept(take: (draft: D, before: () => Promise<void>) => Promise<unknown>, then: (draft: D) => void): Promise<void>;
  cancel(): void;
}

export function createDrafting<Inspection extends { readonly problem?: Problem }, D extends Drafted<unknown, Inspection>>(session: Session, inspect: (draft: D) => Promise<Inspection>): Drafting<D> {
  const store = createStore<DraftingState<D>>(() => ({ files: [], draft: null }));
  let turn = 0;
  const patch = (change: Partial<D> | Partial<Drafted<unknown, Inspection>>) => store.setState((state) => (state.draft ? { draft: { ...state.draft, ...change } } : state));

  async function look(): Promise<void> {
    const { draft } = store.getState();
    if (!draft) return;
    const mine = ++turn;
    patch({ busy: 'looking', problem: null });
    try {
      const inspection = await inspect(draft);
      if (mine === turn) patch({ inspection, busy: null, problem: inspection.problem ?? null });
    } catch (thrown) {
      if (mine === turn) patch({ inspection: null, busy: null, problem: toProblem(thrown) });
    }
  }

  /** Nothing trains on data that is being replaced. */
  async function quiet(): Promise<void> {
    session.queue.stop();
    await session.queue.idle();
  }

  return {
    store,
    look,
    open(draft) {
      store.setState({ files: [], draft: { ...draft, inspection: null, busy: 'looking', problem: null } as D });
      return look();
    },
    ask: (files) => store.setState({ files, draft: null }),
    patch,
    async accept(take, then) {
      const { draft } = store.getState();
      if (!draft) return;
      patch({ busy: 'loading', problem: null });
      try {
        await take(draft, quiet);
        store.setState({ draft: null });
        then(draft);
      } catch (thrown) {
        patch({ busy: null, problem: toProblem(thrown) });
      }
    },
    cancel() {
      turn++;
      store.setState({ files: [], draft: null });
    },
  };
}

/** Its ending in lower case, without the dot and without ".gz": packed files are opened by what is within. */
export function extension(file: File): string {
  return file.name.replace(/\.gz$/i, '').split('.').at(-1)?.toLowerCase() ?? '';
}

/** A log or sequences being looked into: facts alone, since no cell takes them yet. */
import type { StoreApi } from 'zustand/vanilla';
import type { LogChoices, LogInspection } from '../../engine/records/log';
import type { SequenceChoices, SequenceInspection } from '../../engine/records/sequences';
import { createDrafting } from './drafting';
import type { Drafted, DraftingState, Looks } from './drafting';
import type { Session } from './session';

/** Which of both, and how it is read. */
export interface FactsChoices {
  readonly kind: 'log' | 'sequences';
  readonly log?: LogChoices;
  readonly sequences?: SequenceChoices;
}

export type FactsDraft = Drafted<FactsChoices, LogInspection | SequenceInspection>;

export interface FactsDraftActions {
  readonly store: StoreApi<DraftingState<FactsDraft>>;
  begin(file: File, choices: FactsChoices): Promise<void>;
  chooseLog(patch: Partial<LogChoices>): Promise<void>;
  chooseSequences(patch: Partial<SequenceChoices>): Promise<void>;
  cancel(): void;
}

export function createFactsDraft(session: Session, looks?: Looks): FactsDraftActions {
  const drafting = createDrafting<LogInspection | SequenceInspection, FactsDraft>(session, {
    inspect: ({ file, choices: { kind, log, sequences } }, reading) => (kind === 'log' ? session.client().inspectLog(file, log, reading) : session.client().inspectSequences(file, sequences, reading)),
    looksAt: ({ file, choices: { kind, log, sequences } }) => ({ kind, files: [file], choices: (kind === 'log' ? log : sequences) ?? {} }),
  }, looks);
  const { store, patch } = drafting;
  const choose = (change: (choices: FactsChoices) => FactsChoices): Promise<void> => {
    const { draft } = store.getState();
    if (!draft) return Promise.resolve();
    patch({ choices: change(draft.choices) });
    return drafting.look();
  };

  return {
    store,
    begin: (file, choices) => drafting.open({ cellId: '', file, sample: null, choices }),
    chooseLog: (change) => choose((choices) => ({ ...choices, log: { ...choices.log, ...change } })),
    chooseSequences: (change) => choose((choices) => ({ ...choices, sequences: { ...choices.sequences, ...change } })),
    cancel: drafting.cancel,
  };
}

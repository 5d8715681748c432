/** A log or sequences being looked into: a log cell takes a log; of sequences there are facts alone, since no cell takes them yet. */
import type { StoreApi } from 'zustand/vanilla';
import type { LogChoices, LogInspection } from '../../engine/records/log';
import type { SequenceChoices, SequenceInspection } from '../../engine/records/sequences';
import { jobsOf, readsData } from '../notebook/jobs';
import { logCell } from '../notebook/spec';
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
  /** As the log of this cell, or of the first log cell. */
  begin(file: File, choices: FactsChoices, cellId?: string, sample?: string | null): Promise<void>;
  /** Opens the panel for what a log cell reads now. */
  change(cellId: string): Promise<void>;
  chooseLog(patch: Partial<LogChoices>): Promise<void>;
  chooseSequences(patch: Partial<SequenceChoices>): Promise<void>;
  /** Takes the log and runs all that reads it; a failure is shown in the panel and changes nothing else. */
  accept(): Promise<void>;
  cancel(): void;
}

export function createFactsDraft(session: Session, looks?: Looks): FactsDraftActions {
  const drafting = createDrafting<LogInspection | SequenceInspection, FactsDraft>(session, {
    inspect: ({ file, choices: { kind, log, sequences } }, reading) => (kind === 'log' ? session.client().inspectLog(file, log, reading) : session.client().inspectSequences(file, sequences, reading)),
    looksAt: ({ file, choices: { kind, log, sequences } }) => ({ kind, files: [file], choices: (kind === 'log' ? log : sequences) ?? {} }),
  }, looks);
  const { store, patch } = drafting;
  const firstLog = () => session.notebook.getState().notebook.cells.find(({ mode }) => mode === 'log')?.id ?? '';
  const choose = (change: (choices: FactsChoices) => FactsChoices): Promise<void> => {
    const { draft } = store.getState();
    if (!draft) return Promise.resolve();
    patch({ choices: change(draft.choices) });
    return drafting.look();
  };

  return {
    store,
    begin: (file, choices, cellId = choices.kind === 'log' ? firstLog() : '', sample = null) => drafting.open({ cellId, file, sample, choices }),
    change(cellId) {
      const bound = session.logs.file(cellId);
      const log = logCell(session.notebook.getState().notebook, cellId)?.spec.choices;
      return bound && log ? drafting.open({ cellId, file: bound.file, sample: bound.sample, choices: { kind: 'log', log } }) : Promise.resolve();
    },
    accept: () =>
      drafting.accept(
        ({ cellId, file, choices, sample }, before, reading) => session.logs.use(cellId, file, choices.log ?? {}, sample, before, reading),
        ({ cellId }) => {
          const { notebook } = session.notebook.getState();
          session.queue.run(session.methods().filter((id) => jobsOf(notebook, id).some((job) => readsData(notebook, job, cellId))));
        },
      ),
    chooseLog: (change) => choose((choices) => ({ ...choices, log: { ...choices.log, ...change } })),
    chooseSequences: (change) => choose((choices) => ({ ...choices, sequences: { ...choices.sequences, ...change } })),
    cancel: drafting.cancel,
  };
}

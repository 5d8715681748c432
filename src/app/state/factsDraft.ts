/** A log, codes or sequences being looked into, for the cell of each. */
import type { StoreApi } from 'zustand/vanilla';
import type { CodesChoices, CodesInspection } from '../../engine/records/codes';
import type { LogChoices, LogInspection } from '../../engine/records/log';
import type { SequenceChoices, SequenceInspection } from '../../engine/records/sequences';
import { jobsOf, readsData } from '../notebook/jobs';
import { newCodes, newSequences } from '../notebook/newCells';
import { codesCell, logCell, sequencesCell } from '../notebook/spec';
import { createDrafting } from './drafting';
import type { Drafted, DraftingState, Looks } from './drafting';
import { addCell, undo } from './notebookStore';
import type { Session } from './session';

/** Which of them, and how it is read. */
export interface FactsChoices {
  readonly kind: 'log' | 'sequences' | 'codes';
  readonly log?: LogChoices;
  readonly sequences?: SequenceChoices;
  readonly codes?: CodesChoices;
}

export type FactsInspection = LogInspection | SequenceInspection | CodesInspection;
export type FactsDraft = Drafted<FactsChoices, FactsInspection>;

export interface FactsDraftActions {
  readonly store: StoreApi<DraftingState<FactsDraft>>;
  /** As the log, the sequences or the codes of this cell, or of the first that takes them. */
  begin(file: File, choices: FactsChoices, cellId?: string, sample?: string | null): Promise<void>;
  /** Opens the panel for what a log, sequences or codes cell reads now. */
  change(cellId: string): Promise<void>;
  chooseLog(patch: Partial<LogChoices>): Promise<void>;
  chooseSequences(patch: Partial<SequenceChoices>): Promise<void>;
  chooseCodes(patch: Partial<CodesChoices>): Promise<void>;
  /** Takes the log, the sequences or the codes, the latter two into a cell of their own where the notebook has none, and runs all that reads it; a failure is shown in the panel and changes nothing else. */
  accept(): Promise<void>;
  cancel(): void;
}

export function createFactsDraft(session: Session, looks?: Looks): FactsDraftActions {
  const drafting = createDrafting<FactsInspection, FactsDraft>(session, {
    inspect({ file, choices: { kind, log, sequences, codes } }, reading) {
      if (kind === 'codes') return session.client().inspectCodes(file, codes, reading);
      return kind === 'log' ? session.client().inspectLog(file, log, reading) : session.client().inspectSequences(file, sequences, reading);
    },
    looksAt: ({ file, choices }) => ({ kind: choices.kind, files: [file], choices: choices[choices.kind] ?? {} }),
  }, looks);
  const { store, patch } = drafting;
  const first = (wanted: FactsChoices['kind']) => session.notebook.getState().notebook.cells.find(({ mode }) => mode === wanted)?.id ?? '';
  const choose = (change: (choices: FactsChoices) => FactsChoices): Promise<void> => {
    const { draft } = store.getState();
    if (!draft) return Promise.resolve();
    patch({ choices: change(draft.choices) });
    return drafting.look();
  };

  return {
    store,
    begin: (file, choices, cellId = first(choices.kind), sample = null) => drafting.open({ cellId, file, sample, choices }),
    change(cellId) {
      const codes = codesCell(session.notebook.getState().notebook, cellId)?.spec.choices;
      const made = session.codes.file(cellId);
      if (codes && made) return drafting.open({ cellId, file: made.file, sample: made.sample, choices: { kind: 'codes', codes } });
      const sequences = sequencesCell(session.notebook.getState().notebook, cellId)?.spec.choices;
      const ordered = session.sequences.file(cellId);
      if (sequences && ordered) return drafting.open({ cellId, file: ordered.file, sample: ordered.sample, choices: { kind: 'sequences', sequences } });
      const bound = session.logs.file(cellId);
      const log = logCell(session.notebook.getState().notebook, cellId)?.spec.choices;
      return bound && log ? drafting.open({ cellId, file: bound.file, sample: bound.sample, choices: { kind: 'log', log } }) : Promise.resolve();
    },
    accept() {
      let taken = '';
      return drafting.accept(
        async ({ cellId, file, choices, sample }, before, reading) => {
          taken = cellId;
          if (choices.kind === 'log') return session.logs.use(cellId, file, choices.log ?? {}, sample, before, reading);
          const { notebook } = session.notebook.getState();
          taken = cellId || addCell(session.notebook, choices.kind === 'codes' ? newCodes(notebook, session.catalog.published) : newSequences(notebook));
          try {
            if (choices.kind === 'codes') await session.codes.use(taken, file, choices.codes ?? {}, sample, before, reading);
            else await session.sequences.use(taken, file, choices.sequences ?? {}, sample, before, reading);
          } catch (thrown) {
            if (taken !== cellId) undo(session.notebook);
            throw thrown;
          }
        },
        () => {
          const { notebook } = session.notebook.getState();
          session.queue.run(session.methods().filter((id) => jobsOf(notebook, id).some((job) => readsData(notebook, job, taken))));
        },
      );
    },
    chooseLog: (change) => choose((choices) => ({ ...choices, log: { ...choices.log, ...change } })),
    chooseSequences: (change) => choose((choices) => ({ ...choices, sequences: { ...choices.sequences, ...change } })),
    chooseCodes: (change) => choose((choices) => ({ ...choices, codes: { ...choices.codes, ...change } })),
    cancel: drafting.cancel,
  };
}

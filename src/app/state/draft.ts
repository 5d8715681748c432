/** A file of vectors being looked into before it becomes the data: which one, how it would be read, and why it cannot be. */
import type { StoreApi } from 'zustand/vanilla';
import type { DatasetChoices, FileInspection } from '../../engine/records';
import { datasetCell } from '../notebook/spec';
import { createDrafting, extension } from './drafting';
import type { Drafted, DraftingState } from './drafting';
import type { Session } from './session';

export type Draft = Drafted<DatasetChoices, FileInspection>;
export type DraftState = DraftingState<Draft>;

export interface DraftActions {
  readonly store: StoreApi<DraftState>;
  /** Files given at once: the one that holds vectors is opened, of several the person is asked. */
  offer(files: readonly File[]): void;
  /** Looks into a file, as the data of this cell or of the first dataset cell. */
  begin(file: File, sample: string | null, choices?: DatasetChoices, cellId?: string): Promise<void>;
  /** Opens the panel for what a cell reads now. */
  change(cellId: string): Promise<void>;
  choose(patch: Partial<DatasetChoices>): Promise<void>;
  /** Takes the file as the data and runs the comparison on it; a failure is shown in the panel and changes nothing else. */
  accept(patch?: Partial<DatasetChoices>): Promise<void>;
  cancel(): void;
}

/** Rows with NaN or an infinity that nothing was decided about yet. */
export function undecidedRows(draft: Draft): number {
  const summary = draft.inspection?.summary;
  const decided = draft.choices.badRows === 'drop' || draft.choices.badRows === 'replace';
  return summary && !decided ? summary.nanRows + summary.infRows : 0;
}

export function createDraft(session: Session): DraftActions {
  const drafting = createDrafting<FileInspection, Draft>(session, ({ file, choices }) => session.client().inspect(file, choices));
  const { store, patch } = drafting;

  const begin: DraftActions['begin'] = (file, sample, choices = {}, cellId) => {
    const cell = cellId ?? session.notebook.getState().notebook.cells.find((candidate) => candidate.mode === 'dataset')?.id;
    return cell === undefined ? Promise.resolve() : drafting.open({ cellId: cell, file, sample, choices });
  };

  return {
    store,
    begin,
    offer(files) {
      const readable = files.filter((file) => session.catalog.extensions.includes(extension(file)));
      if (readable.length > 1) drafting.ask(readable);
      // A single file is opened whatever its name: the reader says best what is wrong with it.
      else if (files.length > 0) void begin(readable[0] ?? files[0]!, null);
    },
    change(cellId) {
      const cell = datasetCell(session.notebook.getState().notebook, cellId);
      const bound = cell && session.runs.getState().files[cell.spec.data];
      return cell && bound ? begin(bound.file, bound.sample, cell.spec.choices, cellId) : Promise.resolve();
    },
    async choose(choices) {
      patch({ choices: { ...store.getState().draft?.choices, ...choices } });
      await drafting.look();
    },
    accept: (choices = {}) =>
      drafting.accept(
        (draft, before) => session.data.use(draft.cellId, draft.file, { ...draft.choices, ...choices }, draft.sample, before),
        () => session.queue.run(session.quantizers()),
      ),
    cancel: drafting.cancel,
  };
}

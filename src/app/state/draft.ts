/** A file of vectors being looked into before it becomes the data: which one, how it would be read, and why it cannot be. */
import type { StoreApi } from 'zustand/vanilla';
import type { DatasetChoices, DatasetSummary, FileInspection } from '../../engine/records/data';
import { datasetCell } from '../notebook/spec';
import { createDrafting, extension } from './drafting';
import type { Drafted, DraftingState, Looks } from './drafting';
import type { Session } from './session';

export interface Draft extends Drafted<DatasetChoices, FileInspection> {
  /** Joined to it: ids and metadata for its rows. */
  readonly joined: File | null;
}
/** Formats without room for titles: a file beside one of them tells of its rows. */
const MATRICES: readonly string[] = ['npy', 'npz', 'safetensors'];

export type DraftState = DraftingState<Draft>;

export interface DraftActions {
  readonly store: StoreApi<DraftState>;
  /** Files given at once: the one that holds vectors is opened; a table beside a matrix is joined to it; of several vectors the person is asked. */
  offer(files: readonly File[], cellId?: string): void;
  /** Looks into a file, as the data of this cell or of the first dataset cell. */
  begin(file: File, sample: string | null, choices?: DatasetChoices, cellId?: string, left?: readonly string[], joined?: File): Promise<void>;
  /** Opens the panel for what a cell reads now. */
  change(cellId: string): Promise<void>;
  choose(patch: Partial<DatasetChoices>): Promise<void>;
  /** Joins a file, or (null) none. */
  join(file: File | null): Promise<void>;
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

/**
 * What is known of the rows in use. Where all rows were looked at and none is bad or far out, a row sample changes their number alone, so that nothing is read again for it;
 * the other figures stay those of all rows.
 */
export function shownSummary({ inspection, choices }: Draft): DatasetSummary | undefined {
  const summary = inspection?.summary;
  const wanted = choices.sampleRows;
  return summary && wanted && sampleNeedsNoLook(inspection) ? { ...summary, rows: Math.min(wanted, summary.fileRows) } : summary;
}

function sampleNeedsNoLook(inspection: FileInspection | null): boolean {
  const { summary, choices, problem } = inspection ?? {};
  return summary !== undefined && !problem && !choices?.sampleRows && summary.nanRows + summary.infRows === 0 && !summary.outliers;
}

export function createDraft(session: Session, looks?: Looks): DraftActions {
  const drafting = createDrafting<FileInspection, Draft>(session, {
    inspect: ({ file, joined, choices }, reading) => session.client().inspect(file, choices, reading, joined ?? undefined),
    looksAt: ({ file, joined, choices }) => ({ kind: 'vectors', files: joined ? [file, joined] : [file], choices }),
  }, looks);
  const { store, patch } = drafting;

  const begin: DraftActions['begin'] = (file, sample, choices = {}, cellId, left, joined) => {
    const cell = cellId ?? session.notebook.getState().notebook.cells.find((candidate) => candidate.mode === 'dataset')?.id;
    return cell === undefined ? Promise.resolve() : drafting.open({ cellId: cell, file, sample, choices, joined: joined ?? null }, left);
  };

  return {
    store,
    begin,
    offer(files, cellId) {
      const readable = files.filter((file) => session.catalog.extensions.includes(extension(file)));
      const left = (used: readonly File[]) => files.filter((file) => !used.includes(file)).map(({ name }) => name);
      const [matrix, ...others] = readable.filter((file) => MATRICES.includes(extension(file)));
      const [joined, ...more] = readable.filter((file) => file !== matrix);
      if (matrix && joined && others.length + more.length === 0) return void begin(matrix, null, {}, cellId, left([matrix, joined]), joined);
      if (readable.length > 1) return drafting.ask(readable, left(readable), cellId);
      // A single file is opened whatever its name: the reader says best what is wrong with it.
      const file = readable[0] ?? files[0];
      if (file) void begin(file, null, {}, cellId, left([file]));
    },
    change(cellId) {
      const cell = datasetCell(session.notebook.getState().notebook, cellId);
      const bound = cell && session.runs.getState().files[cell.spec.data];
      const joined = cell?.spec.joinData === undefined ? undefined : session.runs.getState().files[cell.spec.joinData]?.file;
      // Without the file that was joined its columns cannot be chosen; the panel then opens as if there had been none.
      return cell && bound ? begin(bound.file, bound.sample, joined ? cell.spec.choices : withoutJoin(cell.spec.choices), cellId, [], joined) : Promise.resolve();
    },
    async choose(choices) {
      const { inspection = null, busy = null } = store.getState().draft ?? {};
      patch({ choices: { ...store.getState().draft?.choices, ...choices } });
      const sampleOnly = Object.keys(choices).every((key) => key === 'sampleRows' || key === 'sampleSeed');
      if (!sampleOnly || busy !== null || !sampleNeedsNoLook(inspection)) await drafting.look();
    },
    async join(joined) {
      const { draft } = store.getState();
      if (!draft) return;
      patch({ joined, choices: withoutJoin(draft.choices) });
      await drafting.look();
    },
    accept: (choices = {}) =>
      drafting.accept(
        (draft, before, reading) => session.data.use(draft.cellId, { file: draft.file, ...(draft.joined && { joined: draft.joined }) }, { ...draft.choices, ...choices }, draft.sample, before, reading),
        () => session.queue.run(session.quantizers()),
      ),
    cancel: drafting.cancel,
  };
}

/** Columns of a joined file mean nothing for another one, nor without one; its label column may be one of them. */
function withoutJoin({ join: _, joinOn: __, joinColumns, joinId: ___, labelColumn, ...choices }: DatasetChoices): DatasetChoices {
  return { ...choices, ...(labelColumn !== undefined && !joinColumns?.includes(labelColumn) && { labelColumn }) };
}

/** A file being looked into before it becomes the data: which one, how it would be read, and why it cannot be. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { DatasetChoices, FileInspection, Problem } from '../../engine/records';
import { datasetCell } from '../notebook/spec';
import { toProblem } from './problem';
import type { Session } from './session';

export interface Draft {
  readonly cellId: string;
  readonly file: File;
  /** Id of the sample it is, or null. */
  readonly sample: string | null;
  /** What the person chose; what they left open is guessed by the reader. */
  readonly choices: DatasetChoices;
  readonly inspection: FileInspection | null;
  readonly busy: 'looking' | 'loading' | null;
  readonly problem: Problem | null;
}

export interface DraftState {
  /** Several vector files were given: the person is asked for one. */
  readonly files: readonly File[];
  readonly draft: Draft | null;
}

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
  const store = createStore<DraftState>(() => ({ files: [], draft: null }));
  let turn = 0;

  const patch = (change: Partial<Draft>) => store.setState((state) => (state.draft ? { draft: { ...state.draft, ...change } } : state));

  async function look(): Promise<void> {
    const draft = store.getState().draft;
    if (!draft) return;
    const mine = ++turn;
    patch({ busy: 'looking', problem: null });
    try {
      const inspection = await session.client().inspect(draft.file, draft.choices);
      if (mine === turn) patch({ inspection, busy: null, problem: inspection.problem ?? null });
    } catch (thrown) {
      if (mine === turn) patch({ inspection: null, busy: null, problem: toProblem(thrown) });
    }
  }

  const begin: DraftActions['begin'] = (file, sample, choices = {}, cellId) => {
    const cell = cellId ?? session.notebook.getState().notebook.cells.find((candidate) => candidate.mode === 'dataset')?.id;
    if (cell === undefined) return Promise.resolve();
    store.setState({ files: [], draft: { cellId: cell, file, sample, choices, inspection: null, busy: 'looking', problem: null } });
    return look();
  };

  return {
    store,
    begin,
    offer(files) {
      const readable = files.filter((file) => session.catalog.extensions.includes(extension(file)));
      if (readable.length > 1) store.setState({ files: readable, draft: null });
      // A single file is opened whatever its name: the reader says best what is wrong with it.
      else if (files.length > 0) void begin(readable[0] ?? files[0]!, null);
    },
    change(cellId) {
      const cell = datasetCell(session.notebook.getState().notebook, cellId);
      const bound = cell && session.runs.getState().files[cell.spec.data];
      return cell && bound ? begin(bound.file, bound.sample, cell.spec.choices, cellId) : Promise.resolve();
    },
    async choose(choices) {
      const draft = store.getState().draft;
      if (!draft) return;
      patch({ choices: { ...draft.choices, ...choices } });
      await look();
    },
    async accept(choices = {}) {
      const draft = store.getState().draft;
      if (!draft) return;
      const decided = { ...draft.choices, ...choices };
      patch({ busy: 'loading', problem: null });
      try {
        await session.data.use(draft.cellId, draft.file, decided, draft.sample, async () => {
          session.queue.stop();
          await session.queue.idle();
        });
        store.setState({ draft: null });
        session.queue.run(session.quantizers());
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

function extension(file: File): string {
  return file.name.split('.').at(-1)?.toLowerCase() ?? '';
}

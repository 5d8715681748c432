/** A table being looked into before it becomes the data: which files, what each column is used for, and why it cannot be read so. */
import type { StoreApi } from 'zustand/vanilla';
import type { TableChoices, TableInspection } from '../../engine/records/table';
import { inputOf } from '../notebook/inputs';
import { tableCell } from '../notebook/spec';
import { createDrafting, extension } from './drafting';
import type { Drafted, DraftingState, Looks } from './drafting';
import type { Session } from './session';

export interface TableDraft extends Drafted<TableChoices, TableInspection> {
  /** Joined to it, and the names of its columns. */
  readonly joined: { readonly file: File; readonly columns: readonly string[] } | null;
}
/** Two `files` were given: the person is asked which holds the value to predict. */
export type TableDraftState = DraftingState<TableDraft>;

export interface TableDraftActions {
  readonly store: StoreApi<TableDraftState>;
  /** Files given at once: of two the person is asked which is the table; the other is joined to it. */
  offer(files: readonly File[], cellId?: string): void;
  /** Looks into a file, as the table of this cell or of the first table cell. */
  begin(file: File, sample: string | null, choices?: TableChoices, joined?: File, cellId?: string, left?: readonly string[]): Promise<void>;
  /** Opens the panel for what a cell reads now. */
  change(cellId: string): Promise<void>;
  choose(patch: Partial<TableChoices>): Promise<void>;
  /** Joins a file, or (null) none. */
  join(file: File | null): Promise<void>;
  /** Takes the table and runs every predictor that reads it; a failure is shown in the panel and changes nothing else. */
  accept(): Promise<void>;
  cancel(): void;
}

export function createTableDraft(session: Session, looks?: Looks): TableDraftActions {
  const drafting = createDrafting<TableInspection, TableDraft>(session, {
    inspect: (draft, reading) => session.client().inspectTable(draft.file, readBy(draft.choices), draft.joined?.file, reading),
    looksAt: ({ file, joined, choices }) => ({ kind: 'table', files: joined ? [file, joined.file] : [file], choices: readBy(choices) }),
  }, looks);
  const { store, patch, look } = drafting;
  const readable = (files: readonly File[]) => files.filter((file) => session.catalog.tableExtensions.includes(extension(file)));
  const firstTable = () => session.notebook.getState().notebook.cells.find((cell) => cell.mode === 'table')?.id;

  /** Names of a file's columns; none where it cannot be read, which the look at both together says in words. */
  async function columnsOf(file: File): Promise<readonly string[]> {
    return (await session.client().inspectTable(file, {}, undefined, drafting.reading())).columns.map((column) => column.name);
  }

  const begin: TableDraftActions['begin'] = async (file, sample, choices = {}, joined, cellId = firstTable(), left) => {
    if (cellId === undefined) return;
    await drafting.open({ cellId, file, sample, choices, joined: joined ? { file: joined, columns: [] } : null }, left);
    if (!joined) return;
    const columns = await columnsOf(joined);
    if (store.getState().draft?.joined?.file === joined) patch({ joined: { file: joined, columns } });
  };

  return {
    store,
    begin,
    offer(files, cellId) {
      const tables = readable(files);
      const left = (used: readonly File[]) => files.filter((file) => !used.includes(file)).map(({ name }) => name);
      if (tables.length > 1) return drafting.ask(tables.slice(0, 2), left(tables.slice(0, 2)), cellId);
      // A single file is opened whatever its name: the reader says best what is wrong with it.
      const file = tables[0] ?? files[0];
      if (file) void begin(file, null, {}, undefined, cellId, left([file]));
    },
    change(cellId) {
      const cell = tableCell(session.notebook.getState().notebook, cellId);
      const files = session.tables.files(cellId);
      return cell && files ? begin(files.file, session.runs.getState().files[cell.spec.data]?.sample ?? null, cell.spec.choices, files.joined, cellId) : Promise.resolve();
    },
    async choose(choices) {
      patch({ choices: compact({ ...store.getState().draft?.choices, ...choices }) });
      await look();
    },
    async join(file) {
      const draft = store.getState().draft;
      if (!draft) return;
      const { join: _, joinOn: __, ...choices } = draft.choices;
      if (!file) {
        patch({ joined: null, choices });
        return look();
      }
      patch({ busy: 'looking', progress: null, problem: null });
      const columns = await columnsOf(file);
      if (store.getState().draft?.file !== draft.file) return;
      // Where both have a column of one name, most likely that is what joins them.
      const shared = draft.inspection?.columns.find((column) => !column.joined && columns.includes(column.name))?.name;
      patch({ joined: { file, columns }, choices: shared === undefined ? choices : { ...choices, join: shared } });
      await look();
    },
    accept: () =>
      drafting.accept(
        ({ cellId, file, joined, choices, sample }, before, reading) => session.tables.use(cellId, { file, ...(joined && { joined: joined.file }) }, choices, sample, before, reading),
        ({ cellId }) => session.queue.run(session.notebook.getState().notebook.cells.filter((cell) => cell.mode === 'predictor' && inputOf(cell, 'rows') === cellId).map((cell) => cell.id)),
      ),
    cancel: drafting.cancel,
  };
}

/** The choices that matter for reading: the unit stands beside the numbers alone. */
function readBy({ unit: _, ...choices }: TableChoices): TableChoices {
  return choices;
}

/** What was taken back is left out, as if it had never been chosen. */
function compact(choices: TableChoices): TableChoices {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

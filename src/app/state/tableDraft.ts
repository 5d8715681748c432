/** A table being looked into before it becomes the data: which files, what each column is used for, and why it cannot be read so. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records';
import type { FieldType, TableChoices, TableColumn, TableInspection } from '../../engine/recordsTable';
import { tableCell } from '../notebook/spec';
import { toProblem } from './problem';
import type { Session } from './session';

export type ColumnUse = 'target' | 'feature' | 'reference' | 'nothing';
export const USES: readonly { readonly value: ColumnUse; readonly title: string }[] = [
  { value: 'feature', title: 'feature' }, { value: 'nothing', title: 'nothing' }, { value: 'target', title: 'value to predict' }, { value: 'reference', title: 'reference' },
];

export interface TableDraft {
  readonly cellId: string;
  readonly file: File;
  /** Joined to it, and the names of its columns. */
  readonly joined: { readonly file: File; readonly columns: readonly string[] } | null;
  /** Id of the sample it is, or null. */
  readonly sample: string | null;
  /** What the person chose; what they left open is guessed by the engine. */
  readonly choices: TableChoices;
  readonly inspection: TableInspection | null;
  readonly busy: 'looking' | 'loading' | null;
  readonly problem: Problem | null;
}

export interface TableDraftState {
  /** Two tables were given: the person is asked which holds the value to predict. */
  readonly files: readonly File[];
  readonly draft: TableDraft | null;
}

export interface TableDraftActions {
  readonly store: StoreApi<TableDraftState>;
  /** True where the notebook has a table cell and at least one of these files can be read as a table. */
  takes(files: readonly File[]): boolean;
  /** Files given at once: of two the person is asked which is the table; the other is joined to it. */
  offer(files: readonly File[]): void;
  /** Looks into a file, as the table of this cell or of the first table cell. */
  begin(file: File, sample: string | null, choices?: TableChoices, joined?: File, cellId?: string): Promise<void>;
  /** Opens the panel for what a cell reads now. */
  change(cellId: string): Promise<void>;
  choose(patch: Partial<TableChoices>): Promise<void>;
  /** Joins a file, or (null) none. */
  join(file: File | null): Promise<void>;
  /** Takes the table and runs every predictor that reads it; a failure is shown in the panel and changes nothing else. */
  accept(): Promise<void>;
  cancel(): void;
}

/** What a column is used for with these choices, completed by guesses. */
export function columnUse(choices: TableChoices, name: string): ColumnUse {
  if (choices.target === name) return 'target';
  if (choices.references?.includes(name)) return 'reference';
  return choices.features?.includes(name) ? 'feature' : 'nothing';
}

/**
 * The choices that use a column so; the column that was the target before is used for nothing then. `choices`: completed by guesses. `chosen`: by the
 * person alone; features that are guessed are guessed anew for another target, since what leaks one may be a fair feature of the other.
 */
export function withUse(choices: TableChoices, name: string, use: ColumnUse, chosen: TableChoices = choices): Partial<TableChoices> {
  const without = (names: readonly string[] = []) => names.filter((other) => other !== name);
  if (use === 'target') return { target: name, references: without(choices.references), ...(chosen.features && { features: without(chosen.features) }) };
  return {
    features: use === 'feature' ? [...without(choices.features), name] : without(choices.features),
    references: use === 'reference' ? [...without(choices.references), name] : without(choices.references),
  };
}

/** The choices that read a column as this type; a label is no value to predict, so a target that becomes one is guessed anew. */
export function withType(choices: TableChoices, column: Pick<TableColumn, 'name' | 'guessed'>, type: FieldType): Partial<TableChoices> {
  const { [column.name]: _, ...others } = choices.types ?? {};
  return { types: type === column.guessed ? others : { ...others, [column.name]: type }, ...(type !== 'number' && choices.target === column.name && { target: undefined }) };
}

export function createTableDraft(session: Session): TableDraftActions {
  const store = createStore<TableDraftState>(() => ({ files: [], draft: null }));
  let turn = 0;

  const patch = (change: Partial<TableDraft>) => store.setState((state) => (state.draft ? { draft: { ...state.draft, ...change } } : state));
  const readable = (files: readonly File[]) => files.filter((file) => session.catalog.tableExtensions.includes(extension(file)));
  const firstTable = () => session.notebook.getState().notebook.cells.find((cell) => cell.mode === 'table')?.id;

  async function look(): Promise<void> {
    const draft = store.getState().draft;
    if (!draft) return;
    const mine = ++turn;
    patch({ busy: 'looking', problem: null });
    try {
      const inspection = await session.client().inspectTable(draft.file, draft.choices, draft.joined?.file);
      if (mine === turn) patch({ inspection, busy: null, problem: inspection.problem ?? null });
    } catch (thrown) {
      if (mine === turn) patch({ inspection: null, busy: null, problem: toProblem(thrown) });
    }
  }

  /** Names of a file's columns; none where it cannot be read, which the look at both together says in words. */
  async function columnsOf(file: File): Promise<readonly string[]> {
    return (await session.client().inspectTable(file, {})).columns.map((column) => column.name);
  }

  const begin: TableDraftActions['begin'] = async (file, sample, choices = {}, joined, cellId = firstTable()) => {
    if (cellId === undefined) return;
    store.setState({ files: [], draft: { cellId, file, sample, choices, joined: joined ? { file: joined, columns: [] } : null, inspection: null, busy: 'looking', problem: null } });
    await look();
    if (!joined) return;
    const columns = await columnsOf(joined);
    if (store.getState().draft?.joined?.file === joined) patch({ joined: { file: joined, columns } });
  };

  return {
    store,
    begin,
    takes: (files) => firstTable() !== undefined && readable(files).length > 0,
    offer(files) {
      const tables = readable(files);
      if (tables.length > 1) store.setState({ files: tables.slice(0, 2), draft: null });
      else if (tables[0]) void begin(tables[0], null);
    },
    change(cellId) {
      const cell = tableCell(session.notebook.getState().notebook, cellId);
      const files = session.tables.files(cellId);
      return cell && files ? begin(files.file, session.runs.getState().files[cell.spec.data]?.sample ?? null, cell.spec.choices, files.joined, cellId) : Promise.resolve();
    },
    async choose(choices) {
      const draft = store.getState().draft;
      if (!draft) return;
      patch({ choices: compact({ ...draft.choices, ...choices }) });
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
      patch({ busy: 'looking', problem: null });
      const columns = await columnsOf(file);
      if (store.getState().draft?.file !== draft.file) return;
      // Where both have a column of one name, most likely that is what joins them.
      const shared = draft.inspection?.columns.find((column) => !column.joined && columns.includes(column.name))?.name;
      patch({ joined: { file, columns }, choices: shared === undefined ? choices : { ...choices, join: shared } });
      await look();
    },
    async accept() {
      const draft = store.getState().draft;
      if (!draft) return;
      patch({ busy: 'loading', problem: null });
      try {
        const files = { file: draft.file, ...(draft.joined && { joined: draft.joined.file }) };
        await session.tables.use(draft.cellId, files, draft.choices, draft.sample, async () => {
          session.queue.stop();
          await session.queue.idle();
        });
        store.setState({ draft: null });
        const { cells } = session.notebook.getState().notebook;
        session.queue.run(cells.filter((cell) => cell.mode === 'predictor' && cell.inputs.includes(draft.cellId)).map((cell) => cell.id));
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

/** What was taken back is left out, as if it had never been chosen. */
function compact(choices: TableChoices): TableChoices {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

export function extension(file: File): string {
  return file.name.split('.').at(-1)?.toLowerCase() ?? '';
}

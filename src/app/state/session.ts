/** The page's state in one piece: the stores, the engine, and every action a person can take. */
import type { EngineClient } from '../../engine/client';
import type { Problem } from '../../engine/records/basics';
import type { BackendName, Catalog } from '../../engine/records/engine';
import type { CheckpointPlan } from '../../engine/records/run';
import { fingerprint } from '../notebook/hash';
import { toNotebook } from '../notebook/toNotebook';
import type { Cell, CellMode, Notebook } from '../notebook/spec';
import { createAnswers } from './answers';
import type { Answers } from './answers';
import { createAutosave } from './autosave';
import type { Autosave } from './autosave';
import { createDifferences } from './differences';
import type { Differences } from './differences';
import { createData } from './data';
import type { DataActions } from './data';
import { createEngineStore } from './engineStore';
import type { EngineStore } from './engineStore';
import { createNotebookStore } from './notebookStore';
import type { NotebookStore } from './notebookStore';
import { createIdentifiers } from './identifiers';
import type { Identifiers } from './identifiers';
import { createKeeping } from './keeping';
import type { Keeping } from './keeping';
import { toProblem } from './problem';
import { createQueue } from './queue';
import type { QueueActions } from './queue';
import { createRunStore, patchCodes, patchData, patchLog, patchRun, patchSequences, patchTable } from './runStore';
import type { RunStore } from './runStore';
import { carriedData, carriedRuns, restoredRuns, takenUp, withCheckpoints } from './restore';
import { createSelection } from './selection';
import { createSnapshots } from './snapshots';
import type { SnapshotStore } from './snapshots';
import type { SelectionStore } from './selection';
import type { BackendChoice } from './settingsStore';
import { noStorage } from './storage';
import type { KeptEntry, KeptNotebook, KeptQueue, NotebookStorage } from './storage';
import { createCodes } from './codes';
import type { CodesActions } from './codes';
import { createItems } from './items';
import type { Items } from './items';
import { createJobInputs } from './jobInputs';
import type { JobInputs } from './jobInputs';
import { keepSelection, takeSelection } from './keptSelection';
import { createLogs } from './logs';
import type { LogActions } from './logs';
import { createSequences } from './sequences';
import type { SequencesActions } from './sequences';
import { shownOrder } from './shownOrder';
import { createTables } from './tables';
import type { TableActions } from './tables';
import { noTabs } from './tabs';
import type { Tabs } from './tabs';

export interface SessionParts {
  /** `ended` is told where the engine ends by itself. */
  createClient(ended: (problem: Problem) => void): EngineClient;
  readonly storage: NotebookStorage;
  /** Other tabs of this browser; absent: there are none. */
  readonly tabs?: Tabs;
  /** Id of the notebook to show first; absent or unknown: the last one changed. */
  readonly wanted?: string | null;
  /** Called with the id of the notebook shown. */
  remember?(id: string): void;
  /** Another notebook is opened at once: on a first visit its own is not kept. */
  readonly passing?: boolean;
  /** The document of a first visit. */
  readonly firstNotebook: unknown;
  /** When to publish gathered events: the next frame on a page. */
  nextFrame(publish: () => void): void;
  readonly backend: BackendChoice;
  /** How checkpoints are kept; absent: none are, as in headless runs. */
  checkpoints?(): Omit<CheckpointPlan, 'key'>;
  /** Steps after which metrics are counted at the latest; absent or 0: as often as time allows. */
  reportEvery?(): number;
  /** The file of a bundled sample. */
  fetchSample(id: string): Promise<File>;
}

export interface Session {
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  readonly engine: EngineStore;
  readonly catalog: Catalog;
  readonly save: Autosave;
  /** Notebooks kept in this browser. */
  readonly keeping: Keeping;
  readonly data: DataActions;
  readonly tables: TableActions;
  readonly logs: LogActions;
  readonly sequences: SequencesActions;
  readonly codes: CodesActions;
  readonly queue: QueueActions;
  /** What predictors of labels, and recommenders, have over each other. */
  readonly differences: Differences;
  /** What trained recommenders answer. */
  readonly answers: Answers;
  readonly identifiers: Identifiers;
  readonly items: Items;
  readonly selection: SelectionStore;
  /** What figures can go back to. */
  readonly snapshots: SnapshotStore;
  /** True where nothing was stored before. */
  readonly firstVisit: boolean;
  /** The notebook that should be shown and could not be opened again: it is kept as it is, and another is shown; null otherwise. */
  readonly aside: { readonly id: string; readonly message: string } | null;
  client(): EngineClient;
  fetchSample(id: string): Promise<File>;
  /** The document of a first visit. */
  firstNotebook(): Notebook;
  /** Ids of all quantizer cells and cells of codes made elsewhere, in order. */
  quantizers(): string[];
  /** Ids of all predictor cells, in order. */
  predictors(): string[];
  /** Ids of all cells of quantizers, codes and predictors, in order: what "run all" runs. */
  methods(): string[];
  /** Starts the engine anew on another backend. */
  useBackend(choice: BackendChoice): Promise<void>;
  /** Reads the data of every dataset, table, log, sequences and codes cell that has its file, so that it is shown; fetches samples that stand in for files. */
  loadAll(): Promise<void>;
  /** Shows another notebook, kept under an id of its own; the one before it stays as it is. Files that are bound stay bound, results that hold for it are taken along, and undo goes back to what was shown. `fresh`: its name is numbered where it is taken. */
  open(notebook: Notebook, fresh?: boolean): Promise<void>;
  /** The browser closed its storage: nothing is kept from now on. */
  storageLost(words: string): void;
  /** What a visit begins with: the data is read, and a queue that a reload cut short goes on. */
  begin(): Promise<void>;
  close(): void;
}

/** Starts the engine, restores what was stored, wires stores and actions. Rejects where no backend starts at all. */
export async function createSession(parts: SessionParts): Promise<Session> {
  const engine = createEngineStore();
  let client = parts.createClient((problem) => void recover(problem));
  let storage = parts.storage;
  const unreadable = (thrown: unknown) => {
    storage = noStorage(`Nothing is saved: the notebooks kept in this browser could not be read (${toProblem(thrown).message}). They are left as they are. Reload the page to try again.`);
    return null;
  };
  const [{ info, catalog }, entries] = await Promise.all([client.start(wanted(parts.backend)), storage.list().catch(unreadable)]);
  engine.setState({ status: 'ready', info, catalog, problem: null });

  const notebook = createNotebookStore(toNotebook(parts.firstNotebook, catalog));
  const runs = createRunStore();
  /** The queue of the notebook shown, until it is taken up. */
  let left: KeptQueue | null = null;

  /** Another file is no edit to be undone: the file before it is no longer held. */
  const change = (cellId: string, to: (cell: Cell) => Cell) =>
    notebook.setState((state) => ({ notebook: { ...state.notebook, cells: state.notebook.cells.map((cell) => (cell.id === cellId ? to(cell) : cell)) } }));
  const data = createData(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'dataset' ? { ...cell, spec } : cell)));
  const tables = createTables(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'table' ? { ...cell, spec } : cell)));
  const logs = createLogs(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'log' ? { ...cell, spec } : cell)));
  const sequences = createSequences(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'sequences' ? { ...cell, spec } : cell)));
  const codes = createCodes(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'codes' ? { ...cell, spec } : cell)));
  const inputs: JobInputs = createJobInputs({
    client: () => client, notebook, runs, data, tables, logs, sequences, codes,
    repair: async (id, options) => client.repair(await shownOrder(notebook, runs, inputs, id), options),
  });
  const queue = createQueue({
    client: () => client, notebook, runs, inputs, backend: () => engine.getState().info?.backend ?? null, nextFrame: parts.nextFrame,
    plan: () => parts.checkpoints?.() ?? null, reportEvery: () => parts.reportEvery?.() ?? 0,
  });
  const cellsOf = (...modes: readonly CellMode[]) => notebook.getState().notebook.cells.filter((cell) => modes.includes(cell.mode)).map((cell) => cell.id);
  const items = createItems({ client: () => client, notebook, runs, data, inputs });
  const selection = createSelection();
  const snapshots = createSnapshots(runs);
  keepSelection(notebook, selection);
  const identifiers = createIdentifiers(() => client, notebook, runs, inputs);
  const save: Autosave = createAutosave(() => storage, notebook, runs, () => keeping.overtaken());
  const keeping: Keeping = createKeeping({
    storage: () => storage, tabs: parts.tabs ?? noTabs(), notebook, runs, save: () => save, leave,
    read: (document) => toNotebook(document, catalog),
    first: () => toNotebook(parts.firstNotebook, catalog),
    async put(kept, document) {
      const restored = await restoredRuns(client, kept.runs);
      swap(document, kept.files, restored);
      left = takenUp(kept.queue, restored);
    },
    begin: (_, mine) => void begin(mine),
    ...(parts.remember && { remember: (id) => parts.remember!(id) }),
  });

  /** Another document, its files and its runs; what the engine holds of others is let go of. */
  function swap(document: Notebook, files: KeptNotebook['files'], next: KeptNotebook['runs'], past: readonly Notebook[] = []): void {
    for (const [id, run] of Object.entries(runs.getState().runs)) if (run.runId && next[id]?.runId !== run.runId) client.forget(run.runId);
    const carried = carriedData(client, runs.getState(), document, files);
    identifiers.store.setState({ open: null, cells: {} });
    takeSelection(document, selection);
    snapshots.setState({ place: null });
    notebook.setState({ notebook: document, past, future: [] });
    runs.setState({ ...carried, files, runs: next, queue: [], queued: 0, paused: false });
  }

  async function loadAll(): Promise<void> {
    for (const cell of notebook.getState().notebook.cells) {
      if (cell.mode !== 'dataset' && cell.mode !== 'table' && cell.mode !== 'log' && cell.mode !== 'sequences' && cell.mode !== 'codes') continue;
      const patch = { table: patchTable, dataset: patchData, log: patchLog, sequences: patchSequences, codes: patchCodes }[cell.mode];
      try {
        const { data: name, sample } = cell.spec;
        if (!runs.getState().files[name] && sample !== undefined) {
          patch(runs, cell.id, { status: 'loading', problem: null });
          const file = await parts.fetchSample(sample);
          data.bind(name, { file, print: await fingerprint(file), sample });
        }
        if (runs.getState().files[name]) await { table: tables, dataset: data, log: logs, sequences, codes }[cell.mode].ensure(cell.id);
      } catch (thrown) {
        patch(runs, cell.id, { status: 'failed', problem: toProblem(thrown) });
      }
    }
  }

  async function begin(mine: boolean): Promise<void> {
    const { id } = keeping.store.getState();
    await loadAll();
    const next = left;
    left = null;
    if (mine && next && keeping.store.getState().id === id) queue.takeUp(next);
  }

  /** The engine anew: what it held and what it ran are gone. */
  async function restart(backend?: BackendName): Promise<boolean> {
    queue.abandon();
    client.close();
    data.forget();
    tables.forget();
    logs.forget();
    sequences.forget();
    codes.forget();
    inputs.forget();
    client = parts.createClient((problem) => void recover(problem));
    engine.setState({ status: 'starting', problem: null });
    try {
      engine.setState({ status: 'ready', ...(await client.start(backend)) });
      return true;
    } catch (thrown) {
      engine.setState({ status: 'failed', info: null, problem: toProblem(thrown) });
      return false;
    }
  }

  /** Before another notebook is shown: what runs is paused, so that its checkpoint is fresh, written as under way, and ended. */
  async function leave(): Promise<void> {
    const { queue: [first], paused } = runs.getState();
    if (first !== undefined) {
      queue.pause();
      const start = Date.now();
      while (runs.getState().runs[first]?.status === 'running' && Date.now() - start < MOST_PAUSE) await new Promise((resolve) => setTimeout(resolve, 20));
      runs.setState({ paused });
    }
    await save.flush();
    if (runs.getState().queue.length === 0) return;
    save.detach('saved', '', false);
    await restart(engine.getState().info?.backend);
    await queue.idle();
  }

  /** The step at which the engine ended last, and how often it ended there. */
  const deaths = new Map<string, { step: number; times: number }>();

  /** The engine ended by itself: it is started again, and what ran goes on from its checkpoint. A run that it ends at again and again is given up. */
  async function recover(problem: Problem): Promise<void> {
    if (engine.getState().status !== 'ready') return;
    const { queue: jobs, paused } = runs.getState();
    const [first] = jobs;
    const step = runs.getState().runs[first ?? '']?.progress?.step ?? 0;
    const before = deaths.get(first ?? '');
    const times = before && step <= before.step ? before.times + 1 : 1;
    if (first !== undefined) deaths.set(first, { step, times });
    if (!(await restart(engine.getState().info?.backend))) return;
    await queue.idle();
    const hopeless = first !== undefined && times >= MOST_DEATHS;
    const cut = runs.getState().runs[first ?? ''];
    if (first !== undefined && cut) patchRun(runs, first, await withCheckpoints(client, cut));
    if (hopeless) patchRun(runs, first, { status: 'failed', problem: { ...problem, message: `${problem.message} It ended ${times} times during this run.`, hint: 'Take fewer rows, fewer codes or a smaller batch, or another backend in the status menu.' } });
    engine.setState({ restarted: `${problem.message} It was started again${jobs.length > 0 && !hopeless ? ', and the interrupted run continues from its last checkpoint' : ''}.` });
    void loadAll();
    queue.takeUp({ jobs: hopeless ? jobs.slice(1) : jobs, paused });
  }

  const aside = await showFirst(entries);

  /** The notebook of the last visit, or the one that came with the page. */
  async function showFirst(kept: readonly KeptEntry[] | null): Promise<Session['aside']> {
    const all = (kept ?? []).filter(({ deleted }) => deleted === null);
    const entry = all.find(({ id }) => id === parts.wanted) ?? all[0];
    try {
      if (entry) await keeping.open(entry.id, true);
      else if (!parts.passing) await keeping.openNew(() => undefined);
      return null;
    } catch (thrown) {
      if (entry && isUnreadable(entry.document)) {
        await keeping.openNew(() => undefined);
        return { id: entry.id, message: `The notebook “${entry.name}” kept in this browser could not be opened again: ${toProblem(thrown).message} It is kept as it is; the notebook that came with the page is shown instead.` };
      }
      unreadable(thrown);
      await keeping.openNew(() => undefined);
      return null;
    }
  }

  function isUnreadable(document: unknown): boolean {
    try {
      toNotebook(document, catalog);
      return false;
    } catch {
      return true;
    }
  }

  return {
    notebook, runs, engine, catalog, save, data, tables, logs, sequences, codes, queue, differences: createDifferences(() => client), answers: createAnswers(() => client, (id) => shownOrder(notebook, runs, inputs, id)), identifiers, items, selection, snapshots, keeping, aside, loadAll,
    firstVisit: entries?.length === 0,
    client: () => client,
    fetchSample: (id) => parts.fetchSample(id),
    firstNotebook: () => toNotebook(parts.firstNotebook, catalog),
    quantizers: () => cellsOf('quantizer', 'codes'),
    predictors: () => cellsOf('predictor'),
    methods: () => cellsOf('quantizer', 'codes', 'predictor'),
    useBackend: async (choice) => void (await restart(wanted(choice))),
    async begin() {
      if (keeping.store.getState().id === '') await keeping.openNew(() => undefined);
      await begin(keeping.store.getState().place === 'mine');
    },
    async open(next, fresh = false) {
      await keeping.refresh();
      const document = fresh ? { ...next, name: keeping.freeName(next.name) } : next;
      await keeping.openNew(() => {
        const { past, notebook: before } = notebook.getState();
        swap(document, runs.getState().files, carriedRuns(runs.getState(), document), [...past, before]);
      });
    },
    storageLost(words) {
      storage = noStorage(words);
      save.attach(keeping.store.getState().id, 0, false);
    },
    close() {
      save.close();
      keeping.close();
      client.close();
    },
  };
}

/** Milliseconds that a run may take to pause before it is ended where it stands. */
const MOST_PAUSE = 3000;
/** Ends of the engine at one run, without a step further, after which the run is given up. */
const MOST_DEATHS = 3;

function wanted(choice: BackendChoice): BackendName | undefined {
  return choice === 'auto' ? undefined : choice;
}

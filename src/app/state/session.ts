/** The page's state in one piece: the stores, the engine, and every action a person can take. */
import type { EngineClient } from '../../engine/client';
import type { BackendName, Catalog, CheckpointPlan } from '../../engine/records';
import { fingerprint } from '../notebook/hash';
import { toNotebook } from '../notebook/toNotebook';
import type { Cell, CellMode, Notebook, NotebookSpec } from '../notebook/spec';
import { createAutosave } from './autosave';
import type { Autosave } from './autosave';
import { createData } from './data';
import type { DataActions } from './data';
import { createEngineStore } from './engineStore';
import type { EngineStore } from './engineStore';
import { createNotebookStore } from './notebookStore';
import type { NotebookStore } from './notebookStore';
import { createIdentifiers } from './identifiers';
import type { Identifiers } from './identifiers';
import { toProblem } from './problem';
import { createQueue } from './queue';
import type { QueueActions } from './queue';
import { createRunStore, patchData, patchTable, statusAsLeft } from './runStore';
import type { CellRun, RunStore } from './runStore';
import type { BackendChoice } from './settingsStore';
import type { NotebookStorage, Saved } from './storage';
import { createTables } from './tables';
import type { TableActions } from './tables';

export interface SessionParts {
  createClient(): EngineClient;
  readonly storage: NotebookStorage;
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
  readonly data: DataActions;
  readonly tables: TableActions;
  readonly queue: QueueActions;
  readonly identifiers: Identifiers;
  /** True where nothing was stored before. */
  readonly firstVisit: boolean;
  /** Why what was stored could not be opened again; empty otherwise. */
  readonly restoreProblem: string;
  client(): EngineClient;
  fetchSample(id: string): Promise<File>;
  /** The document of a first visit. */
  firstNotebook(): Notebook;
  /** Ids of all quantizer cells, in order. */
  quantizers(): string[];
  /** Ids of all predictor cells, in order. */
  predictors(): string[];
  /** Ids of all quantizer and predictor cells, in order: what "run all" runs. */
  methods(): string[];
  /** Starts the engine anew on another backend. */
  useBackend(choice: BackendChoice): Promise<void>;
  /** Reads the data of every dataset and table cell that has its file, so that it is shown; fetches samples that stand in for files. */
  loadAll(): Promise<void>;
  /** Puts another notebook in place; undoable, and files that are bound stay bound. */
  open(notebook: Notebook): Promise<void>;
  close(): void;
}

/** Starts the engine, restores what was stored, wires stores and actions. Rejects where no backend starts at all. */
export async function createSession(parts: SessionParts): Promise<Session> {
  const engine = createEngineStore();
  let client = parts.createClient();
  const [{ info, catalog }, saved] = await Promise.all([client.start(wanted(parts.backend)), parts.storage.load().catch((): Saved => ({ notebook: null, files: {}, runs: {} }))]);
  engine.setState({ status: 'ready', info, catalog, problem: null });

  const { notebook: first, problem: restoreProblem } = restore(saved.notebook, parts.firstNotebook, catalog);
  const notebook = createNotebookStore(first);
  const runs = createRunStore();
  const restored = await Promise.all(Object.entries(saved.runs).map(async ([id, run]) => [id, await withCheckpoints(client, afterReload(run))] as const));
  runs.setState({ files: saved.files, runs: Object.fromEntries(restored) });

  /** Another file is no edit to be undone: the file before it is no longer held. */
  const change = (cellId: string, to: (cell: Cell) => Cell) =>
    notebook.setState((state) => ({ notebook: { ...state.notebook, cells: state.notebook.cells.map((cell) => (cell.id === cellId ? to(cell) : cell)) } }));
  const data = createData(() => client, notebook, runs, (cellId, choices, sample) =>
    change(cellId, (cell) => (cell.mode === 'dataset' ? { ...cell, spec: { data: cell.spec.data, choices, ...(sample !== null && { sample }) } } : cell)));
  const tables = createTables(() => client, notebook, runs, (cellId, spec) => change(cellId, (cell) => (cell.mode === 'table' ? { ...cell, spec } : cell)));
  const queue = createQueue({
    client: () => client, notebook, runs, data, tables, backend: () => engine.getState().info?.backend ?? null, nextFrame: parts.nextFrame,
    plan: () => parts.checkpoints?.() ?? null, reportEvery: () => parts.reportEvery?.() ?? 0,
  });
  const cellsOf = (...modes: readonly CellMode[]) => notebook.getState().notebook.cells.filter((cell) => modes.includes(cell.mode)).map((cell) => cell.id);
  const identifiers = createIdentifiers(() => client, notebook, runs, data);
  const save = createAutosave(parts.storage, notebook, runs);

  return {
    notebook, runs, engine, catalog, save, data, tables, queue, identifiers, restoreProblem,
    firstVisit: saved.notebook === null,
    client: () => client,
    fetchSample: (id) => parts.fetchSample(id),
    firstNotebook: () => toNotebook(parts.firstNotebook, catalog),
    quantizers: () => cellsOf('quantizer'),
    predictors: () => cellsOf('predictor'),
    methods: () => cellsOf('quantizer', 'predictor'),
    async useBackend(choice) {
      queue.abandon();
      client.close();
      data.forget();
      tables.forget();
      client = parts.createClient();
      engine.setState({ status: 'starting', problem: null });
      try {
        engine.setState({ status: 'ready', ...(await client.start(wanted(choice))) });
      } catch (thrown) {
        engine.setState({ status: 'failed', info: null, problem: toProblem(thrown) });
      }
    },
    async loadAll() {
      for (const cell of notebook.getState().notebook.cells) {
        if (cell.mode !== 'dataset' && cell.mode !== 'table') continue;
        const patch = cell.mode === 'table' ? patchTable : patchData;
        try {
          const { data: name, sample } = cell.spec;
          if (!runs.getState().files[name] && sample !== undefined) {
            patch(runs, cell.id, { status: 'loading', problem: null });
            const file = await parts.fetchSample(sample);
            data.bind(name, { file, print: await fingerprint(file), sample });
          }
          if (runs.getState().files[name]) await (cell.mode === 'table' ? tables : data).ensure(cell.id);
        } catch (thrown) {
          patch(runs, cell.id, { status: 'failed', problem: toProblem(thrown) });
        }
      }
    },
    async open(next) {
      queue.stop();
      await queue.idle();
      notebook.setState((state) => ({ notebook: next, past: [...state.past, state.notebook], future: [] }));
    },
    close() {
      save.close();
      client.close();
    },
  };
}

function wanted(choice: BackendChoice): BackendName | undefined {
  return choice === 'auto' ? undefined : choice;
}

function restore(stored: NotebookSpec | null, first: unknown, catalog: Catalog): { notebook: Notebook; problem: string } {
  if (stored === null) return { notebook: toNotebook(first, catalog), problem: '' };
  try {
    return { notebook: toNotebook(stored, catalog), problem: '' };
  } catch (thrown) {
    const { message } = toProblem(thrown);
    return { notebook: toNotebook(first, catalog), problem: `The notebook kept in this browser could not be opened again (${message}) The one that came with the page is shown.` };
  }
}

/** A run that a reload cut short is shown as interrupted, with what it had told by then. */
function afterReload(run: CellRun): CellRun {
  return ['running', 'paused', 'waiting'].includes(run.status) ? { ...run, status: statusAsLeft(run) } : run;
}

/** What the browser still keeps of a run that did not end as meant. Where that cannot be told, nothing is offered. */
async function withCheckpoints(client: EngineClient, run: CellRun): Promise<CellRun> {
  if (run.key === null || !['interrupted', 'failed', 'stopped'].includes(run.status)) return run;
  return { ...run, checkpoints: await client.checkpoints(run.key).catch(() => []) };
}

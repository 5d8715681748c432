/** The page's state in one piece: the stores, the engine, and every action a person can take. */
import type { EngineClient } from '../../engine/client';
import type { BackendName, Catalog, CheckpointPlan, DatasetChoices } from '../../engine/records';
import { fingerprint } from '../notebook/hash';
import { toNotebook } from '../notebook/toNotebook';
import type { Notebook, NotebookSpec } from '../notebook/spec';
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
import { createRunStore, patchData } from './runStore';
import type { CellRun, RunStore } from './runStore';
import type { BackendChoice } from './settingsStore';
import type { NotebookStorage, Saved } from './storage';

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
  /** Starts the engine anew on another backend. */
  useBackend(choice: BackendChoice): Promise<void>;
  /** Reads the data of every dataset cell that has a file, so that it is shown; fetches samples that stand in for files. */
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

  const editChoices = (cellId: string, choices: DatasetChoices, sample: string | null) =>
    notebook.setState((state) => ({
      notebook: {
        ...state.notebook,
        cells: state.notebook.cells.map((cell) => {
          if (cell.id !== cellId || cell.mode !== 'dataset') return cell;
          return { ...cell, spec: { data: cell.spec.data, choices, ...(sample !== null && { sample }) } };
        }),
      },
    }));
  const data = createData(() => client, notebook, runs, editChoices);
  const queue = createQueue(() => client, notebook, runs, data, () => engine.getState().info?.backend ?? null, parts.nextFrame, () => parts.checkpoints?.() ?? null, () => parts.reportEvery?.() ?? 0);
  const identifiers = createIdentifiers(() => client, notebook, runs);
  const save = createAutosave(parts.storage, notebook, runs);

  return {
    notebook, runs, engine, catalog, save, data, queue, identifiers, restoreProblem,
    firstVisit: saved.notebook === null,
    client: () => client,
    fetchSample: (id) => parts.fetchSample(id),
    firstNotebook: () => toNotebook(parts.firstNotebook, catalog),
    quantizers: () => notebook.getState().notebook.cells.filter((cell) => cell.mode === 'quantizer').map((cell) => cell.id),
    async useBackend(choice) {
      queue.abandon();
      client.close();
      data.forget();
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
        if (cell.mode !== 'dataset') continue;
        try {
          const { data: name, sample } = cell.spec;
          if (!runs.getState().files[name] && sample !== undefined) {
            patchData(runs, cell.id, { status: 'loading', problem: null });
            const file = await parts.fetchSample(sample);
            data.bind(name, { file, print: await fingerprint(file), sample });
          }
          if (runs.getState().files[name]) await data.ensure(cell.id);
        } catch (thrown) {
          patchData(runs, cell.id, { status: 'failed', problem: toProblem(thrown) });
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
  if (run.status === 'running' || run.status === 'paused') return { ...run, status: run.result ? 'done' : 'interrupted' };
  if (run.status !== 'waiting') return run;
  return { ...run, status: run.result ? 'done' : (run.progress?.step ?? 0) > 0 ? 'interrupted' : 'idle' };
}

/** What the browser still keeps of a run that did not end as meant. Where that cannot be told, nothing is offered. */
async function withCheckpoints(client: EngineClient, run: CellRun): Promise<CellRun> {
  if (run.key === null || !['interrupted', 'failed', 'stopped'].includes(run.status)) return run;
  return { ...run, checkpoints: await client.checkpoints(run.key).catch(() => []) };
}

/** The worker's side of the border: takes the page's words, holds datasets and runs, one run at a time. */
import { breathe } from './breathe';
import { catalog, fitKind, runKind } from './catalog';
import { openFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { loadDataset } from './data/dataset';
import { inspectFile } from './data/inspect';
import { inspectTable } from './data/table';
import { labelNumbers } from './data/labels';
import type { Prepared } from './data/preprocess';
import { EngineError, toProblem } from './errors';
import { finishedRuns, takeUpRun, type FinishedRun } from './finishedRuns';
import type { KeptRuns } from './keptRuns';
import { FitRun } from './fitRun';
import { openBackend, type LostDevice, type OpenedBackend } from './gpu/device';
import { selfTest } from './gpu/selfTest';
import { transferables, type Questions, type ToPage, type ToWorker } from './protocol';
import { Vectors } from './quantizers/vectors';
import type { BackendName, CheckpointInfo, DatasetChoices, EngineInfo, LoadedDataset, Problem, RunEvent, RunSpec } from './records';
import type { FitSpec, NewPredictions, PredictAsk } from './recordsPredict';
import type { AppendAsk, Appended } from './recordsRepair';
import { appendItems } from './repair/appendItems';
import { previewRepair } from './repair/preview';
import { Run } from './run';
import { Tables } from './tables';

/** Milliseconds after which the loss of a device, or an error of it, has been noticed. */
const NOTICED = 100;

/** Rows of a file, and what was done to them before any run saw them. */
interface Held {
  readonly rows: Vectors;
  readonly prepared: Prepared;
}

interface EngineState {
  readonly datasets: Map<string, Held>;
  readonly tables: Tables;
  readonly runs: Map<string, Run | FitRun>;
  readonly finished: KeptRuns<FinishedRun>;
  /** Opened when first needed. */
  checkpoints: Promise<CheckpointStore> | null;
  wanted: BackendName | undefined;
  lost: LostDevice | null;
  opened: OpenedBackend | null;
  /** The last event on its way to the page: they leave in order. */
  telling: Promise<void>;
  /** The last run in the queue; the next one waits for it. */
  queue: Promise<void>;
  datasetsMade: number;
}

const state: EngineState = { datasets: new Map(), tables: new Tables(), runs: new Map(), finished: finishedRuns(), checkpoints: null, wanted: undefined, lost: null, opened: null, telling: Promise.resolve(), queue: Promise.resolve(), datasetsMade: 0 };

self.onmessage = (message: MessageEvent<ToWorker>) => {
  const word = message.data;
  switch (word.type) {
    case 'start':
      return void answer(word.id, () => start(word.ask.wanted));
    case 'inspect':
      return void answer(word.id, () => inspectFile(word.ask.file, word.ask.choices));
    case 'load':
      return void answer(word.id, () => load(word.ask.file, word.ask.choices));
    case 'checkpoints':
      return void answer(word.id, () => listCheckpoints(word.ask.key));
    case 'repair':
      return void answer(word.id, () => finishedRun(word.ask.run, (run) => previewRepair(run, word.ask.options, breathe)));
    case 'append':
      return void answer(word.id, () => append(word.ask));
    case 'inspectTable':
      return void answer(word.id, () => inspectTable(word.ask));
    case 'loadTable':
      return void answer(word.id, () => state.tables.load(word.ask));
    case 'predict':
      return void answer(word.id, () => predict(word.ask));
    case 'releaseTable':
      return state.tables.release(word.tableId);
    case 'release':
      state.datasets.get(word.datasetId)?.rows.dispose();
      state.datasets.delete(word.datasetId);
      return state.finished.forgetWhere(({ spec }) => spec.datasetId === word.datasetId);
    case 'forget':
      state.tables.forget(word.runId);
      return state.finished.forget(word.runId);
    case 'run':
      state.queue = state.queue.then(() => train(word.spec));
      state.runs.set(word.spec.runId, new Run(word.spec, (event) => tell(word.spec, event)));
      return;
    case 'fit':
      state.queue = state.queue.then(() => fit(word.spec));
      state.runs.set(word.spec.runId, new FitRun(word.spec, (event) => tell(word.spec, event)));
      return;
    case 'order':
      return state.runs.get(word.runId)?.orders[word.order]();
    case 'acknowledge':
      return state.runs.get(word.runId)?.acknowledge();
  }
};

async function start(wanted: BackendName | undefined): Promise<{ info: EngineInfo; catalog: typeof catalog }> {
  state.wanted = wanted;
  return { info: await open(), catalog };
}

async function open(): Promise<EngineInfo> {
  const opened = await openBackend(state.wanted);
  state.lost = null;
  state.opened = opened;
  void opened.lost.then((lost) => {
    state.lost = lost;
  });
  return { ...opened.info, selfTest: await selfTest() };
}

async function load(file: File, choices: DatasetChoices): Promise<LoadedDataset> {
  const { data, prepared, ...rest } = await loadDataset(file, choices);
  const labels = labelNumbers(rest.metadata, choices.labelColumn);
  const datasetId = `dataset-${++state.datasetsMade}`;
  state.datasets.set(datasetId, { rows: new Vectors(data, rest.summary.rows, rest.summary.dim, labels), prepared });
  return { datasetId, ...rest };
}

async function train(spec: RunSpec): Promise<void> {
  const run = state.runs.get(spec.runId) as Run;
  try {
    if (state.lost || hasErred()) await reopen();
    const rows = state.datasets.get(spec.datasetId)?.rows;
    if (!rows) throw new EngineError('The rows of this run are no longer loaded.', 'Load the file again and run the cell.');
    state.finished.forgetBefore(spec.runId);
    await run.train(runKind(spec.kind), rows, {
      keep: (finished) => state.finished.keep(spec.runId, finished),
      checkpoints: await checkpointStore(),
      healthy: () => state.lost === null && !hasErred(),
    });
  } catch (thrown) {
    tell(spec, { type: 'failed', problem: toProblem(thrown) });
  } finally {
    state.runs.delete(spec.runId);
  }
}

async function fit(spec: FitSpec): Promise<void> {
  try {
    if (state.lost || hasErred()) await reopen();
    const surroundings = { checkpoints: await checkpointStore(), healthy: () => state.lost === null && !hasErred() };
    await state.tables.fit(state.runs.get(spec.runId) as FitRun, fitKind(spec.kind), surroundings);
  } catch (thrown) {
    tell(spec, { type: 'failed', problem: toProblem(thrown) });
  } finally {
    state.runs.delete(spec.runId);
  }
}

function checkpointStore(): Promise<CheckpointStore> {
  return (state.checkpoints ??= openFolders().then((folders) => new CheckpointStore(folders)));
}

/** What a run shown on the page can go on from; kept from then on, whatever other runs need room. */
async function listCheckpoints(key: string): Promise<CheckpointInfo[]> {
  const store = await checkpointStore();
  store.hold(key);
  return store.list(key);
}

/**
 * Works with the quantizer of a finished run, as repair and appending do; it is not disposed meanwhile.
 * @throws InputError in words where it is gone: run the cell again.
 */
async function finishedRun<T>(spec: RunSpec, work: (run: FinishedRun) => Promise<T>): Promise<T> {
  if (state.lost || hasErred()) state.finished.clear();
  const rows = state.datasets.get(spec.datasetId)?.rows;
  const checkpoints = await checkpointStore();
  return state.finished.use(spec.runId, work, rows && spec.checkpoints && (() => takeUpRun(runKind(spec.kind), rows, spec, checkpoints)));
}

async function predict(ask: PredictAsk): Promise<NewPredictions> {
  if (state.lost || hasErred()) state.tables.clear();
  return state.tables.predict(ask, await checkpointStore());
}

async function append({ run: spec, file, choices, codes, levels, options }: AppendAsk): Promise<Appended> {
  return finishedRun(spec, async (run) => {
    const { data, summary, ids } = await loadDataset(file, choices, state.datasets.get(run.spec.datasetId)?.prepared);
    const fresh = new Vectors(data, summary.rows, summary.dim);
    try {
      return await appendItems(run, fresh, ids, { codes, levels }, options);
    } finally {
      fresh.dispose();
    }
  });
}

/** After a lost or erring device: a new one, and the rows uploaded to it when next used. */
async function reopen(): Promise<void> {
  state.finished.clear();
  state.tables.clear();
  for (const { rows } of state.datasets.values()) rows.dispose();
  await open();
}

/** An event of a run, in its turn. Before a run is called done or failed, the device has its say. */
function tell(spec: RunSpec | FitSpec, event: RunEvent): void {
  state.telling = state.telling.then(async () => {
    const ends = event.type === 'result' || event.type === 'fitResult' || event.type === 'failed';
    const problem = ends && state.opened?.device ? await deviceProblem() : null;
    // A lost device told nothing false before it went; one that refused commands may have.
    if (problem && !state.lost) await distrust(spec);
    send({ type: 'event', runId: spec.runId, event: problem ? { type: 'failed', problem } : event });
  });
}

async function distrust(spec: RunSpec | FitSpec): Promise<void> {
  if (!spec.checkpoints) return;
  const { runId, checkpoints } = spec;
  await (await checkpointStore()).forget(checkpoints.key);
  send({ type: 'event', runId, event: { type: 'checkpoints', checkpoints: [] } });
}

/** What is wrong with the device, if anything: it was lost, or it refused commands, which TensorFlow.js does not tell and numbers do not show. */
async function deviceProblem(): Promise<Problem | null> {
  await new Promise((resolve) => setTimeout(resolve, NOTICED));
  if (state.lost) {
    return toProblem(
      new EngineError(
        `The GPU device was lost in the middle of the run (${state.lost.message || state.lost.reason}).`,
        'Resume the run, or run the cell again: the engine opens the device anew. If it happens again, use fewer codes or smaller batches, or force WebAssembly in the settings.',
      ),
    );
  }
  if (!hasErred()) return null;
  return toProblem(
    new EngineError(
      `The GPU refused commands during the run, so its numbers were thrown away. It said: ${state.opened!.uncaptured[0]}`,
      'Force WebAssembly in the settings and run again; a newer browser or graphics driver may mend it.',
    ),
  );
}

function hasErred(): boolean {
  return (state.opened?.uncaptured.length ?? 0) > 0;
}

async function answer<Q extends keyof Questions>(id: number, work: () => Promise<Questions[Q]['answer']>): Promise<void> {
  try {
    send({ type: 'answer', id, answer: await work() });
  } catch (thrown) {
    send({ type: 'refusal', id, problem: toProblem(thrown) });
  }
}

function send(word: ToPage): void {
  self.postMessage(word, { transfer: transferables(word) });
}

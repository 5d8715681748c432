/** The worker's side of the border: takes the page's words, holds datasets and runs, one run at a time. */
import { breathe } from './runs/breathe';
import { catalog, fitKind, runKind } from './catalog';
import { openFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { DeviceKeeper } from './gpu/deviceKeeper';
import { EngineError, toProblem } from './errors';
import { finishedRuns, takeUpRun, type FinishedRun } from './quantizers/training/finished';
import type { KeptRuns } from './runs/kept';
import { selfTest } from './kernels/selfTest';
import { holdLife } from './lifeline';
import { FitRun } from './predictors/value/training/run';
import { transferables, type HeldRows, type Questions, type ToPage, type ToWorker } from './protocol';
import { Vectors } from './quantizers/vectors';
import type { RunEvent } from './records/event';
import type { CheckpointInfo, FitSpec, RunSpec } from './records/run';
import type { NewPredictions } from './records/predict';
import type { Appended } from './records/repair';
import { appendItems } from './repair/appendItems';
import { previewRepair } from './repair/preview';
import { Run } from './runs/run';
import { Tables } from './tables';

interface EngineState {
  readonly device: DeviceKeeper;
  readonly datasets: Map<string, Vectors>;
  readonly tables: Tables;
  readonly runs: Map<string, Run | FitRun>;
  readonly finished: KeptRuns<FinishedRun>;
  /** Opened when first needed. */
  checkpoints: Promise<CheckpointStore> | null;
  /** The last event on its way to the page: they leave in order. */
  telling: Promise<void>;
  /** The last run in the queue; the next one waits for it. */
  queue: Promise<void>;
  datasetsMade: number;
}

const state: EngineState = { device: new DeviceKeeper(selfTest), datasets: new Map(), tables: new Tables(), runs: new Map(), finished: finishedRuns(), checkpoints: null, telling: Promise.resolve(), queue: Promise.resolve(), datasetsMade: 0 };

holdLife(self.name, navigator.locks as LockManager | undefined, (locked) => send({ type: 'alive', locked }));

self.onmessage = (message: MessageEvent<ToWorker>) => {
  const word = message.data;
  switch (word.type) {
    case 'ping':
      return send({ type: 'alive', locked: false });
    case 'start':
      return void answer(word.id, async () => ({ info: await state.device.open(word.ask.wanted), catalog }));
    case 'hold':
      return void answer(word.id, async () => hold(word.ask));
    case 'checkpoints':
      return void answer(word.id, () => listCheckpoints(word.ask.key));
    case 'repair':
      return void answer(word.id, () => finishedRun(word.ask.run, (run) => previewRepair(run, word.ask.options, breathe)));
    case 'append':
      return void answer(word.id, () => append(word.ask));
    case 'holdTable':
      return void answer(word.id, async () => state.tables.hold(word.ask.table));
    case 'predict':
      return void answer(word.id, () => predict(word.ask));
    case 'predictionsParquet':
      return void answer(word.id, async () => (await import('./export/predictionsParquet')).predictionsParquet(word.ask));
    case 'releaseTable':
      return state.tables.release(word.tableId);
    case 'release':
      state.datasets.get(word.datasetId)?.dispose();
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

function hold({ data, rows, dim, labels }: HeldRows): { datasetId: string } {
  const datasetId = `dataset-${++state.datasetsMade}`;
  state.datasets.set(datasetId, new Vectors(data, rows, dim, labels));
  return { datasetId };
}

async function train(spec: RunSpec): Promise<void> {
  const run = state.runs.get(spec.runId) as Run;
  try {
    if (!state.device.isHealthy) await reopen(spec);
    const rows = state.datasets.get(spec.datasetId);
    if (!rows) throw new EngineError('The rows of this run are no longer loaded.', 'Load the file again and run the cell.');
    state.finished.forgetBefore(spec.runId);
    await run.train(runKind(spec.kind), rows, {
      keep: (finished) => state.finished.keep(spec.runId, finished),
      checkpoints: await checkpointStore(),
      healthy: () => state.device.isHealthy,
    });
  } catch (thrown) {
    tell(spec, { type: 'failed', problem: toProblem(thrown) });
  } finally {
    state.runs.delete(spec.runId);
  }
}

async function fit(spec: FitSpec): Promise<void> {
  try {
    if (!state.device.isHealthy) await reopen(spec);
    const surroundings = { checkpoints: await checkpointStore(), healthy: () => state.device.isHealthy };
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
  if (!state.device.isHealthy) state.finished.clear();
  const rows = state.datasets.get(spec.datasetId);
  const checkpoints = await checkpointStore();
  return state.finished.use(spec.runId, work, rows && spec.checkpoints && (() => takeUpRun(runKind(spec.kind), rows, spec, checkpoints)));
}

async function predict(ask: Questions['predict']['ask']): Promise<NewPredictions> {
  if (!state.device.isHealthy) state.tables.clear();
  return state.tables.predict(ask, await checkpointStore());
}

async function append({ run: spec, items, codes, levels, options }: Questions['append']['ask']): Promise<Appended> {
  return finishedRun(spec, async (run) => {
    const fresh = new Vectors(items.data, items.rows, items.dim);
    try {
      return await appendItems(run, fresh, items.ids, { codes, levels }, options);
    } finally {
      fresh.dispose();
    }
  });
}

/** After a lost or erring device: a new one for this run, and the rows uploaded to it when next used. */
async function reopen(spec: RunSpec | FitSpec): Promise<void> {
  tell(spec, { type: 'doing', doing: { phase: 'opening the device', share: 0 } });
  state.finished.clear();
  state.tables.clear();
  for (const rows of state.datasets.values()) rows.dispose();
  await state.device.reopen();
}

/** An event of a run, in its turn. Before a run is called done or failed, the device has its say. */
function tell(spec: RunSpec | FitSpec, event: RunEvent): void {
  state.telling = state.telling.then(async () => {
    const ends = event.type === 'result' || event.type === 'fitResult' || event.type === 'failed';
    const problem = ends ? await state.device.problem() : null;
    // A lost device told nothing false before it went; one that refused commands may have.
    if (problem && !state.device.isLost) await distrust(spec);
    send({ type: 'event', runId: spec.runId, event: problem ? { type: 'failed', problem } : event });
  });
}

async function distrust(spec: RunSpec | FitSpec): Promise<void> {
  if (!spec.checkpoints) return;
  const { runId, checkpoints } = spec;
  await (await checkpointStore()).forget(checkpoints.key);
  send({ type: 'event', runId, event: { type: 'checkpoints', checkpoints: [] } });
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

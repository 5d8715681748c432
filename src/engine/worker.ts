/** The worker's side of the border: takes the page's words, holds datasets and runs, one run at a time. */
import { catalog, runKind } from './catalog';
import { loadDataset } from './data/dataset';
import { inspectFile } from './data/inspect';
import { EngineError, toProblem } from './errors';
import { openBackend, type LostDevice } from './gpu/device';
import { selfTest } from './gpu/selfTest';
import { transferables, type Questions, type ToPage, type ToWorker } from './protocol';
import { Vectors } from './quantizers/vectors';
import type { BackendName, DatasetChoices, EngineInfo, LoadedDataset, RunEvent, RunSpec } from './records';
import { Run } from './run';

/** Milliseconds after which a lost device has been noticed. */
const LOSS_NOTICED = 100;

interface EngineState {
  readonly datasets: Map<string, Vectors>;
  readonly runs: Map<string, Run>;
  wanted: BackendName | undefined;
  lost: LostDevice | null;
  /** True where the backend has a device that can be lost. */
  watching: boolean;
  /** The last run in the queue; the next one waits for it. */
  queue: Promise<void>;
  datasetsMade: number;
}

const state: EngineState = { datasets: new Map(), runs: new Map(), wanted: undefined, lost: null, watching: false, queue: Promise.resolve(), datasetsMade: 0 };

self.onmessage = (message: MessageEvent<ToWorker>) => {
  const word = message.data;
  switch (word.type) {
    case 'start':
      return void answer(word.id, () => start(word.ask.wanted));
    case 'inspect':
      return void answer(word.id, () => inspectFile(word.ask.file, word.ask.choices));
    case 'load':
      return void answer(word.id, () => load(word.ask.file, word.ask.choices));
    case 'release':
      state.datasets.get(word.datasetId)?.dispose();
      state.datasets.delete(word.datasetId);
      return;
    case 'run':
      state.queue = state.queue.then(() => train(word.spec));
      state.runs.set(word.spec.runId, new Run(word.spec, (event) => void tell(word.spec.runId, event)));
      return;
    case 'order':
      return state.runs.get(word.runId)?.[word.order]();
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
  state.watching = opened.device !== null;
  void opened.lost.then((lost) => {
    state.lost = lost;
  });
  return { ...opened.info, selfTest: await selfTest() };
}

async function load(file: File, choices: DatasetChoices): Promise<LoadedDataset> {
  const { data, ...rest } = await loadDataset(file, choices);
  const datasetId = `dataset-${++state.datasetsMade}`;
  state.datasets.set(datasetId, new Vectors(data, rest.summary.rows, rest.summary.dim));
  return { datasetId, ...rest };
}

async function train(spec: RunSpec): Promise<void> {
  const run = state.runs.get(spec.runId)!;
  try {
    if (state.lost) await reopen();
    const rows = state.datasets.get(spec.datasetId);
    if (!rows) throw new EngineError('The rows of this run are no longer loaded.', 'Load the file again and run the cell.');
    await run.train(runKind(spec.kind), rows);
  } catch (thrown) {
    send({ type: 'event', runId: spec.runId, event: { type: 'failed', problem: toProblem(thrown) } });
  } finally {
    state.runs.delete(spec.runId);
  }
}

/** After a lost device: a new one, and the rows uploaded to it when next used. */
async function reopen(): Promise<void> {
  for (const rows of state.datasets.values()) rows.dispose();
  await open();
}

/** An event of a run. What failed because the device went away says so, and not which of its calls noticed first. */
async function tell(runId: string, event: RunEvent): Promise<void> {
  if (event.type === 'failed' && state.watching) {
    await new Promise((resolve) => setTimeout(resolve, LOSS_NOTICED));
    if (state.lost) {
      const message = `The GPU device was lost in the middle of the run (${state.lost.message || state.lost.reason}).`;
      const problem = toProblem(new EngineError(message, 'Run the cell again: the engine opens the device anew. If it happens again, use fewer codes or smaller batches, or force WebAssembly.'));
      return send({ type: 'event', runId, event: { type: 'failed', problem } });
    }
  }
  send({ type: 'event', runId, event });
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

/** The worker's side of the border: takes the page's words, holds datasets and runs, one run at a time. */
import { catalog } from './catalog';
import { openFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { toProblem } from './errors';
import { DeviceKeeper } from './gpu/deviceKeeper';
import { Held } from './held';
import { retrievalDifference } from './predictors/retrieval/difference';
import { clickDifference } from './predictors/log/clickDifference';
import { selfTest } from './kernels/selfTest';
import { holdLife } from './lifeline';
import { transferables, type Questions, type ToPage, type ToWorker } from './protocol';
import type { RunEvent } from './records/event';
import type { CheckpointInfo, RunSpec } from './records/run';
import { Run } from './runs/run';
import { Trainer } from './trainer';

interface EngineState {
  readonly device: DeviceKeeper;
  readonly held: Held;
  readonly runs: Map<string, Run>;
  /** Opened when first needed. */
  checkpoints: Promise<CheckpointStore> | null;
  /** The last event on its way to the page: they leave in order. */
  telling: Promise<void>;
  /** The last run in the queue; the next one waits for it. */
  queue: Promise<void>;
}

const state: EngineState = { device: new DeviceKeeper(selfTest), held: new Held(), runs: new Map(), checkpoints: null, telling: Promise.resolve(), queue: Promise.resolve() };

const trainer = new Trainer(state.held, checkpointStore, () => state.device.isHealthy);

holdLife(self.name, navigator.locks as LockManager | undefined, (locked) => send({ type: 'alive', locked }));

self.onmessage = (message: MessageEvent<ToWorker>) => {
  const word = message.data;
  switch (word.type) {
    case 'ping':
      return send({ type: 'alive', locked: false });
    case 'start':
      return void answer(word.id, async () => ({ info: await state.device.open(word.ask.wanted), catalog }));
    case 'hold':
      return void answer(word.id, async () => ({ dataId: state.held.vectors(word.ask) }));
    case 'checkpoints':
      return void answer(word.id, () => listCheckpoints(word.ask.key));
    case 'repair':
      return void answer(word.id, () => trainer.repair(word.ask));
    case 'append':
      return void answer(word.id, () => trainer.append(word.ask));
    case 'holdTable':
      return void answer(word.id, async () => state.held.table(word.ask.table));
    case 'holdLog':
      return void answer(word.id, async () => state.held.log(word.ask.log, word.ask.split));
    case 'holdItemCodes':
      return void answer(word.id, async () => ({ dataId: state.held.itemCodes(word.ask) }));
    case 'holdItemVectors':
      return void answer(word.id, async () => ({ dataId: state.held.itemVectors(word.ask) }));
    case 'holdStore':
      return void answer(word.id, async () => ({ dataId: state.held.store(word.ask) }));
    case 'itemPlaces':
      return void answer(word.id, async () => trainer.itemPlaces(word.ask.dataId));
    case 'itemVectors':
      return void answer(word.id, () => trainer.itemVectors(word.ask));
    case 'itemStages':
      return void answer(word.id, () => trainer.itemStages(word.ask.run));
    case 'itemFacts':
      return void answer(word.id, () => trainer.itemFacts(word.ask));
    case 'equalItems':
      return void answer(word.id, () => trainer.equalItems(word.ask));
    case 'itemsApart':
      return void answer(word.id, () => trainer.itemsApart(word.ask));
    case 'leftByCodes':
      return void answer(word.id, () => trainer.leftByCodes(word.ask));
    case 'codeMeaning':
      return void answer(word.id, () => trainer.codeMeaning(word.ask));
    case 'holdSequences':
      return void answer(word.id, async () => state.held.sequences(word.ask));
    case 'recommend':
      return void answer(word.id, () => trainer.recommend(word.ask));
    case 'retrievalDifference':
      return void answer(word.id, async () => retrievalDifference(word.ask));
    case 'clickDifference':
      return void answer(word.id, () => clickDifference(word.ask));
    case 'predict':
      return void answer(word.id, () => trainer.predict(word.ask));
    case 'predictionsParquet':
      return void answer(word.id, async () => (await import('./export/predictionsParquet')).predictionsParquet(word.ask));
    case 'identifiersParquet':
      return void answer(word.id, async () => (await import('./export/identifiersParquet')).identifiersParquet(word.ask));
    case 'release':
      state.held.release(word.dataId);
      return trainer.kept.forgetReaders(word.dataId);
    case 'forget':
      return trainer.kept.forget(word.runId);
    case 'run':
      state.queue = state.queue.then(() => train(word.spec));
      state.runs.set(word.spec.runId, new Run(word.spec, (event) => tell(word.spec, event)));
      return;
    case 'order':
      return state.runs.get(word.runId)?.orders[word.order]();
    case 'acknowledge':
      return state.runs.get(word.runId)?.acknowledge();
  }
};

async function train(spec: RunSpec): Promise<void> {
  try {
    if (!state.device.isHealthy) await reopen(spec);
    await trainer.train(state.runs.get(spec.runId)!);
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

/** After a lost or erring device: a new one for this run, and the rows uploaded to it when next used. */
async function reopen(spec: RunSpec): Promise<void> {
  tell(spec, { type: 'doing', doing: { phase: 'opening the device', share: 0 } });
  trainer.kept.clear();
  state.held.leaveDevice();
  await state.device.reopen();
}

/** An event of a run, in its turn. Before a run is called done or failed, the device has its say. */
function tell(spec: RunSpec, event: RunEvent): void {
  state.telling = state.telling.then(async () => {
    const ends = event.type === 'result' || event.type === 'failed';
    const problem = ends ? await state.device.problem() : null;
    // A lost device told nothing false before it went; one that refused commands may have.
    if (problem && !state.device.isLost) await distrust(spec);
    send({ type: 'event', runId: spec.runId, event: problem ? { type: 'failed', problem } : event });
    // What cannot be sent ends the run in words; what comes after it is still told.
  }).catch((thrown: unknown) => send({ type: 'event', runId: spec.runId, event: { type: 'failed', problem: toProblem(thrown) } }));
}

async function distrust(spec: RunSpec): Promise<void> {
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

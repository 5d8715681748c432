/** The page's side of the worker border: the one file of the engine, beside the types in records/, that src/app may import. */
import type { Prepared } from './data/preprocess';
import type { TableShape } from './data/table';
import type { WrittenIds } from './export/identifiers';
import type { WrittenPredictions } from './export/predictions';
import { watchLife } from './lifeline';
import { transferables, type HeldItemCodes, type HeldItemVectors, type HeldRows, type HeldStore, type Question, type Questions, type ToPage, type ToWorker } from './protocol';
import type { Problem } from './records/basics';
import type { CodesChoices, CodesInspection, LoadedCodes } from './records/codes';
import type { DatasetChoices, FileInspection, KindGuess, LoadedDataset, Reading } from './records/data';
import type { ClickDifference, JudgedRows, LoadedLog } from './records/click';
import type { BackendName, Catalog, EngineInfo } from './records/engine';
import type { RunEvent } from './records/event';
import type { CheckpointInfo, PredictAsk, RunSpec } from './records/run';
import { createReadings } from './readings';
import type { LogChoices, LogInspection } from './records/log';
import type { NewPredictions } from './records/predict';
import type { AppendAsk, Appended, Repair, RepairOptions } from './records/repair';
import type { GivenSequences, HeldSequences, RankedCases, Recommendation, RecommendAsk, RetrievalDifference } from './records/retrieval';
import type { SequenceChoices, SequenceInspection, Sequences } from './records/sequences';
import type { LoadedTable, TableChoices, TableInspection } from './records/table';

export { checkParams, defaultParams, withLists } from './params';
export { idLines, indexJson } from './export/identifiers';
export type { WrittenIds } from './export/identifiers';
export { npyFile } from './export/npy';
export { predictionsCsv } from './export/predictions';

/** What the page may ask a run to do; each call that makes no sense in the run's state does nothing. */
export interface RunControls {
  pause(): void;
  resume(): void;
  /** One batch or one iteration; a running run pauses after it. */
  step(): void;
  /** Ends training now and gives the result as it is. */
  stop(): void;
}

/**
 * The engine as the page sees it. Files are read apart from it: a reading tells how far it is and can be ended, and one that hangs or ends by itself is told as a Problem.
 * One run trains at a time; a second waits for the first. Rejections are `Problem` records.
 */
export interface EngineClient {
  /** Starts the worker and the backend; `wanted` forces one. */
  start(wanted?: BackendName): Promise<{ readonly info: EngineInfo; readonly catalog: Catalog }>;
  /** What the file is, by its beginning; null where that cannot be told. */
  guessKind(file: File, reading?: Reading): Promise<KindGuess | null>;
  /** Looks into a file, and the file whose ids and metadata are joined to it, without keeping them. Never rejects for a bad file: the inspection carries the problem. */
  inspect(file: File, choices?: DatasetChoices, reading?: Reading, joined?: File): Promise<FileInspection>;
  /** Reads, joins, samples, cleans and preprocesses; the engine keeps the rows under the id. */
  load(file: File, choices: DatasetChoices, reading?: Reading, joined?: File): Promise<LoadedDataset>;
  /** Gives up what the engine holds under an id. */
  release(dataId: string): void;
  /** What the run of this key, of this visit or an earlier one, can go on from; they are kept while the page is open. */
  checkpoints(key: string): Promise<readonly CheckpointInfo[]>;
  /** Trains; events come until `result` or `failed`. The listener is called in order and a snapshot is acknowledged once it returned. */
  run(spec: RunSpec, listener: (event: RunEvent) => void): RunControls;
  /** What a repair of a finished run's IDs would do; changes nothing. Rejects where neither the run nor its checkpoint is kept any more. */
  repair(run: RunSpec, options: RepairOptions): Promise<Repair>;
  /** IDs for the rows of another file beside those in use. */
  append(ask: AppendAsk, reading?: Reading): Promise<Appended>;
  /** Looks into a table, and the file joined to it, without keeping them. Never rejects for a bad file: the inspection carries the problem. */
  inspectTable(file: File, choices: TableChoices, joined?: File, reading?: Reading): Promise<TableInspection>;
  /** Reads, joins, parts and encodes; the engine keeps the rows under the id. */
  loadTable(file: File, choices: TableChoices, joined?: File, reading?: Reading): Promise<LoadedTable>;
  /** Looks into a file as a log of events. Never rejects for a bad file: the inspection carries the problem. */
  inspectLog(file: File, choices?: LogChoices, reading?: Reading): Promise<LogInspection>;
  /** Reads, sorts by user and time, parts by time; the engine keeps the events under the id, the page the names. Rejects where there is no label of 0 and 1, or no times that part it. */
  loadLog(file: File, choices: LogChoices, reading?: Reading): Promise<LoadedLog>;
  /** The engine keeps rows of vectors under the id. The array is moved. */
  holdVectors(rows: HeldRows): Promise<string>;
  /** The engine keeps codes of a log's items under the id. The array is moved. */
  holdItemCodes(codes: HeldItemCodes): Promise<string>;
  /** As codes, vectors: of rows that `load` gave. */
  holdItemVectors(vectors: HeldItemVectors): Promise<string>;
  /** As codes, a vector for each event. The array is moved. */
  holdStore(store: HeldStore): Promise<string>;
  /** What one run has over another on the same test rows, by a paired bootstrap of users; copies are sent. */
  clickDifference(first: JudgedRows, second: JudgedRows, seed: number): Promise<ClickDifference>;
  /** The engine keeps sequences of items under the id and parts them; copies are sent, the names stay on the page. Rejects where no test or training case is left. */
  holdSequences(given: GivenSequences): Promise<HeldSequences>;
  /** The next items by a finished run of retrieval. Rejects where neither its model nor its checkpoint is kept any more. */
  recommend(ask: RecommendAsk): Promise<Recommendation>;
  /** What one run of retrieval has over another on the same test cases, by a paired bootstrap of users; copies are sent. */
  retrievalDifference(first: RankedCases, second: RankedCases, seed: number): Promise<RetrievalDifference>;
  /** Looks into a file as sequences of items; as `inspectLog` otherwise. */
  inspectSequences(file: File, choices?: SequenceChoices, reading?: Reading): Promise<SequenceInspection>;
  /** The sequences in the order of the file; the page keeps them. */
  loadSequences(file: File, choices: SequenceChoices, reading?: Reading): Promise<{ readonly sequences: Sequences; readonly inspection: SequenceInspection }>;
  /** Looks into a file as codes of items; as `inspectLog` otherwise. */
  inspectCodes(file: File, choices?: CodesChoices, reading?: Reading): Promise<CodesInspection>;
  /** Reads codes of items; the engine keeps them under the id, the page the ids. Rejects where `inspectCodes` tells of a problem. */
  loadCodes(file: File, choices: CodesChoices, reading?: Reading): Promise<LoadedCodes>;
  /** Predictions of a finished run for the rows of another file. Rejects where neither what it trained nor its checkpoint is kept any more. */
  predict(ask: PredictAsk, reading?: Reading): Promise<NewPredictions>;
  /** Predictions as the bytes of a Parquet file. */
  predictionsParquet(written: WrittenPredictions): Promise<Uint8Array<ArrayBuffer>>;
  /** Semantic IDs as the bytes of a Parquet file. */
  identifiersParquet(written: WrittenIds): Promise<Uint8Array<ArrayBuffer>>;
  /** Gives up what the engine keeps of a finished run: it keeps the last few, each until its cell runs again. */
  forget(runId: string): void;
  close(): void;
}

/** Starts a worker with the engine in it. `ended` is told where the worker ends by itself once it was started; what it was asked is then rejected, what it ran tells no more. */
export function createEngineClient(ended?: (problem: Problem) => void): EngineClient {
  // The name of its lock: no two workers of the browser may share it.
  const name = `residua-engine-${performance.timeOrigin}-${performance.now()}`;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (problem: Problem) => void }>();
  const listeners = new Map<string, (event: RunEvent) => void>();
  const readings = createReadings({
    createWorker: (name) => new Worker(new URL('./readWorker.ts', import.meta.url), { type: 'module', name }),
    locks: navigator.locks as LockManager | undefined,
  });
  /** What rows of other files are read like, by the id of what the engine holds. */
  const prepared = new Map<string, Prepared>();
  const shapes = new Map<string, TableShape>();
  const fileIds = new WeakMap<File, number>();
  let filesSeen = 0;
  let asked = 0;
  let gone: Problem | null = null;

  const idOf = (file: File): number => fileIds.get(file) ?? (fileIds.set(file, ++filesSeen), filesSeen);
  const tableAsk = (file: File, choices: TableChoices, joined?: File) => ({ file, choices, ...(joined && { joined }), ids: { file: idOf(file), ...(joined && { joined: idOf(joined) }) } });
  const joinedAsk = (joined?: File) => joined && { joined: { file: joined, id: idOf(joined) } };
  const tell = (word: ToWorker, move: Transferable[] = []) => worker.postMessage(word, move);
  const ask = <Q extends Question>(type: Q, question: Questions[Q]['ask'], move?: Transferable[]): Promise<Questions[Q]['answer']> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = ++asked;
      waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      tell({ type, id, ask: question } as ToWorker, move);
    });
  const begin = (word: Extract<ToWorker, { type: 'run' }>, listener: (event: RunEvent) => void): RunControls => {
    const { runId } = word.spec;
    listeners.set(runId, listener);
    listener({ type: 'status', status: 'waiting' });
    tell(word);
    const order = (order: 'pause' | 'resume' | 'step' | 'stop') => () => tell({ type: 'order', runId, order });
    return { pause: order('pause'), resume: order('resume'), step: order('step'), stop: order('stop') };
  };
  let started = false;
  const fail = (problem: Problem) => {
    life.close();
    gone = problem;
    readings.close();
    if (started && ended) {
      listeners.clear();
      ended(problem);
    }
    for (const { reject } of waiting.values()) reject(problem);
    waiting.clear();
    for (const listener of listeners.values()) listener({ type: 'failed', problem });
    listeners.clear();
  };

  const life = watchLife({
    name, locks: navigator.locks as LockManager | undefined, ping: () => tell({ type: 'ping' }),
    ended: () => fail({ name: 'engine', message: 'The engine ended without an error message: the browser may have been short of memory.', hint: 'Reload the page.' }),
  });

  worker.onerror = (event) => {
    event.preventDefault();
    fail({ name: 'engine', message: `The engine stopped: ${event.message || 'the worker could not be loaded'}.`, hint: 'Reload the page.' });
  };
  worker.onmessage = (message: MessageEvent<ToPage>) => {
    const word = message.data;
    life.heard();
    if (word.type === 'alive') return life.alive(word.locked);
    if (word.type === 'event') {
      const { runId, event } = word;
      listeners.get(runId)?.(event);
      if (event.type === 'snapshot') tell({ type: 'acknowledge', runId });
      if (event.type === 'failed' || (event.type === 'status' && (event.status === 'done' || event.status === 'stopped'))) listeners.delete(runId);
      return;
    }
    const pending = waiting.get(word.id);
    waiting.delete(word.id);
    if (word.type === 'answer') pending?.resolve(word.answer);
    else pending?.reject(word.problem);
  };

  return {
    async start(wanted) {
      const answer = await ask('start', { wanted });
      started = true;
      return answer;
    },
    guessKind: (file, reading) => readings.read('guessKind', { file }, reading),
    inspect: (file, choices, reading, joined) => readings.read('inspect', { file, choices, id: idOf(file), ...joinedAsk(joined) }, reading),
    async load(file, choices, reading, joined) {
      const read = await readings.read('load', { file, choices, id: idOf(file), ...joinedAsk(joined) }, reading);
      const { dataId } = await ask('hold', read.held, transferables(read.held));
      prepared.set(dataId, read.prepared);
      return { dataId, ...read.kept };
    },
    checkpoints: (key) => ask('checkpoints', { key }),
    release(dataId) {
      prepared.delete(dataId);
      shapes.delete(dataId);
      tell({ type: 'release', dataId });
    },
    run: (spec, listener) => begin({ type: 'run', spec }, listener),
    inspectTable: (file, choices, joined, reading) => readings.read('inspectTable', tableAsk(file, choices, joined), reading),
    async loadTable(file, choices, joined, reading) {
      const { table, inspection } = await readings.read('loadTable', tableAsk(file, choices, joined), reading);
      const shape = { features: table.features.map(({ name, type }) => ({ name, type })), target: { name: table.target.name } };
      const held = await ask('holdTable', { table }, transferables(table));
      shapes.set(held.dataId, shape);
      return { inspection, ...held };
    },
    inspectLog: (file, choices = {}, reading) => readings.read('inspectLog', { file, choices, id: idOf(file) }, reading),
    async loadLog(file, choices, reading) {
      const { log, inspection } = await readings.read('loadLog', { file, choices, id: idOf(file) }, reading);
      const { userNames, itemNames } = log;
      const held = await ask('holdLog', { log, ...(choices.split && { split: choices.split }) }, transferables(log));
      return { ...held, inspection, userNames, itemNames };
    },
    holdVectors: async (rows) => (await ask('hold', rows, transferables(rows))).dataId,
    holdItemCodes: async (codes) => (await ask('holdItemCodes', codes, transferables(codes))).dataId,
    holdItemVectors: async (vectors) => (await ask('holdItemVectors', vectors)).dataId,
    holdStore: async (store) => (await ask('holdStore', store, transferables(store))).dataId,
    holdSequences: (given) => ask('holdSequences', given),
    recommend: (wanted) => ask('recommend', wanted),
    // Results hold more than is compared; only that crosses the border.
    retrievalDifference: (first, second, seed) => {
      const compared = ({ users, ranks, bucketSizes }: RankedCases): RankedCases => ({ users, ranks, bucketSizes });
      return ask('retrievalDifference', { first: compared(first), second: compared(second), seed });
    },
    clickDifference: (first, second, seed) => ask('clickDifference', { first, second, seed }),
    inspectSequences: (file, choices = {}, reading) => readings.read('inspectSequences', { file, choices, id: idOf(file) }, reading),
    loadSequences: (file, choices, reading) => readings.read('loadSequences', { file, choices, id: idOf(file) }, reading),
    inspectCodes: (file, choices = {}, reading) => readings.read('inspectCodes', { file, choices }, reading),
    async loadCodes(file, choices, reading) {
      const { published: { ids, codes, numCodes }, inspection } = await readings.read('loadCodes', { file, choices }, reading);
      return { ...(await ask('holdItemCodes', { codes, numCodes }, transferables(codes))), inspection, ids };
    },
    async predict({ run, ...files }, reading) {
      const like = shapes.get(run.inputs.rows ?? '');
      if (!like) throw notLoaded;
      const fresh = await readings.read('readLike', { ...files, like }, reading);
      return ask('predict', { run, fresh }, transferables(fresh));
    },
    repair: (run, options) => ask('repair', { run, options }),
    async append({ file, choices, ...question }, reading) {
      const like = prepared.get(question.run.inputs.rows ?? '');
      if (!like) throw notLoaded;
      const { held: { data, rows, dim }, kept: { ids } } = await readings.read('load', { file, choices, like, id: idOf(file) }, reading);
      return ask('append', { ...question, items: { data, rows, dim, ids } }, [data.buffer as ArrayBuffer]);
    },
    // A result holds more than is written; only that crosses the border, as a copy.
    predictionsParquet: ({ predictions, partials, stages, targets, rowIndex, parts, seed }) => ask('predictionsParquet', { predictions, partials, stages, targets, rowIndex, parts, seed }),
    identifiersParquet: (written) => ask('identifiersParquet', written),
    forget: (runId) => tell({ type: 'forget', runId }),
    close() {
      life.close();
      readings.close();
      worker.terminate();
    },
  };
}

const notLoaded: Problem = { name: 'engine', message: 'The rows of this run are no longer loaded.', hint: 'Load the file again and run the cell.' };

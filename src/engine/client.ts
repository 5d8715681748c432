/** The page's side of the worker border: the one file of the engine, beside the types in records.ts, that src/app may import. */
import type { BackendName, Catalog, DatasetChoices, EngineInfo, FileInspection, LoadedDataset, RunEvent, RunSpec } from './records';

export { checkParams, defaultParams } from './params';
export { npyFile } from './export/npy';

/** What the page may ask a run to do; each call that makes no sense in the run's state does nothing. */
export interface RunControls {
  pause(): void;
  resume(): void;
  /** One batch or one iteration; a running run pauses after it. */
  step(): void;
  /** Ends training now and gives the result as it is. */
  stop(): void;
}

/** The engine as the page sees it. One run trains at a time; a second waits for the first. Rejections are `Problem` records. */
export interface EngineClient {
  /** Starts the worker and the backend; `wanted` forces one. */
  start(wanted?: BackendName): Promise<{ readonly info: EngineInfo; readonly catalog: Catalog }>;
  /** Looks into a file without keeping it. Never rejects for a bad file: the inspection carries the problem. */
  inspect(file: File, choices?: DatasetChoices): Promise<FileInspection>;
  /** Reads, samples, cleans and preprocesses; the engine keeps the rows under the id. */
  load(file: File, choices: DatasetChoices): Promise<LoadedDataset>;
  release(datasetId: string): void;
  /** Trains; events come until `result` or `failed`. The listener is called in order and a snapshot is acknowledged once it returned. */
  run(spec: RunSpec, listener: (event: RunEvent) => void): RunControls;
  close(): void;
}

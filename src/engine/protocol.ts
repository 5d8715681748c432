/** The words that cross the border between page and worker. Only client.ts and worker.ts read this file. */
import type { BackendName, Catalog, CheckpointInfo, DatasetChoices, EngineInfo, FileInspection, LoadedDataset, Problem, RunEvent, RunSpec } from './records';
import type { FitSpec, NewPredictions, PredictAsk } from './recordsPredict';
import type { AppendAsk, Appended, Repair, RepairAsk } from './recordsRepair';
import type { LoadedTable, TableChoices, TableInspection } from './recordsTable';

/** Questions that get one answer each, by name: what is asked, what is answered. */
export interface Questions {
  start: { readonly ask: { readonly wanted?: BackendName }; readonly answer: { readonly info: EngineInfo; readonly catalog: Catalog } };
  inspect: { readonly ask: { readonly file: File; readonly choices?: DatasetChoices }; readonly answer: FileInspection };
  checkpoints: { readonly ask: { readonly key: string }; readonly answer: readonly CheckpointInfo[] };
  load: { readonly ask: { readonly file: File; readonly choices: DatasetChoices }; readonly answer: LoadedDataset };
  repair: { readonly ask: RepairAsk; readonly answer: Repair };
  append: { readonly ask: AppendAsk; readonly answer: Appended };
  inspectTable: { readonly ask: TableAsk; readonly answer: TableInspection };
  loadTable: { readonly ask: TableAsk; readonly answer: LoadedTable };
  predict: { readonly ask: PredictAsk; readonly answer: NewPredictions };
}

/** A table file, the file joined to it where there is one, and how they are read. */
export interface TableAsk {
  readonly file: File;
  readonly joined?: File;
  readonly choices: TableChoices;
}

export type Question = keyof Questions;

export type ToWorker =
  | { [Q in Question]: { readonly type: Q; readonly id: number; readonly ask: Questions[Q]['ask'] } }[Question]
  | { readonly type: 'release'; readonly datasetId: string }
  | { readonly type: 'releaseTable'; readonly tableId: string }
  | { readonly type: 'forget'; readonly runId: string }
  | { readonly type: 'run'; readonly spec: RunSpec }
  | { readonly type: 'fit'; readonly spec: FitSpec }
  | { readonly type: 'order'; readonly runId: string; readonly order: 'pause' | 'resume' | 'step' | 'stop' }
  /** Is the worker there? It says `alive`. */
  | { readonly type: 'ping' }
  /** The page has taken the last snapshot; the next may come. */
  | { readonly type: 'acknowledge'; readonly runId: string };

export type ToPage =
  /** `locked`: the worker holds the lock of its name for as long as it lives. */
  | { readonly type: 'alive'; readonly locked: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Questions[Question]['answer'] }
  | { readonly type: 'refusal'; readonly id: number; readonly problem: Problem }
  | { readonly type: 'event'; readonly runId: string; readonly event: RunEvent };

/** Every buffer of the typed arrays inside a record, once each: moved over the border, not copied. */
export function transferables(value: unknown, found = new Set<Transferable>()): Transferable[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object') transferables(entry, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) transferables(entry, found);
  }
  return [...found];
}

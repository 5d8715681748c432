/** The words that cross the border between page and engine. Only client.ts and worker.ts read this file; what the reading workers are told stands in readProtocol.ts. */
import type { Table } from './data/column';
import type { FreshRows } from './data/table';
import type { WrittenIds } from './export/identifiers';
import type { WrittenPredictions } from './export/predictions';
import type { Problem } from './records/basics';
import type { ClickDifference, HeldLog, JudgedRows } from './records/click';
import type { BackendName, Catalog, EngineInfo } from './records/engine';
import type { RunEvent } from './records/event';
import type { ApartItems, CodeMeaning, EqualItems, ItemFacts, ItemPlaces, ItemStages, LeftByCodes, SampledVectors } from './records/items';
import type { Log, LogSplit } from './records/log';
import type { CheckpointInfo, RunSpec } from './records/run';
import type { NewPredictions } from './records/predict';
import type { AppendAsk, Appended, Repair, RepairAsk } from './records/repair';
import type { GivenSequences, HeldSequences, RankedCases, Recommendation, RecommendAsk, RetrievalDifference } from './records/retrieval';
import type { LoadedTable } from './records/table';

/** Questions that get one answer each, by name: what is asked, what is answered. */
export interface Questions {
  start: { readonly ask: { readonly wanted?: BackendName }; readonly answer: { readonly info: EngineInfo; readonly catalog: Catalog } };
  checkpoints: { readonly ask: { readonly key: string }; readonly answer: readonly CheckpointInfo[] };
  hold: { readonly ask: HeldRows; readonly answer: { readonly dataId: string } };
  repair: { readonly ask: RepairAsk; readonly answer: Repair };
  append: { readonly ask: Omit<AppendAsk, 'file' | 'choices'> & NewItems; readonly answer: Appended };
  holdTable: { readonly ask: { readonly table: Table }; readonly answer: Pick<LoadedTable, 'dataId' | 'references'> };
  holdLog: { readonly ask: { readonly log: Log; readonly split?: Partial<LogSplit> }; readonly answer: HeldLog };
  holdItemCodes: { readonly ask: HeldItemCodes; readonly answer: { readonly dataId: string } };
  holdItemVectors: { readonly ask: HeldItemVectors; readonly answer: { readonly dataId: string } };
  holdStore: { readonly ask: HeldStore; readonly answer: { readonly dataId: string } };
  itemPlaces: { readonly ask: { readonly dataId: string }; readonly answer: ItemPlaces };
  itemVectors: { readonly ask: { readonly of: ItemAsk['of']; readonly most: number; readonly seed: number }; readonly answer: SampledVectors };
  itemStages: { readonly ask: { readonly run: RunSpec }; readonly answer: ItemStages };
  itemFacts: { readonly ask: ItemAsk; readonly answer: ItemFacts };
  codeMeaning: { readonly ask: { readonly run: RunSpec; readonly level: number; readonly code: number; readonly count: number }; readonly answer: CodeMeaning };
  equalItems: { readonly ask: Pick<ItemAsk, 'of'>; readonly answer: EqualItems };
  itemsApart: { readonly ask: Pick<ItemAsk, 'of'> & { readonly members: Uint32Array; readonly told: number }; readonly answer: ApartItems };
  leftByCodes: { readonly ask: { readonly run: RunSpec; readonly members: Uint32Array; readonly codes: Int32Array; readonly levels: number }; readonly answer: LeftByCodes };
  holdSequences: { readonly ask: GivenSequences; readonly answer: HeldSequences };
  recommend: { readonly ask: RecommendAsk; readonly answer: Recommendation };
  retrievalDifference: { readonly ask: { readonly first: RankedCases; readonly second: RankedCases; readonly seed: number }; readonly answer: RetrievalDifference };
  clickDifference: { readonly ask: { readonly first: JudgedRows; readonly second: JudgedRows; readonly seed: number }; readonly answer: ClickDifference };
  predict: { readonly ask: { readonly run: RunSpec; readonly fresh: FreshRows }; readonly answer: NewPredictions };
  predictionsParquet: { readonly ask: WrittenPredictions; readonly answer: Uint8Array<ArrayBuffer> };
  identifiersParquet: { readonly ask: WrittenIds; readonly answer: Uint8Array<ArrayBuffer> };
}

/** One item: by a finished run, or by its vectors alone. */
export interface ItemAsk {
  readonly of: { readonly run: RunSpec } | { readonly dataId: string };
  readonly row: number;
  /** Neighbours wanted. */
  readonly count: number;
}

/** Rows of a file as they were prepared, for the engine to keep. */
export interface HeldRows {
  /** [rows, dim], row-major. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly dim: number;
  /** [rows]: numbers of the labels; null where there are none. */
  readonly labels: Int32Array | null;
}

/** Codes of the items of a log, of sequences, or of a file of codes. */
export interface HeldItemCodes {
  /** int32 [items, levels], row-major, in the order of those items; -1 throughout a row: the item has none. */
  readonly codes: Int32Array;
  /** [levels] */
  readonly numCodes: readonly number[];
}

/** Vectors of the items of a log, of sequences, or of a file of codes, among rows that the engine holds. */
export interface HeldItemVectors {
  /** What `hold` answered. */
  readonly vectorsId: string;
  /** [items]: row of each item, in the order of the log's items; -1: it has none. */
  readonly rows: Int32Array;
}

/** A vector for each event of a log, as a model of instances left it, or as a quantizer rebuilt it. */
export interface HeldStore {
  /** float32 [events, dim], in the order of the log. */
  readonly vectors: Float32Array;
  readonly dim: number;
  /** Bits that are kept of each event. */
  readonly bits: number;
}

/** Rows of another file, prepared as those of the run were. */
export interface NewItems {
  readonly items: { readonly data: Float32Array; readonly rows: number; readonly dim: number; readonly ids: readonly string[] | null };
}

export type Question = keyof Questions;

export type ToWorker =
  | { [Q in Question]: { readonly type: Q; readonly id: number; readonly ask: Questions[Q]['ask'] } }[Question]
  | { readonly type: 'release'; readonly dataId: string }
  | { readonly type: 'forget'; readonly runId: string }
  | { readonly type: 'run'; readonly spec: RunSpec }
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

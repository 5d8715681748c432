/** What predictors of labels read beside the log, brought into the order of its items or events. */
import type { PreparedLog } from './preparedLog';

/** Codes of the log's items by a quantizer. */
export interface ItemCodes {
  /** int32 [items, levels], row-major, in the order of the log's items; -1 throughout a row: the item has none. */
  readonly codes: Int32Array;
  readonly numCodes: readonly number[];
}

/** Vectors of the log's items. */
export interface ItemVectors {
  /** float32 [items, dim], row-major, in the order of the log's items; zeros where there is none. */
  readonly data: Float32Array;
  readonly dim: number;
  /** uint8 [items]: 1 where there is one. */
  readonly known: Uint8Array;
  /** int32 [items]: numbers of the labels, -1: none; absent: the vectors have no labels. */
  readonly labels?: Int32Array;
}

/** A vector for each event of the log: as a model of instances left it, or as a quantizer rebuilt it. */
export interface InstanceStore {
  /** float32 [events, dim], row-major, in the order of the log. */
  readonly data: Float32Array;
  readonly dim: number;
  /** Bits that are kept of each event. */
  readonly bits: number;
}

/** What a predictor of labels is given, by port. */
export interface LogInputs {
  readonly events: PreparedLog;
  readonly items?: ItemVectors;
  readonly codes?: ItemCodes;
  readonly store?: InstanceStore;
}

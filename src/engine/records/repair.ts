/** Records of semantic IDs told apart, and of items that come later. */
import type { DatasetChoices } from './data';
import type { RunSpec } from './run';

/** How items that share a semantic ID are told apart; `stored`: by codes that the method itself gave its rows (`Traits.storedCodes`). */
export type RepairMethod = 'suffix' | 'sinkhorn' | 'nextFree' | 'stored';

export interface RepairOptions {
  readonly method: RepairMethod;
  /** `nextFree`: items an ID may hold before others must move. */
  readonly capacity?: number;
}

/** IDs before or after a repair, counted on all items. */
export interface IdentifierFigures {
  readonly collisionRate: number;
  readonly uniqueIdShare: number;
  readonly largestBucket: number;
  readonly rmse: number;
  /** k = 10, Euclid, of 500 items within 5,000, drawn with a fixed seed; of stored codes taken from a result, its metric `knnOverlap`. */
  readonly knnOverlap: number;
}

/** What a repair would do; nothing is changed until the page takes the codes. */
export interface Repair {
  readonly options: RepairOptions;
  /** [items, levels], row-major; `suffix` adds a level. */
  readonly codes: Int32Array;
  readonly levels: number;
  readonly items: number;
  /** Items whose code of an existing level changed. */
  readonly moved: number;
  /** Codes the suffix level needs: the largest suffix + 1; 0: no suffix. */
  readonly suffixCodes: number;
  /** Rounds until nothing changed or the limit (`sinkhorn`). */
  readonly rounds: number;
  readonly before: IdentifierFigures;
  readonly after: IdentifierFigures;
  readonly notes: readonly string[];
}

/** A repair to be previewed. */
export interface RepairAsk {
  /** The finished run; taken up from its checkpoint where its quantizer is no longer in memory. */
  readonly run: RunSpec;
  readonly options: RepairOptions;
}

/** Rows of another file that are to get IDs beside those of a finished run. */
export interface AppendAsk {
  /** As RepairAsk.run. */
  readonly run: RunSpec;
  readonly file: File;
  /** How the file becomes a matrix; rows are preprocessed as those of the run were. */
  readonly choices: DatasetChoices;
  /** The IDs in use, repaired or not: [items of the run, levels]. */
  readonly codes: Int32Array;
  readonly levels: number;
  /** The repair in use; null: none. */
  readonly options: RepairOptions | null;
}

/** IDs for new items, beside those that exist and do not move. */
export interface Appended {
  /** [new items, levels + 1 where a suffix level exists] */
  readonly codes: Int32Array;
  readonly levels: number;
  readonly items: number;
  readonly ids: readonly string[] | null;
  /** New items whose ID an existing or another new item has. */
  readonly collisions: number;
  readonly moved: number;
  readonly notes: readonly string[];
}

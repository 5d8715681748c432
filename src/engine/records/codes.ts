/** Records of codes read from a file: semantic IDs that were made elsewhere. */
import type { Problem } from './basics';

/** How a file becomes codes; every field left out is guessed. */
export interface CodesChoices {
  /** Column of the items' ids; '': none, rows are numbered from 0. */
  readonly idColumn?: string;
  /** One column that holds all codes of an item, or one a level, the first level first. */
  readonly columns?: readonly string[];
  /** Whether all levels share one vocabulary, in which the codes of a level start after those before it. */
  readonly offsets?: boolean;
  /** Codes that a level could use: one number for all levels, or one a level. Absent: the largest code that is used, and 1. */
  readonly numCodes?: readonly number[];
}

/** What the codes of a file are. */
export interface CodesSummary {
  /** Items with an ID, and different IDs among them. */
  readonly items: number;
  readonly distinct: number;
  readonly levels: number;
  /** [levels]: codes that each level could use, and those that it uses. */
  readonly numCodes: readonly number[];
  readonly usedCodes: readonly number[];
  /** [levels]: what stands before the number of a token, "a" of "<a_12>"; '' where codes are plain numbers. */
  readonly prefixes: readonly string[];
  /** [levels]: where the codes of each level start in one vocabulary; null: each level counts from 0. */
  readonly offsets: readonly number[] | null;
  /** Rows without an ID, left out. */
  readonly leftOut: number;
}

export interface CodesInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly fileRows: number;
  /** How the codes are written, in words: "a column for each level, ..."; empty where they were not found. */
  readonly form: string;
  /** Names of the file's columns. */
  readonly columns: readonly string[];
  /** The choices given, completed by guesses. */
  readonly choices: CodesChoices;
  readonly summary?: CodesSummary;
  /** The first rows as they stand in the file. */
  readonly preview: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly warnings: readonly string[];
  readonly problem?: Problem;
}

/** Codes as they were read. */
export interface PublishedCodes {
  /** [items]: ids as they are written; null: the items are the rows of the file, in order. */
  readonly ids: readonly string[] | null;
  /** int32 [items, levels], row-major, each level from 0. */
  readonly codes: Int32Array;
  /** [levels] */
  readonly numCodes: readonly number[];
}

/** Codes that the engine holds. */
export interface LoadedCodes {
  readonly dataId: string;
  readonly inspection: CodesInspection;
  readonly ids: PublishedCodes['ids'];
}

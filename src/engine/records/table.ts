/** Records of tables: rows with a value to predict, columns to predict it from, and parts to train, choose and test on. */
import type { Histogram, Problem } from './basics';
import type { OutlierChoice, Outliers } from './data';

/** `number`: a magnitude; `category`: a label, text or number alike; `list`: several labels in one cell. */
export type FieldType = 'number' | 'category' | 'list';

export type SplitName = 'train' | 'validation' | 'test';

/** How rows are parted. Every way is drawn by seed and the same for all predictors of the table. */
export interface SplitChoices {
  /** `random`: row by row; `group`: rows that share a value of `column` (a user) stay together; `time`: by the order of `column`, the latest rows are the test part. */
  readonly how: 'random' | 'group' | 'time';
  /** Of `group` and `time`. */
  readonly column?: string;
  readonly seed: number;
  /** Shares of the rows in 0..1; what is left of 1 is for training. */
  readonly validation: number;
  readonly test: number;
}

/** How a file becomes rows, features and a target; every field left out is guessed. */
export interface TableChoices {
  /** The numeric column to predict. */
  readonly target?: string;
  /** Columns to predict it from; absent: all but the target, ids, references and leaks that a guess can see. */
  readonly features?: readonly string[];
  /** Types that differ from the guess. */
  readonly types?: Readonly<Record<string, FieldType>>;
  /** Columns that hold predictions made elsewhere (another model's, or a known law's): scored beside the predictors, never features. */
  readonly references?: readonly string[];
  /** Column of the joined file and of this one that join them: `join` is the name in this table, `joinOn` that in the other (absent: the same). */
  readonly join?: string;
  readonly joinOn?: string;
  readonly split?: Partial<SplitChoices>;
  /** Rows to draw without replacement; 0 or absent: all. */
  readonly sampleRows?: number;
  readonly sampleSeed?: number;
  /** For targets a million times as large as the median one. */
  readonly outliers?: OutlierChoice;
  /** Unit of the target, for axes and errors: "s". */
  readonly unit?: string;
}

/** What is known of one column. */
export interface TableColumn {
  readonly name: string;
  readonly guessed: FieldType;
  /** As chosen, or as guessed. */
  readonly type: FieldType;
  /** From the joined file. */
  readonly joined: boolean;
  readonly missing: number;
  /** Different values, missing left out; counting ends at 10,001. */
  readonly distinct: number;
  /** The first different values, at most 3, each cut at 24 characters. */
  readonly examples: readonly string[];
  /** Numbers only. */
  readonly range?: { readonly min: number; readonly median: number; readonly max: number };
  /** How well it alone orders the target, 0..1: |Spearman| for numbers, that of the out-of-fold category means for categories; NaN where undefined. */
  readonly ranksTarget: number;
  /** Why a person may not want it as a feature: a leak, an id, constant, nearly all missing. Empty: nothing is wrong with it. */
  readonly warning: string;
}

export interface TargetSummary {
  readonly name: string;
  readonly rows: number;
  /** Rows whose target is missing; they are left out. */
  readonly missing: number;
  readonly zeroShare: number;
  readonly negativeShare: number;
  /** Of the targets as read, whatever was done with them; absent: none. */
  readonly outliers?: Outliers;
  readonly mean: number;
  readonly min: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** Over log1p of the value where it has a long tail and no negatives: edges are in the target's unit all the same. */
  readonly histogram: Histogram;
}

/** What a table file holds, and what would be read from it with these choices. Never rejects for a bad file: `problem` says what is wrong. */
export interface TableInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly fileRows: number;
  readonly columns: readonly TableColumn[];
  /** The choices given, completed by guesses. */
  readonly choices: TableChoices;
  readonly preview: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Absent where the choices cannot be used; then `problem` says why. */
  readonly target?: TargetSummary;
  /** Rows of each part. */
  readonly splits?: Readonly<Record<SplitName, number>>;
  /** What a person should know and may leave as it is, in plain sentences. */
  readonly warnings: readonly string[];
  readonly problem?: Problem;
}

/** A table the engine holds, ready to be fitted on. */
export interface LoadedTable {
  readonly dataId: string;
  readonly inspection: TableInspection;
  /** Scores of each reference column on the test part, keyed as ScoreEntry. */
  readonly references: readonly { readonly name: string; readonly scores: Readonly<Record<string, number>> }[];
}

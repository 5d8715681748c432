/** Records of vectors read from a file: how they are to be read, what was seen, what is held. */
import type { Histogram, Problem } from './basics';

/** What a file may be read as. */
export type FileKind = 'vectors' | 'table' | 'log' | 'sequences' | 'codes';

/** A guess and what it rests on, in a few plain words. */
export interface KindGuess {
  readonly kind: FileKind;
  readonly reason: string;
  /** What it may be as well, though less likely; absent: nothing that its ending does not tell. */
  readonly also?: readonly FileKind[];
}

/** What to do with rows that hold NaN or an infinity. */
export type BadRows = 'refuse' | 'drop' | 'replace';

/** How a file becomes a matrix; every field left out is guessed by the reader. */
export interface DatasetChoices {
  /** .npz, .safetensors: the array to read, or "every array as one row". And of an array of one axis the numbers a row; absent: 1, but a long one is refused. */
  readonly array?: string;
  readonly rowLength?: number;
  /** Parquet: the list column that holds the vectors. Excludes `columns`. */
  readonly vectorColumn?: string;
  /** CSV, TSV, Parquet: the numeric columns that make up the vector. */
  readonly columns?: readonly string[];
  readonly idColumn?: string;
  readonly metadataColumns?: readonly string[];
  /** One of the metadata columns: the labels that prefix purity is measured against. '': none; absent: the first whose values repeat. */
  readonly labelColumn?: string;
  /** Of a file joined to this one: the column of this one that holds the keys ('': none, by row), and that of the other. Only `joinOn`: keys are row numbers. Absent: guessed. */
  readonly join?: string;
  readonly joinOn?: string;
  /** Columns of the joined file that become metadata (absent: all but the key), and one that becomes the ids ('': none). */
  readonly joinColumns?: readonly string[];
  readonly joinId?: string;
  readonly sampleRows?: number; // drawn without replacement; 0 or absent: all
  readonly sampleSeed?: number;
  readonly preprocessing?: Preprocessing;
  readonly badRows?: BadRows;
  readonly outliers?: OutlierChoice;
}

/** What a file holds, and what would be read from it with these choices. */
export interface FileInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  /** .npz members and tensors, with all of them together first where they could be rows. */
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string; readonly problem?: string }[];
  /** CSV, TSV, Parquet columns; empty for matrices. */
  readonly columns: readonly ColumnInfo[];
  readonly rowLengths?: readonly number[]; // of an array of one axis: those that fit, the likely ones first
  /** The choices given, completed by guesses. */
  readonly choices: DatasetChoices;
  /** Numeric columns that the guess keeps out of the vector, and why; absent: none. */
  readonly leftOut?: readonly ColumnRemark[];
  /** Columns in the vector that look unlike the others; absent: none. */
  readonly odd?: readonly ColumnRemark[];
  /** How the file was read, where a person should know, in plain sentences; absent: nothing to say. */
  readonly notes?: readonly string[];
  /** Where a file is joined and could be read. */
  readonly join?: JoinSeen;
  /** Absent where the choices cannot be read; then `problem` says why. */
  readonly summary?: DatasetSummary;
  readonly problem?: Problem;
}

/** What a joined file holds, and how it meets the rows. */
export interface JoinSeen {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly string[];
  /** Names of all metadata, of both files; absent where they do not meet. */
  readonly metadata?: readonly string[];
  /** How rows find each other: "by row", "by row number", "by key"; absent: they do not, and `problem` says why. */
  readonly by?: 'row' | 'rowNumber' | 'key';
  /** Rows in use without a partner, and rows of the joined file that no row has: how many, and the first 5 by key. */
  readonly alone?: { readonly count: number; readonly first: readonly string[] };
  readonly unused?: { readonly count: number; readonly first: readonly string[] };
}

/** A dataset the engine holds, ready to be run on. */
export interface LoadedDataset {
  readonly dataId: string;
  readonly summary: DatasetSummary;
  /** Row ids, where a column was chosen. */
  readonly ids: readonly string[] | null;
  /** For each used row its 0-based number in the file. */
  readonly rowIndex: Uint32Array;
  readonly metadata: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface ColumnInfo {
  readonly name: string;
  readonly type: 'number' | 'text' | 'list';
  /** Length of a list column's vectors. */
  readonly listLength?: number;
}

/** What a person should know of a column, in a few plain words: "it counts the rows". */
export interface ColumnRemark {
  readonly name: string;
  readonly reason: string;
}

/** What is done with rows, or targets, a million times as large as the median: left as they are (also when absent), scaled down to the largest of the others, or left out. */
export type OutlierChoice = 'keep' | 'clip' | 'drop';

/** Rows, or targets, far beyond the others. */
export interface Outliers {
  readonly count: number;
  /** Of all sizes that are not 0: norms of rows, or absolute values of targets. */
  readonly median: number;
  /** The first few: 0-based row in the file, and size. */
  readonly first: readonly { readonly row: number; readonly size: number }[];
}

export type Preprocessing = 'none' | 'centre' | 'l2';

/** What the panel shows of a matrix, before preprocessing but after the row sample. */
export interface DatasetSummary {
  readonly name: string;
  /** "npy", "csv", ... */
  readonly format: string;
  readonly bytes: number;
  /** Element type in the file, as NumPy names it: "float32", "uint8", "text". */
  readonly dtype: string;
  /** Rows in the file, and rows used after sample and dropped rows. */
  readonly fileRows: number;
  readonly rows: number;
  readonly dim: number;
  /** Euclidean norms of the used rows. */
  readonly norms: { readonly min: number; readonly median: number; readonly max: number; readonly histogram: Histogram };
  readonly nanRows: number;
  readonly infRows: number;
  /** 0-based row numbers (in the file) of the first bad rows, at most 5. */
  readonly firstBadRows: readonly number[];
  readonly zeroRows: number;
  /** Columns with one value throughout: how many, and the first 5. */
  readonly constantColumns: number;
  readonly firstConstantColumns: readonly number[];
  /** Of the rows as read, whatever was done with them; absent: none. */
  readonly outliers?: Outliers;
  /** Rows equal to an earlier row. */
  readonly duplicateRows: number;
  /** First rows, first columns. */
  readonly preview: { readonly ids: readonly string[]; readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] };
  readonly preprocessing: Preprocessing;
  /** Values are multiplied by 2 to this power before anything else, where they are too large or small for float32 sums; absent: they are not. */
  readonly exponent?: number;
}

/** Bytes taken from the file so far. Many formats are gone through more than once, so that more bytes than the file has may be read. */
export interface ReadProgress {
  readonly bytes: number;
  /** Bytes of the files read, and of what was unpacked from them. */
  readonly size: number;
}

export interface Reading {
  /** Ends the reading; it is then rejected. */
  readonly signal?: AbortSignal;
  /** At most ten times a second. */
  progress?(told: ReadProgress): void;
}

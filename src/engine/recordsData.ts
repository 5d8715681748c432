/** Records of what a file holds: its columns, its matrix in figures, and what a person should know of them. */

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

export interface Histogram {
  /** bins + 1 edges, ascending. */
  readonly edges: Float32Array;
  readonly counts: Uint32Array;
}

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

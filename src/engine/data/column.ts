/** Columns of a table as they are kept: numbers, labels as codes, lists of labels. */

export interface NumberColumn {
  readonly name: string;
  readonly type: 'number';
  /** [rows]; NaN: missing. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly name: string;
  readonly type: 'category';
  /** [rows]: place in `labels`; -1: missing. */
  readonly codes: Int32Array;
  /** In the order they were met. */
  readonly labels: readonly string[];
}

export interface ListColumn {
  readonly name: string;
  readonly type: 'list';
  /** Entries of row i are codes[offsets[i] .. offsets[i + 1] - 1]; [rows + 1]. */
  readonly offsets: Uint32Array;
  readonly codes: Int32Array;
  readonly labels: readonly string[];
}

export type Column = NumberColumn | CategoryColumn | ListColumn;

/** A table read, joined and parted; every array has one entry a row in use. */
export interface Table {
  readonly name: string;
  readonly rows: number;
  /** 0-based row numbers in the file. */
  readonly rowIndex: Uint32Array;
  readonly target: NumberColumn;
  readonly features: readonly Column[];
  readonly references: readonly NumberColumn[];
  /** 0 train, 1 validation, 2 test. */
  readonly parts: Uint8Array;
}

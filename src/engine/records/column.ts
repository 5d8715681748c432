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
  /** Rows whose cell is a whole number with an exponent, or a list of whole numbers too long for a float64, as it is written: labels are told apart by value, ids by their letters. Absent: none. */
  readonly written?: ReadonlyMap<number, string>;
}

export interface ListColumn {
  readonly name: string;
  readonly type: 'list';
  /** Entries of row i are codes[offsets[i] .. offsets[i + 1] - 1]; [rows + 1]. */
  readonly offsets: Uint32Array;
  readonly codes: Int32Array;
  readonly labels: readonly string[];
  /** As of a category, by the place in `codes`. */
  readonly written?: ReadonlyMap<number, string>;
}

export type Column = NumberColumn | CategoryColumn | ListColumn;

/** Records of a file's columns: what they hold, and what a person should know of them. */

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

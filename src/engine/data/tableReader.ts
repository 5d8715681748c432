/** What a reader of tables is, and what it gives. */
import type { Column } from './column';

/** Which rows of a file are read. */
export interface RowChoices {
  /** Rows to draw without replacement; 0 or absent: all. */
  readonly sampleRows?: number;
  readonly sampleSeed?: number;
  /** Each line of a text file is one list of entries, and lists without a name in JSON are rows; `guess`: where the text looks so. */
  readonly lines?: boolean | 'guess';
  /** A JSON list of plain values, or an object of them by key, is a row for each. */
  readonly values?: boolean;
}

/** A file's columns as they are written: numbers where all are numbers, else labels, else lists. */
export interface RawTable {
  readonly fileRows: number;
  /** Rows met while reading, where they were counted before; must be `fileRows`. */
  readonly rowsRead?: number;
  /** 0-based row numbers in the file, ascending. */
  readonly rowIndex: Uint32Array;
  /** Every array has one entry a row of `rowIndex`. */
  readonly columns: readonly Column[];
  /** Read as lines: one column of lists. */
  readonly isLines?: boolean;
  /** What a person should know of how it was read, in plain sentences. */
  readonly notes?: readonly string[];
}

export interface TableReader {
  /** Short name: "csv". */
  readonly format: string;
  /** Endings in lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Text, which is given to the reader as UTF-8 whatever the file's encoding is. */
  readonly isText?: boolean;
  /** Throws InputError for what cannot be read. */
  read(file: File, choices: RowChoices): Promise<RawTable>;
}

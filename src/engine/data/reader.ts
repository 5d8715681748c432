/** What a file format must do to be opened: say what the file holds, and read the chosen part of it as a matrix. */
import type { ColumnInfo, ColumnRemark, DatasetChoices, FileInspection } from '../records/data';

/** What is known of a file before its vectors are read. */
export interface Layout {
  /** .npz members; empty for other formats. */
  readonly arrays: FileInspection['arrays'];
  /** Named columns; empty for matrices. */
  readonly columns: readonly ColumnInfo[];
  /** Where the array has one axis: numbers a row that fit, the likely ones first; then a person may have to say. */
  readonly rowLengths?: readonly number[];
  /** The choices given, completed by guesses: what `read` takes. */
  readonly choices: DatasetChoices;
  /** Numeric columns kept out of the vector, and columns in it that look unlike the others. */
  readonly leftOut?: readonly ColumnRemark[];
  readonly odd?: readonly ColumnRemark[];
  readonly notes?: readonly string[];
}

/** The rows drawn from a file. */
export interface VectorRows {
  /** Element type in the file, as NumPy names it; "text" for text files. */
  readonly dtype: string;
  readonly fileRows: number;
  /** Rows met while reading, where they are counted apart; must be `fileRows`. */
  readonly rowsRead?: number;
  readonly dim: number;
  /** [rowIndex.length, dim], row-major. */
  readonly data: Float32Array;
  /** For each row its 0-based number in the file, ascending. */
  readonly rowIndex: Uint32Array;
  /** Names of the vector's columns; empty where the file has none. */
  readonly columns: readonly string[];
  readonly ids: string[] | null;
  readonly metadata: { name: string; values: string[] }[];
}

/** One file format. Works on `File` alone, so it runs in a worker, in a page and in Node. */
export interface Reader {
  /** Short name: "npy". */
  readonly format: string;
  /** In plain words: "NumPy array". */
  readonly title: string;
  /** File name endings in lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Text, which is given to the reader as UTF-8 whatever the file's encoding is. */
  readonly isText?: boolean;
  /** Reads no more than is needed to name and guess. Throws InputError for a file that is not of this format. */
  inspect(file: File, choices: DatasetChoices): Promise<Layout>;
  /** The rows drawn by `sampleRows` and `sampleSeed`; `choices` as `inspect` completed them. Throws InputError for what cannot be read. */
  read(file: File, choices: DatasetChoices): Promise<VectorRows>;
}

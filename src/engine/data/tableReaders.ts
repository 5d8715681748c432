/** The registry of table formats, and the choice of the one that opens a file. */
import type { Column } from './column';
import { fileErrors } from './fileErrors';
import { checkTable } from './tableLimits';
import { openFile, type Wanted } from './openFile';
import { checkCounts } from './rowCounts';
import { rowsOf } from './tableCells';
import { jsonTable } from './tableJson';
import { parquetTable } from './tableParquet';
import { textTable } from './tableText';

/** Which rows of a file are read. */
export interface RowChoices {
  /** Rows to draw without replacement; 0 or absent: all. */
  readonly sampleRows?: number;
  readonly sampleSeed?: number;
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

const readers: readonly TableReader[] = [textTable, parquetTable, jsonTable];

const WANTED: Wanted = {
  files: 'tables that can be opened',
  content: 'a table with a row for each case was wanted.',
  remedy: 'Save the table in one of these formats (a spreadsheet: as CSV), or give the file its right ending.',
};

/** Every ending that can be opened, without the dot. */
export const tableExtensions: readonly string[] = readers.flatMap(({ extensions }) => extensions);

/** A table with the short name of its format. */
export type ReadTable = RawTable & { readonly format: string };

/** Reads the table with what the browser throws put into words. Throws InputError for whatever is wrong with the file. */
export async function readTable(file: File, choices: RowChoices): Promise<ReadTable> {
  return fileErrors(file, async () => {
    const opened = await openFile(file, readers, WANTED);
    const raw = await opened.reader.read(opened.file, choices);
    checkTable(file.name, raw.rowIndex.length, raw.columns.length);
    checkCounts(file.name, raw.fileRows, { columns: raw.columns.map(rowsOf), rows: [raw.rowIndex.length] }, raw.rowIndex.length, raw.rowsRead);
    return { ...raw, notes: [...opened.notes, ...(raw.notes ?? [])], format: opened.reader.format };
  });
}

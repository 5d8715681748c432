/** The registry of table formats, and the choice of the one that opens a file. */
import { InputError } from '../errors';
import type { Column } from './column';
import { fileErrors } from './fileErrors';
import { checkTable } from './tableLimits';
import { jsonLinesTable } from './tableJson';
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
  /** Throws InputError for what cannot be read. */
  read(file: File, choices: RowChoices): Promise<RawTable>;
}

const readers: readonly TableReader[] = [textTable, parquetTable, jsonLinesTable];

/** Every ending that can be opened, without the dot. */
export const tableExtensions: readonly string[] = readers.flatMap(({ extensions }) => extensions);

/** The reader for the file's ending. Throws InputError for an empty file and an unknown ending. */
export function tableReaderFor(file: File): TableReader {
  const dot = file.name.lastIndexOf('.');
  const ending = dot < 0 ? '' : file.name.slice(dot + 1).toLowerCase();
  const reader = readers.find(({ extensions }) => extensions.includes(ending));
  const known = tableExtensions.map((each) => `.${each}`).join(', ');
  if (!reader)
    throw new InputError(
      `${file.name} ${ending === '' ? 'has no ending' : `ends in .${ending}`}; tables that can be opened end in ${known}.`,
      'Save the table in one of these formats (a spreadsheet: as CSV), or give the file its right ending.',
    );
  if (file.size === 0) throw new InputError(`${file.name} is empty (0 bytes); a table with a row for each case was wanted.`, 'Copy or download the file again, or write it anew.');
  return reader;
}

/** Reads the table with what the browser throws put into words. Throws InputError for whatever is wrong with the file. */
export async function readTable(file: File, choices: RowChoices): Promise<RawTable & { readonly format: string }> {
  const reader = tableReaderFor(file);
  return fileErrors(file, async () => {
    const raw = await reader.read(file, choices);
    checkTable(file.name, raw.rowIndex.length, raw.columns.length);
    return { ...raw, format: reader.format };
  });
}

/** The registry of table formats, and the choice of the one that opens a file. */
import { fileErrors } from './fileErrors';
import { checkTable } from './tableLimits';
import { openFile, type Wanted } from './openFile';
import { checkCounts } from './rowCounts';
import { rowsOf } from './tableCells';
import { jsonTable } from './tableJson';
import { parquetTable } from './tableParquet';
import { textTable } from './tableText';
import type { RawTable, RowChoices, TableReader } from './tableReader';

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

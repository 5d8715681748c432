/** One file, or two of them joined, as raw columns. */
import { InputError } from '../errors';
import type { TableChoices } from '../records/table';
import { joinKey } from './tableChoices';
import { joinTable } from './tableJoin';
import { checkTable } from './tableLimits';
import { readTable, type ReadTable } from './tableReaders';
import type { RawTable, RowChoices } from './tableReader';

/** A table file, the file joined to it where there is one, and how they are read. */
export interface TableFiles {
  readonly file: File;
  readonly joined?: File;
  readonly choices: TableChoices;
  /** Absent: `readTable`. */
  readonly read?: (file: File, rows: RowChoices) => Promise<ReadTable>;
}

/** Columns of both files beside each other. */
export interface ReadFiles extends RawTable {
  readonly format: string;
  /** Columns from the joined file. */
  readonly joinedNames: ReadonlySet<string>;
  /** With the key completed, where files were joined. */
  readonly choices: TableChoices;
  readonly notes: readonly string[];
}

/** The first file alone. Throws InputError where it cannot be read. */
export async function readOwn({ file, choices, read = readTable }: TableFiles, rows: RowChoices): Promise<ReadFiles> {
  const raw = await read(file, rows);
  return { ...raw, joinedNames: new Set(), choices, notes: raw.notes ?? [] };
}

/** Adds the columns of the joined file, where there is one. Throws InputError where it cannot be read or joined. */
export async function withJoined(own: ReadFiles, { file, joined, choices, read = readTable }: TableFiles): Promise<ReadFiles> {
  if (!joined) {
    if (choices.join === undefined && choices.joinOn === undefined) return own;
    throw new InputError('A column to join on is chosen, but no file to join.', 'Choose the second file, or remove the join.');
  }
  const other = await read(joined, {});
  const key = joinKey(choices, own.columns, other.columns, joined.name);
  const { columns, notes } = joinTable(own, file.name, other, joined.name, key);
  const all = [...own.columns, ...columns];
  checkTable(file.name, own.rowIndex.length, all.length);
  return { ...own, columns: all, notes: [...own.notes, ...(other.notes ?? []), ...notes], joinedNames: new Set(columns.map(({ name }) => name)), choices: { ...choices, join: key.left, joinOn: key.right } };
}

/** Columns of a second file, set beside the rows of the first by a key. */
import { InputError } from '../errors';
import type { Column } from './column';
import { count } from './limits';
import { asCategories, takeRows } from './tableCells';
import type { RawTable } from './tableReader';

/** Columns joined, and what a person should know of it. */
export interface Joined {
  /** Of the second file, without its key; one entry a row of the first. */
  readonly columns: readonly Column[];
  readonly notes: readonly string[];
}

export interface JoinKey {
  /** Column of the first table. */
  readonly left: string;
  /** Column of the second. */
  readonly right: string;
}

/**
 * A left join: every row of `table` stays, with missing values where the second file has no such key. Keys are compared as text ("1.0" is "1"). A name that the first
 * table has as well gets the second file's name in front.
 * @throws InputError for a key that is not there, and for one that comes twice in the second file.
 */
export function joinTable(table: Pick<RawTable, 'columns'>, fileName: string, other: RawTable, otherName: string, key: JoinKey): Joined {
  const left = asCategories(columnNamed(table.columns, key.left, fileName));
  const right = asCategories(columnNamed(other.columns, key.right, otherName));
  const rowOf = new Int32Array(right.labels.length).fill(-1);
  right.codes.forEach((code, row) => {
    if (code < 0) return;
    if (rowOf[code]! >= 0)
      throw new InputError(
        `${otherName}: the key ${JSON.stringify(right.labels[code]!.slice(0, 60))} of column "${key.right}" is in rows ${count(rowOf[code]!)} and ${count(row)} (counted from 0), ` +
          'so the join is ambiguous.',
        'Keep one row for each key in the joined file, or choose another column to join on.',
      );
    rowOf[code] = row;
  });
  const codeOf = new Map(right.labels.map((label, code) => [label, code]));
  const rowOfLeft = Int32Array.from(left.labels, (label) => rowOf[codeOf.get(label) ?? -1] ?? -1);
  const rows = Int32Array.from(left.codes, (code) => rowOfLeft[code] ?? -1);
  const alone = rows.filter((row) => row < 0).length;
  const prefix = otherName.replace(/\.[^.]*$/, '');
  const used = new Set(table.columns.map(({ name }) => name));
  const columns = other.columns.flatMap((column) => {
    if (column.name === key.right) return [];
    let name = used.has(column.name) ? `${prefix}_${column.name}` : column.name;
    while (used.has(name)) name = `${name} (2)`;
    used.add(name);
    return [takeRows(column, rows, name)];
  });
  if (alone === rows.length)
    throw new InputError(
      `No row of ${fileName} has a partner in ${otherName}: "${key.left}" holds ${examples(left.labels)}, "${key.right}" holds ${examples(right.labels)}.`,
      'Choose the columns that mean the same in both files.',
    );
  const notes = alone === 0 ? [] : [`${count(alone)} of ${count(rows.length)} rows have no partner in ${otherName} by "${key.left}": the joined columns are missing there.`];
  return { columns, notes };
}

/** @throws InputError where there is none of the name. */
export function columnNamed(columns: readonly Column[], name: string, fileName: string): Column {
  const column = columns.find((each) => each.name === name);
  if (column) return column;
  const names = columns.map((each) => `"${each.name}"`);
  const listed = names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
  throw new InputError(`${fileName} has no column "${name}"; it has ${listed || 'none'}.`, 'Choose columns that the file has.');
}

function examples(labels: readonly string[]): string {
  return labels.slice(0, 3).map((label) => JSON.stringify(label.slice(0, 24))).join(', ') || 'nothing';
}

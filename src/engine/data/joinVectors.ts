/** Ids and metadata for vectors from a second file: row beside row, by row number, or by a key that both have. */
import { InputError } from '../errors';
import type { DatasetChoices, JoinSeen } from '../records/data';
import type { Column } from './column';
import { isIdName, listed } from './columns';
import { count } from './limits';
import type { VectorRows } from './reader';
import { cellNumber } from './tableBuilder';
import { cellText, isMissing, rowsOf } from './tableCells';
import { columnNamed } from './tableJoin';
import { readTable, type ReadTable } from './tableReaders';
import type { RowChoices } from './tableReader';

/** Columns that become metadata by a guess; a person may choose more. */
const MOST_COLUMNS = 50;
const NAMED = 5;
/** Share of the keys that must be found for a guess that two columns mean the same. */
const MATCHES = 0.5;

/** The second file. `read` absent: `readTable`. */
export interface JoinedFile {
  readonly file: File;
  readonly read?: (file: File, rows: RowChoices) => Promise<ReadTable>;
}

/** Vectors with what was joined to them, or why nothing was; either way what the second file holds. */
export interface JoinedVectors {
  readonly table: VectorRows;
  readonly choices: DatasetChoices;
  readonly seen: JoinSeen;
  readonly notes: readonly string[];
  readonly refusal: InputError | null;
}

/** All of the second file. Throws InputError where it cannot be read. */
export async function readJoined({ file, read = readTable }: JoinedFile): Promise<ReadTable> {
  return read(file, { values: true });
}

/**
 * Every row stays; where the second file has no partner, its ids and metadata are empty and the rows are counted. The first that holds is how they meet: what was chosen; a key column of the vectors' file,
 * or its ids, of which half or more stand in an id column of the second file; as many rows in both; row numbers in a column named "key", "id", "index" or "row".
 * `keys`: texts of the vectors' own columns [rows in use], by name.
 */
export function joinVectors(table: VectorRows, fileName: string, keys: ReadonlyMap<string, readonly string[]>, other: ReadTable, otherName: string, given: DatasetChoices): JoinedVectors {
  const columns = other.columns.map(({ name }) => name);
  let seen: JoinSeen = { name: otherName, rows: other.fileRows, columns };
  try {
    const { join, joinOn } = meeting(table, keys, other, otherName, given);
    const own = joinOn === undefined ? undefined : join === '' ? Array.from(table.rowIndex, String) : keys.get(join);
    if (joinOn !== undefined && !own) throw new InputError(`${fileName} has no column "${join}" to join on; it has ${listed([...keys.keys()].map((name) => `"${name}"`))}.`, 'Choose columns that the file has, or join by row.');
    const partners = own ? byKey(own, columnNamed(other.columns, joinOn!, otherName), joinOn!, otherName) : byRow(table, fileName, other.fileRows, otherName);
    const alone = positions(partners, (row) => row < 0);
    const used = new Set(partners);
    const unused = table.rowIndex.length < table.fileRows ? [] : positions(Int32Array.from({ length: other.fileRows }, (_, row) => row), (row) => !used.has(row));
    const keyOf = (row: number): string => (joinOn === undefined ? String(row) : cellText(columnNamed(other.columns, joinOn, otherName), row));
    const facts = (rows: readonly number[], name: (row: number) => string) => ({ count: rows.length, first: rows.slice(0, NAMED).map(name) });
    seen = { ...seen, by: joinOn === undefined ? 'row' : join === '' ? 'rowNumber' : 'key', alone: facts(alone, (row) => (own ? own[row]! : String(table.rowIndex[row]!))), unused: facts(unused, keyOf) };
    if (alone.length === partners.length && own) {
      const examples = (texts: readonly string[]): string => texts.slice(0, 3).map((text) => JSON.stringify(text.slice(0, 24))).join(', ') || 'nothing';
      throw new InputError(
        `No row of ${fileName} has a partner in ${otherName}: ${join === '' ? 'row numbers are' : `"${join}" holds`} ${examples(own)}, "${joinOn!}" holds ${examples(Array.from({ length: Math.min(3, other.fileRows) }, (_, row) => keyOf(row)))}.`,
        'Choose the columns that mean the same in both files, or join by row.',
      );
    }
    const texts = (column: Column): string[] => Array.from(partners, (row) => (row < 0 ? '' : cellText(column, row)));
    const names = new Set(table.metadata.map(({ name }) => name));
    const wanted = given.joinColumns ?? columns.filter((name) => name !== joinOn && !/\[\d+\]$/.test(name)).slice(0, MOST_COLUMNS);
    const joinId = given.joinId ?? (table.ids ? '' : (idColumn(other, joinOn) ?? ''));
    const metadata = wanted.filter((name) => name !== joinId).map((name) => ({ name: unlike(name, names, otherName), values: texts(columnNamed(other.columns, name, otherName)) }));
    const ids = joinId === '' ? table.ids : texts(columnNamed(other.columns, joinId, otherName));
    const all = [...table.metadata, ...metadata];
    seen = { ...seen, metadata: all.map(({ name }) => name) };
    return { table: { ...table, ids, metadata: all }, choices: { join, ...(joinOn !== undefined && { joinOn }), joinColumns: wanted, joinId }, seen, notes: notesOf(seen, otherName, table.rowIndex.length), refusal: null };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return { table, choices: {}, seen, notes: other.notes ?? [], refusal: thrown };
  }
}

/** How the files meet: `joinOn` undefined: row beside row; `join` '': row numbers. */
function meeting(table: VectorRows, keys: ReadonlyMap<string, readonly string[]>, other: ReadTable, otherName: string, { join, joinOn }: DatasetChoices): { join: string; joinOn?: string } {
  if (join !== undefined && join !== '') return { join, joinOn: joinOn ?? guessKey(keys.get(join) ?? [], other) ?? join };
  if (joinOn !== undefined) return { join: '', joinOn };
  if (join === '') return { join };
  for (const [name, texts] of keys) {
    const found = guessKey(texts, other);
    if (found !== undefined) return { join: name, joinOn: found };
  }
  if (table.fileRows === other.fileRows) return { join: '' };
  const numbered = other.columns.find((column) => column.type === 'number' && /^(key|id|index|row|row_?(id|number)|item_?id)$/i.test(column.name) && column.values.every((value) => Number.isInteger(value) && value >= 0 && value < table.fileRows));
  if (numbered) return { join: '', joinOn: numbered.name };
  throw new InputError(`${otherName} has ${count(other.fileRows)} rows, the vectors ${count(table.fileRows)}, and no column of either file holds the ids of the other.`, 'Choose the columns that mean the same in both files, or a file with a row for each vector.');
}

/** The column of the second file with most of these keys, if half or more of them are there and none of its own comes twice. */
function guessKey(texts: readonly string[], other: ReadTable): string | undefined {
  const wanted = new Set(texts.map(keyText).filter((text) => text !== ''));
  let best: { name: string; found: number } | undefined;
  for (const column of other.columns) {
    if (column.type === 'list') continue;
    const own = new Set<string>();
    let repeated = false;
    for (let row = 0; row < rowsOf(column) && !repeated; row++) {
      const text = isMissing(column, row) ? '' : keyText(cellText(column, row));
      if (text === '') continue;
      repeated = own.has(text);
      own.add(text);
    }
    let found = 0;
    if (!repeated) for (const text of wanted) if (own.has(text)) found++;
    if (found > 0 && found >= MATCHES * wanted.size && found > (best?.found ?? 0)) best = { name: column.name, found };
  }
  return best?.name;
}

function byRow(table: VectorRows, fileName: string, otherRows: number, otherName: string): Int32Array {
  if (table.fileRows === otherRows) return Int32Array.from(table.rowIndex);
  throw new InputError(`${fileName} has ${count(table.fileRows)} rows, ${otherName} has ${count(otherRows)}, so they cannot be joined row by row.`, 'Choose a file with a row for each vector, or a column of keys.');
}

/** For each key the row of the second file, -1 where there is none. */
function byKey(keys: readonly string[], column: Column, name: string, otherName: string): Int32Array {
  if (column.type === 'list') throw new InputError(`The column "${name}" of ${otherName} holds lists; single keys were wanted.`, 'Choose another column to join on.');
  const rowOf = new Map<string, number>();
  for (let row = 0; row < rowsOf(column); row++) {
    if (isMissing(column, row)) continue;
    const text = keyText(cellText(column, row));
    const before = rowOf.get(text);
    if (before !== undefined)
      throw new InputError(`${otherName}: the key ${JSON.stringify(text.slice(0, 60))} of column "${name}" is in rows ${count(before)} and ${count(row)} (counted from 0), so the join is ambiguous.`, 'Keep one row for each key in the joined file, or choose another column to join on.');
    rowOf.set(text, row);
  }
  return Int32Array.from(keys, (key) => rowOf.get(keyText(key)) ?? -1);
}

/** "1.0" is "1", as where tables are joined; '' for a missing value. */
function keyText(text: string): string {
  const value = cellNumber(text);
  return value === null ? text.trim() : value !== value ? '' : String(value);
}

function idColumn(other: ReadTable, joinOn: string | undefined): string | undefined {
  const candidates = other.columns.filter(({ name, type }) => type !== 'list' && (isIdName(name) || name === joinOn));
  return candidates.find((column) => {
    const texts = new Set<string>();
    for (let row = 0; row < rowsOf(column); row++) texts.add(cellText(column, row));
    return texts.size === rowsOf(column) && !texts.has('');
  })?.name;
}

function unlike(name: string, used: Set<string>, otherName: string): string {
  let found = used.has(name) ? `${otherName.replace(/\.[^.]*$/, '')}_${name}` : name;
  while (used.has(found)) found = `${found} (2)`;
  used.add(found);
  return found;
}

function positions(rows: Int32Array, wanted: (row: number) => boolean): number[] {
  const found: number[] = [];
  rows.forEach((row, i) => wanted(row) && found.push(i));
  return found;
}

function notesOf({ alone, unused }: JoinSeen, otherName: string, rows: number): string[] {
  const named = ({ count: all, first }: NonNullable<JoinSeen['alone']>): string => `${first.map((text) => JSON.stringify(text.slice(0, 40))).join(', ')}${all > first.length ? ' …' : ''}`;
  return [
    ...(alone && alone.count > 0 ? [`${count(alone.count)} of ${count(rows)} rows have no partner in ${otherName} (${named(alone)}): their joined cells are empty.`] : []),
    ...(unused && unused.count > 0 ? [`${count(unused.count)} rows of ${otherName} belong to no vector (${named(unused)}).`] : []),
  ];
}

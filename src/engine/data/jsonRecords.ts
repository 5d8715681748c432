/** JSON files as records, whichever way a data frame or a script wrote them: lines, a list, columns, rows by key, vectors by key. */
import { InputError } from '../errors';
import { count } from './limits';
import { countItems, jsonItems, jsonLayout } from './jsonText';
import { namesId } from './tableNames';

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface Placed {
  readonly record: JsonRecord;
  readonly place: string;
}

/** Names of what has none in the file: a bare list is a vector, the key of an outer object an id. */
export const VECTOR = 'vector';
const KEY = 'key';
const VALUE = 'value';
const CODES = 'codes';
/** Lists of one length under few keys are columns; under many they are the vectors of as many items. */
const MOST_COLUMNS_OF_NUMBERS = 16;
const CODE = /^<?[a-z]+_\d+>?$/i;

/**
 * All records in file order. `values`: plain values in a list, or by key in an object, are records as well, and so are published semantic IDs by item.
 * @throws InputError for a value that is neither an object nor a list, and for published semantic IDs.
 */
export async function* jsonRecords(file: File, values = false): AsyncGenerator<Placed> {
  const layout = await jsonLayout(file);
  for await (const { value, place } of jsonItems(file, layout)) {
    if (values && layout === 'object' && isPlain(value as JsonRecord)) {
      for (const [key, each] of Object.entries(value as JsonRecord)) yield { record: { [KEY]: key, [VALUE]: each }, place: `the member ${JSON.stringify(key)}` };
    } else if (values && layout !== 'object' && (typeof value !== 'object' || value === null)) yield { record: { [VALUE]: value }, place };
    else if (layout === 'object') yield* recordsOf(file, value as JsonRecord, values);
    else yield { record: recordOf(file, value, place, values), place };
  }
}

/** Visits the `drawn` records (null: all) with their place in the draw. Gives the number of records met. */
export async function eachRecord(file: File, drawn: Uint32Array | null, values: boolean | undefined, visit: (placed: Placed, at: number) => void): Promise<number> {
  let [row, at] = [0, 0];
  for await (const placed of jsonRecords(file, values)) if (!drawn || row++ === drawn[at]) visit(placed, at++);
  return drawn ? row : at;
}

/** How many records `jsonRecords` gives. */
export async function countRecords(file: File): Promise<number> {
  const layout = await jsonLayout(file);
  if (layout !== 'object') return countItems(file, layout);
  let records = 0;
  for await (const _ of jsonRecords(file)) records++;
  return records;
}

/** The refusal of a file of codes, where vectors or a table are wanted; null for anything else. `values`: some entries of the file. */
export function semanticIds(name: string, values: readonly unknown[]): InputError | null {
  const lists = values.filter((value): value is string[] => Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string' && CODE.test(entry)));
  if (lists.length === 0 || lists.length < values.length) return null;
  return new InputError(`${name} holds published semantic IDs (one item's: ${lists[0]!.join('')}), not vectors.`, 'Read the file as codes, or choose the file with the vectors from which these codes were made.');
}

function recordOf(file: File, value: unknown, place: string, values = false): JsonRecord {
  if (isRecord(value)) return value;
  if (Array.isArray(value)) {
    const codes = values ? null : semanticIds(file.name, [value]);
    if (codes) throw codes;
    return { [VECTOR]: value };
  }
  throw new InputError(`${file.name}: ${place} holds ${JSON.stringify(value)?.slice(0, 40)}; an object or a list was wanted.`, 'Write one object per row, such as {"id": 1, "embedding": [0.1, 0.2]}, or one list of numbers per row.');
}

function* recordsOf(file: File, outer: JsonRecord, values: boolean): Generator<Placed> {
  const at = (record: JsonRecord, place: string): Placed => ({ record, place });
  const entries = Object.entries(outer);
  if (entries.length === 0) return;
  const codes = semanticIds(file.name, entries.slice(0, 20).map(([, value]) => value));
  if (codes && !values) throw codes;
  if (codes) {
    const keyed = entries.some(([key], i) => key !== String(i));
    for (const [key, value] of entries) yield at({ ...(keyed && { [KEY]: key }), [CODES]: value }, `the member ${JSON.stringify(key)}`);
    return;
  }
  const { columns, data, index } = outer;
  // pandas: orient 'split'.
  if (Array.isArray(columns) && Array.isArray(data)) {
    const ids = Array.isArray(index) && !index.every((id, i) => id === i) ? index : null;
    for (const [i, row] of data.entries()) {
      const cells = Array.isArray(row) ? row : [row];
      yield at({ ...(ids && { [KEY]: ids[i] as unknown }), ...Object.fromEntries(columns.map((name, j) => [String(name), cells[j] as unknown])) }, `row ${count(i)}`);
    }
    return;
  }
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  // Beside lists of vectors single values (a model's name, a count) say something of the whole.
  const beside = entries.length - lists.length;
  const singles = entries.filter(([, value]) => typeof value !== 'object').length;
  const isTable = beside === 0 || (lists.length > 1 && beside === singles && lists.some(([, list]) => Array.isArray(list[0])));
  if (isTable && lists.length > 0 && lists.every(([, list]) => list.length === lists[0]![1].length)) {
    if (areColumns(lists)) {
      for (let i = 0; i < lists[0]![1].length; i++) yield at(Object.fromEntries(lists.map(([name, list]) => [name, list[i]])), `entry ${count(i)} of each list`);
      return;
    }
    for (const [key, list] of lists) yield at({ [KEY]: key, [VECTOR]: list }, `the list ${JSON.stringify(key)}`);
    return;
  }
  const members = entries.filter((entry): entry is [string, JsonRecord] => isRecord(entry[1]));
  if (members.length === entries.length) {
    // pandas: orient 'columns' has a member a column, each with the same keys of rows; orient 'index' a member a row.
    const rows = Object.keys(members[0]![1]);
    if (members.length > 1 || rows.length > 1) {
      const counted = rows.every((key, i) => key === String(i)) && members.some(([name], i) => name !== String(i));
      if (counted && members.every(([, member]) => Object.keys(member).length === rows.length)) {
        for (const row of rows) yield at(Object.fromEntries(members.map(([name, member]) => [name, member[row]])), `row ${row}`);
        return;
      }
      const keyed = members.some(([key], i) => key !== String(i));
      for (const [key, member] of members) yield at({ ...(keyed && !(KEY in member) && { [KEY]: key }), ...member }, `the member ${JSON.stringify(key)}`);
      return;
    }
  }
  // Rows within: {"data": [...]}, {"schema": ..., "data": [...]}, {"0": [...], "note": "..."}.
  const longest = lists.sort((a, b) => b[1].length - a[1].length)[0];
  const isRows = longest?.[1].some((row) => isRecord(row) || Array.isArray(row));
  if (longest && isRows) {
    for (const [i, row] of longest[1].entries()) yield at(recordOf(file, row, `entry ${i} of ${JSON.stringify(longest[0])}`), `entry ${count(i)} of ${JSON.stringify(longest[0])}`);
    return;
  }
  if (lists.length * 2 > entries.length) {
    for (const [key, value] of entries) yield at({ [KEY]: key, [VECTOR]: value }, `the member ${JSON.stringify(key)}`);
    return;
  }
  yield at(outer, 'the object');
}

/** Whether lists of one length under keys are columns: some hold text or lists, are named as ids, or there are few of them with many entries. */
function areColumns(lists: readonly (readonly [string, readonly unknown[]])[]): boolean {
  const numeric = lists.every(([, list]) => list.every((cell) => typeof cell === 'number' || cell === null));
  return !numeric || lists.some(([name]) => namesId(name)) || (lists.length <= MOST_COLUMNS_OF_NUMBERS && lists[0]![1].length > lists.length);
}

/** Several single values by key. */
function isPlain(outer: JsonRecord): boolean {
  const all = Object.values(outer);
  return all.length > 1 && all.every((value) => typeof value !== 'object' || value === null);
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

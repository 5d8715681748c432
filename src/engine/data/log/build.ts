/** Events in the order in which they are learned from: by user, then by time, then by place in the file. */
import type { TimeUnit } from '../../records/log';
import type { Log } from '../../records/log';
import type { Column, NumberColumn } from '../column';
import { checkCounts } from '../rowCounts';
import { rowsOf, takeRows } from '../tableCells';
import { groupOffsets } from './groups';
import { idsInUse, type Ids } from './ids';

/** Columns by role over all rows of the file, as they are read. */
export interface LogParts {
  readonly user: Ids;
  readonly item: Ids;
  readonly time: { readonly values: Float64Array; readonly unit: TimeUnit } | null;
  readonly label: Float64Array | null;
  readonly session: Ids | null;
  /** When the label is known, over all rows; null: at the event itself. */
  readonly ready: Float64Array | null;
  readonly context: readonly Column[];
  readonly labels: readonly NumberColumn[];
  readonly references: readonly NumberColumn[];
}

/** Rows with a user and an item, in file order; `wanted`: of those that are asked for alone. */
export function rowsInUse({ user, item }: Pick<LogParts, 'user' | 'item'>, wanted: (row: number) => boolean = () => true): Uint32Array {
  return Uint32Array.from(user.codes.keys()).filter((row) => user.codes[row]! >= 0 && item.codes[row]! >= 0 && wanted(row));
}

/** `rows` as `rowsInUse` gives them; `rowIndex`: their numbers in the file. */
export function buildLog(name: string, parts: LogParts, rows: Uint32Array, rowIndex: Uint32Array): Log {
  const order = sortedRows(idsInUse(parts.user, rows), rows, parts.time?.values ?? null);
  const user = numbered(parts.user, rows, order);
  const item = numbered(parts.item, rows, order);
  const session = parts.session && numbered(parts.session, rows, order);
  const log: Log = {
    name,
    events: rows.length,
    users: user.codes,
    items: item.codes,
    time: parts.time ? Float64Array.from(order, (row) => parts.time!.values[row]!) : new Float64Array(order.length).fill(NaN),
    timeUnit: parts.time?.unit ?? null,
    label: parts.label && Float64Array.from(order, (row) => parts.label![row]!),
    sessions: session && session.codes,
    ready: parts.ready && Float64Array.from(order, (row) => parts.ready![row]!),
    context: parts.context.map((column) => takeRows(column, order)),
    itemId: true,
    labels: parts.labels.map((column) => numbersOf(column, order)),
    references: parts.references.map((column) => numbersOf(column, order)),
    userNames: user.names,
    itemNames: item.names,
    sessionNames: session && session.names,
    rowIndex: Uint32Array.from(order, (row) => rowIndex[row]!),
  };
  const lengths = { users: [log.users.length], items: [log.items.length], times: [log.time.length], labels: log.label ? [log.label.length] : [], context: [...log.context, ...log.labels, ...log.references].map(rowsOf), rows: [log.rowIndex.length] };
  checkCounts(name, rows.length, lengths, rows.length);
  return log;
}

function numbersOf({ name, values }: NumberColumn, order: Uint32Array): NumberColumn {
  return { name, type: 'number', values: Float64Array.from(order, (row) => values[row]!) };
}

/** Numbers follow the file, whatever the order of the events is. */
function numbered(ids: Ids, rows: Uint32Array, order: Uint32Array): Ids {
  const { codes, names } = idsInUse(ids, rows);
  const place = new Int32Array(ids.codes.length);
  rows.forEach((row, i) => (place[row] = i));
  return { codes: Int32Array.from(order, (row) => codes[place[row]!]!), names };
}

/** By user in order of appearance (a counting sort), then each user's rows by time; what has no time comes last. */
function sortedRows({ codes, names }: Ids, rows: Uint32Array, times: Float64Array | null): Uint32Array {
  const starts = groupOffsets(codes, names.length);
  const next = starts.slice();
  const order = new Uint32Array(rows.length);
  codes.forEach((code, i) => (order[next[code]!++] = rows[i]!));
  if (!times) return order;
  const key = (row: number): number => (times[row] === times[row] ? times[row]! : Infinity);
  for (let user = 0; user < names.length; user++) {
    const own = order.subarray(starts[user], starts[user + 1]);
    // The sort is stable, and most files are sorted already.
    if (own.some((row, i) => i > 0 && key(own[i - 1]!) > key(row))) own.sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
  }
  return order;
}

/** The fields of a predictor of labels: what is known of an event before it, as numbers of known values; learned from training rows alone. */
import { quantiles } from '../../math/statistics';
import type { Column } from '../../records/column';
import type { Log } from '../../records/log';

/** Codes of one field: 0 for what training rows do not have, or have once, or is missing; 1 .. size - 1 for known values. */
export interface LogField {
  readonly name: string;
  /** `user`, `item`: the ids; `hour`, `weekday`: of the time; `context`: a column. */
  readonly role: 'user' | 'item' | 'hour' | 'weekday' | 'context';
  /** int32 [events] */
  readonly codes: Int32Array;
  readonly size: number;
  /** [size] what each code stands for; '' for 0. */
  readonly names: readonly string[];
}

/** Values that fewer training rows have are not told apart. */
const LEAST_USES = 2;
/** Groups of a column of numbers. */
const BUCKETS = 8;
/** Numbers with no more different values are values of their own. */
const MOST_VALUES = 32;
/** Different values that a field may have; the most frequent are known. */
export const MOST_KNOWN = 1_000_000;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** @param train [events] whether an event is a training row. Fields with a single known value tell nothing and are left out. */
export function fitFields(log: Log, train: (event: number) => boolean): LogField[] {
  const known = (name: string, role: LogField['role'], codes: Int32Array, names: readonly string[]) => knownValues(name, role, codes, names, train);
  const fields = [known('user', 'user', log.users, log.userNames), ...(log.itemId ? [known('item', 'item', log.items, log.itemNames)] : [])];
  if (log.timeUnit !== null && log.timeUnit !== 'order') {
    const fine = log.time.some((at) => at % DAY !== 0 && !Number.isNaN(at));
    const hour = Int32Array.from(log.time, (at) => (Number.isNaN(at) ? -1 : Math.floor((((at % DAY) + DAY) % DAY) / HOUR)));
    const weekday = Int32Array.from(log.time, (at) => (Number.isNaN(at) ? -1 : (((Math.floor(at / DAY) + 4) % 7) + 7) % 7));
    if (fine && !log.context.some(({ name }) => /^hour$/i.test(name))) fields.push(known('hour', 'hour', hour, Array.from({ length: 24 }, (_, at) => `${at} h UTC`)));
    if (!log.context.some(({ name }) => /^week_?day$/i.test(name))) fields.push(known('weekday', 'weekday', weekday, ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']));
  }
  for (const column of log.context) {
    const { codes, names } = codesOf(column, train);
    fields.push(known(column.name, 'context', codes, names));
  }
  return fields.filter(({ role, size }) => role === 'user' || role === 'item' || size > 2);
}

/** `codes` [events], -1 for missing, of `names`. Codes are numbered anew by the number of training rows, the most frequent first. */
function knownValues(name: string, role: LogField['role'], codes: Int32Array, names: readonly string[], train: (event: number) => boolean): LogField {
  const uses = new Uint32Array(names.length);
  codes.forEach((code, event) => {
    if (code >= 0 && train(event)) uses[code]!++;
  });
  const kept = Array.from(uses.keys()).filter((code) => uses[code]! >= LEAST_USES).sort((a, b) => uses[b]! - uses[a]! || a - b).slice(0, MOST_KNOWN);
  const place = new Int32Array(names.length);
  kept.forEach((code, i) => (place[code] = i + 1));
  return { name, role, codes: codes.map((code) => (code < 0 ? 0 : place[code]!)), size: kept.length + 1, names: ['', ...kept.map((code) => names[code]!)] };
}

/** Numbers fall into eight groups of equally many training rows, or are values of their own where there are few; of a list its first entry counts. */
function codesOf(column: Column, train: (event: number) => boolean): { codes: Int32Array; names: readonly string[] } {
  if (column.type === 'category') return { codes: column.codes, names: column.labels };
  if (column.type === 'list') return { codes: Int32Array.from({ length: column.offsets.length - 1 }, (_, i) => (column.offsets[i] === column.offsets[i + 1] ? -1 : column.codes[column.offsets[i]!]!)), names: column.labels };
  const { values } = column;
  const distinct = new Set<number>();
  for (const value of values) if (distinct.size <= MOST_VALUES && !Number.isNaN(value)) distinct.add(value);
  if (distinct.size <= MOST_VALUES) {
    const sorted = [...distinct].sort((a, b) => a - b);
    const place = new Map(sorted.map((value, i) => [value, i]));
    return { codes: Int32Array.from(values, (value) => place.get(value) ?? -1), names: sorted.map(String) };
  }
  const learned = values.filter((value, event) => !Number.isNaN(value) && train(event));
  const edges = [...new Set(quantiles(learned, Array.from({ length: BUCKETS - 1 }, (_, i) => (i + 1) / BUCKETS)))];
  const bucket = (value: number): number => edges.reduce((at, edge) => at + (value > edge ? 1 : 0), 0);
  return {
    codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : bucket(value))),
    names: Array.from({ length: edges.length + 1 }, (_, i) => (i === 0 ? `up to ${edges[0]}` : i === edges.length ? `above ${edges.at(-1)}` : `above ${edges[i - 1]}, up to ${edges[i]}`)),
  };
}

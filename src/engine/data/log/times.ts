/** Times of events, in whichever of the usual ways they are written. */
import { InputError } from '../../errors';
import type { TimeUnit } from '../../records/log';
import type { Column } from '../column';
import { dateSeconds } from '../tableDates';
import { textNumber } from '../textNumber';

/** Smallest and largest number of each unit: from 1976 to 2286. */
const RANGES: readonly { readonly unit: TimeUnit; readonly from: number; readonly to: number }[] = [
  { unit: 's', from: 2e8, to: 1e10 },
  { unit: 'ms', from: 2e11, to: 1e13 },
  { unit: 'us', from: 2e14, to: 1e16 },
  { unit: 'ns', from: 2e17, to: 1e19 },
];

/** Divided, not multiplied by a rounded thousandth: 1649581149287 ms is 1649581149.287 s. */
const DIVISORS: Readonly<Partial<Record<TimeUnit, number>>> = { ms: 1e3, us: 1e6, ns: 1e9 };

export const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds since 1970', ms: 'milliseconds since 1970', us: 'microseconds since 1970', ns: 'nanoseconds since 1970', dates: 'dates', yyyymmdd: 'days written as yyyymmdd', order: 'plain numbers that order the events',
};

/** How the column's times are written; null where it holds no numbers and no dates. An empty column is null too. */
export function timeUnit(column: Column): TimeUnit | null {
  if (column.type === 'list') return null;
  if (column.type === 'category') {
    if (column.labels.length === 0) return null;
    if (column.labels.every((label) => dateSeconds(label) !== null)) return 'dates';
    return column.labels.every((label) => Number.isFinite(textNumber(label) ?? NaN)) ? unitOf(column.labels.map(Number)) : null;
  }
  return unitOf(column.values);
}

/** float64 [rows]: seconds since 1970, or the numbers as they are for `order`; NaN where missing. Throws InputError where the column is not written so. */
export function timesOf(column: Column, unit: TimeUnit): Float64Array {
  const read = (value: number): number => {
    if (unit === 'yyyymmdd') return daySeconds(value) ?? NaN;
    return Number.isFinite(value) ? value / (DIVISORS[unit] ?? 1) : NaN;
  };
  if (column.type === 'number' && unit !== 'dates') return column.values.map(read);
  if (column.type === 'category') {
    const seconds = column.labels.map((label) => (unit === 'dates' ? dateSeconds(label) : read(textNumber(label) ?? NaN)));
    const bad = seconds.findIndex((value) => value === null || Number.isNaN(value));
    if (bad < 0) return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : seconds[code]!));
    throw new InputError(`The column "${column.name}" holds ${JSON.stringify(column.labels[bad]!.slice(0, 60))}; times as ${UNIT_WORDS[unit]} were wanted.`, 'Correct the value, leave it empty, or choose another column or unit.');
  }
  throw new InputError(`The column "${column.name}" holds ${column.type === 'list' ? 'lists' : 'numbers'}; times as ${UNIT_WORDS[unit]} were wanted.`, 'Choose another column, or another unit for this one.');
}

function unitOf(values: ArrayLike<number>): TimeUnit | null {
  let [min, max, days, any] = [Infinity, -Infinity, true, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    any = true;
    if (value < min) min = value;
    if (value > max) max = value;
    if (days && daySeconds(value) === null) days = false;
  }
  if (!any) return null;
  if (days) return 'yyyymmdd';
  return RANGES.find(({ from, to }) => min >= from && max < to)?.unit ?? 'order';
}

/** Of 20220410, and of years from 1900 to 2100. */
function daySeconds(value: number): number | null {
  if (!Number.isInteger(value) || value < 19_000_101 || value > 21_001_231) return null;
  const text = String(value);
  return dateSeconds(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
}

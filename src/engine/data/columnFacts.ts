/** What the first rows of a file tell of one column: its type, and of numbers and lists what a guess of its role needs. */
import type { ColumnInfo } from '../records/data';
import { isList } from './tableBuilder';
import { textNumber } from './textNumber';

export interface NumberFacts {
  /** Cells with a finite number. */
  readonly count: number;
  /** No cell holds a fraction. */
  readonly whole: boolean;
  readonly distinct: number;
  /** Whole numbers from 0 up without a gap, each once, in any order: a counter, or a shuffled one. */
  readonly counts: boolean;
  readonly min: number;
  readonly max: number;
  /** Population variance. */
  readonly variance: number;
}

/** A column as a guess sees it. */
export interface Candidate extends ColumnInfo {
  /** No value seen so far came twice. */
  readonly distinct?: boolean;
  readonly numbers?: NumberFacts;
  /** Text columns: cells hold vectors printed in short, "[0.1 0.2 ... 0.9]". */
  readonly abbreviated?: boolean;
  /** List columns: some entry holds a fraction; all lists are of one length. */
  readonly lists?: { readonly fractions: boolean; readonly even: boolean };
}

/** Columns as a panel lists them, without what only a guess needs. */
export function listed(columns: readonly Candidate[]): ColumnInfo[] {
  return columns.map(({ name, type, listLength }) => ({ name, type, ...(listLength !== undefined && { listLength }) }));
}

/**
 * By the column's cells in the first rows: texts as they stand in a text file, or values of JSON or Parquet. Lists where at least half of the filled cells are lists, numbers
 * where they outweigh other text: a stray word among them is then an error that can be named, not a change of type.
 */
export function describeColumn(name: string, cells: ArrayLike<unknown>): Candidate {
  const numbers: number[] = [];
  const lists: ArrayLike<unknown>[] = [];
  const texts = new Set<unknown>();
  let words = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (isList(cell)) {
      const list = numericList(cell);
      if (list) lists.push(list);
      else words++;
      texts.add(list ?? cell);
      continue;
    }
    texts.add(cell);
    const value = cellValue(cell);
    if (value === null) words++;
    else if (value === value) numbers.push(value);
  }
  if (lists.length > 0 && lists.length >= numbers.length + words) return describeLists(name, lists);
  if (numbers.length > words) return { name, type: 'number', distinct: texts.size === cells.length, numbers: numberFacts(numbers) };
  return { name, type: 'text', distinct: words > 0 && texts.size === cells.length };
}

/** The length is the most frequent one of those that are not empty. */
export function describeLists(name: string, lists: readonly ArrayLike<unknown>[]): Candidate {
  const uses = new Map<number, number>();
  for (const { length } of lists) if (length > 0) uses.set(length, (uses.get(length) ?? 0) + 1);
  const [listLength] = [...uses].reduce<readonly [number, number]>((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  const fractions = lists.some((list) => Array.from(list).some((entry) => typeof entry === 'number' && Number.isFinite(entry) && !Number.isInteger(entry)));
  return { name, type: 'list', listLength, lists: { fractions, even: uses.size <= 1 } };
}

export function numberFacts(values: ArrayLike<number>): NumberFacts {
  const finite = Array.from(values).filter(Number.isFinite);
  const count = finite.length;
  const distinct = new Set(finite).size;
  const whole = finite.every(Number.isInteger);
  let [min, max, mean] = [Infinity, -Infinity, 0];
  for (const value of finite) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    mean += value / count;
  }
  let variance = 0;
  for (const value of finite) variance += (value - mean) ** 2 / count;
  return { count, whole, distinct, counts: whole && min >= 0 && count > 2 && distinct === count && max - min === count - 1, min, max, variance };
}

/** The entries as numbers, NaN where they are missing; null where one is anything else. */
export function numericList(list: ArrayLike<unknown>): ArrayLike<number> | null {
  if (ArrayBuffer.isView(list) && !(list instanceof BigInt64Array) && !(list instanceof BigUint64Array)) return list as unknown as ArrayLike<number>;
  const numbers = new Array<number>(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = cellValue(list[i]);
    if (value === null) return null;
    numbers[i] = value;
  }
  return numbers;
}

/** NaN for a missing cell, null for a word. */
function cellValue(cell: unknown): number | null {
  if (typeof cell === 'string') return textNumber(cell);
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  return cell === null || cell === undefined ? Number.NaN : null;
}

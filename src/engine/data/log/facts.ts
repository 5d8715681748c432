/** What is known of each column before it is chosen for a log. */
import type { LogColumn, TimeUnit } from '../../records/log';
import type { Column } from '../column';
import { isMissing, rowsOf } from '../tableCells';
import { timeUnit } from './times';

const MOST_COUNTED = 10_001;
/** Beyond this many different numbers a guess needs no more. */
const ENOUGH = 1 << 22;
const EXAMPLE_CHARACTERS = 24;
/** Labels that are answers. */
const ANSWERS: ReadonlyMap<string, number> = new Map([['true', 1], ['false', 0], ['yes', 1], ['no', 0], ['t', 1], ['f', 0], ['y', 1], ['n', 0]]);

export interface Facts {
  readonly column: Column;
  readonly about: LogColumn;
  /** Different values, where there are fewer than four million. */
  readonly distinct: number;
  /** Whole numbers throughout, or labels: what an id may be. */
  readonly idLike: boolean;
  /** Null: no times. */
  readonly unit: TimeUnit | null;
  /** Numbers, or labels that are answers. */
  readonly numeric: boolean;
}

const counted = new WeakMap<Column, Facts>();

/** Counted once for a column: it is not changed once it is read, and every look after another choice asks again. */
export function factsOf(column: Column): Facts {
  const known = counted.get(column) ?? count(column);
  counted.set(column, known);
  return known;
}

function count(column: Column): Facts {
  const rows = rowsOf(column);
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(column, row)) missing++;
  const { distinct, examples } = differentValues(column);
  const about = { name: column.name, type: column.type, missing, distinct: Math.min(MOST_COUNTED, distinct), examples };
  const whole = column.type !== 'number' || column.values.every((value) => value !== value || Number.isInteger(value));
  return { column, about, distinct, idLike: column.type !== 'list' && whole, unit: timeUnit(column), numeric: column.type === 'number' || areAnswers(column) };
}

/** float64 [rows] of numbers or answers ("true", "no"); null for other text. */
export function labelValues(column: Column): Float64Array | null {
  if (column.type === 'number') return column.values;
  if (column.type === 'list' || !areAnswers(column)) return null;
  const values = column.labels.map(answer);
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : values[code]!));
}

function areAnswers(column: Column): boolean {
  return column.type === 'category' && column.labels.length > 0 && column.labels.length <= ANSWERS.size && column.labels.every((label) => !Number.isNaN(answer(label)));
}

/** "1" among words, too. */
function answer(label: string): number {
  return ANSWERS.get(label.toLowerCase()) ?? (/^[01]$/.test(label) ? Number(label) : NaN);
}

function differentValues(column: Column): { distinct: number; examples: string[] } {
  if (column.type !== 'number') return { distinct: column.labels.length, examples: column.labels.slice(0, 3).map(cut) };
  const seen = new Set<number>();
  const examples: string[] = [];
  for (let row = 0; row < column.values.length && seen.size < ENOUGH; row++) {
    const value = column.values[row]!;
    if (value !== value || seen.has(value)) continue;
    seen.add(value);
    if (examples.length < 3) examples.push(cut(String(value)));
  }
  return { distinct: seen.size, examples };
}

function cut(text: string): string {
  return text.length <= EXAMPLE_CHARACTERS ? text : `${text.slice(0, EXAMPLE_CHARACTERS - 1)}…`;
}

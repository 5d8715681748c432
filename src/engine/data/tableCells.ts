/** Columns turned from one type into another, rows taken from them, and cells as text. */
import { InputError } from '../errors';
import type { FieldType } from '../records/table';
import type { CategoryColumn, Column, ListColumn, NumberColumn } from './column';
import { count } from './limits';
import { Labels } from './tableBuilder';
import { dateSeconds } from './tableDates';
import { mixtureWords, readUnits, type Reading } from './tableUnits';
import { textNumber } from './textNumber';

/**
 * Numbers become labels as they are written ("7"), labels become numbers where every one is a number or a date (seconds since 1970), and lists where they are
 * written as "[1, 2]" or "a|b"; other labels become lists of one.
 * @param rowIndex row numbers in the file, for messages
 * @throws InputError for a column forced to numbers that holds other text or lists.
 */
export function asType(column: Column, type: FieldType, rowIndex: ArrayLike<number>): Column {
  if (type === 'number') return asNumbers(column, rowIndex);
  return type === 'category' ? asCategories(column) : asLists(column);
}

export function asNumbers(column: Column, rowIndex: ArrayLike<number>): NumberColumn {
  const { name } = column;
  if (column.type === 'number') return column;
  if (column.type === 'list') throw new InputError(`The column "${name}" holds lists; numbers were wanted.`, 'Choose another column, or another type for this one.');
  const plain = column.labels.map((label) => textNumber(label) ?? dateSeconds(label));
  const values: readonly (number | null)[] = plain.includes(null) ? (readUnits(column.labels)?.values ?? plain) : plain;
  const bad = values.indexOf(null);
  const mixture = bad < 0 ? null : mixtureWords(column.labels);
  if (mixture) throw new InputError(`The column "${name}" holds ${mixture}, which have no common unit.`, 'Write all cells alike, or choose another column or type.');
  if (bad >= 0)
    throw new InputError(
      `The column "${name}" holds ${JSON.stringify(column.labels[bad]!.slice(0, 60))} in row ${count(rowIndex[column.codes.indexOf(bad)]!)} (counted from 0); a number was wanted.`,
      'Correct the value, leave it empty to mark it as missing, or choose another column or type. Amounts of one currency, percent and durations are read where all cells are written alike.',
    );
  return { name, type: 'number', values: Float64Array.from(column.codes, (code) => (code < 0 ? NaN : values[code]!)) };
}

export function asCategories(column: Column): CategoryColumn {
  const { name } = column;
  if (column.type === 'category') return column;
  const labels = new Labels(name);
  if (column.type === 'list') {
    const codes = Int32Array.from({ length: rowsOf(column) }, (_, row) => labels.code(cellText(column, row)));
    return { name, type: 'category', codes, labels: labels.texts };
  }
  const known = new Map<number, number>();
  const codes = new Int32Array(column.values.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const value = column.values[row]!;
    if (value !== value) continue;
    let code = known.get(value);
    if (code === undefined) known.set(value, (code = labels.code(String(value))));
    codes[row] = code;
  }
  return { name, type: 'category', codes, labels: labels.texts };
}

export function asLists(column: Column): ListColumn {
  if (column.type === 'list') return column;
  const { name, codes: cells, labels: texts } = asCategories(column);
  const labels = new Labels(name);
  const entries = texts.map((text) => listEntries(text).map((entry) => labels.code(entry)).filter((code) => code >= 0));
  const offsets = new Uint32Array(cells.length + 1);
  cells.forEach((cell, row) => (offsets[row + 1] = offsets[row]! + (cell < 0 ? 0 : entries[cell]!.length)));
  const codes = new Int32Array(offsets.at(-1)!);
  cells.forEach((cell, row) => cell >= 0 && codes.set(entries[cell]!, offsets[row]!));
  return { name, type: 'list', offsets, codes, labels: labels.texts };
}

/** Entries of "[1, 2]", "['a', 'b']", "[1 2]" or "a|b|c"; anything else is its own entry. */
export function listEntries(text: string): string[] {
  if (!looksLikeList(text)) return [text];
  if (!text.startsWith('[')) return text.split('|');
  const inner = text.slice(1, -1).trim();
  const parts = /[,'"]/.test(inner) ? (inner.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,\s][^,]*/g) ?? []) : inner.split(/\s+/);
  return parts.map((part) => part.trim()).filter((part) => part !== '').map((part) => (/^(['"]).*\1$/s.test(part) ? part.slice(1, -1).replace(/\\(['"\\])/g, '$1') : part));
}

export function looksLikeList(text: string): boolean {
  return (text.startsWith('[') && text.endsWith(']')) || text.includes('|');
}

export function rowsOf(column: Column): number {
  return column.type === 'number' ? column.values.length : column.type === 'category' ? column.codes.length : column.offsets.length - 1;
}

/** [rows]: 1 where nothing stands in the cell; an empty list is nothing. */
export function isMissing(column: Column, row: number): boolean {
  if (column.type === 'number') return Number.isNaN(column.values[row]!);
  return column.type === 'category' ? column.codes[row]! < 0 : column.offsets[row] === column.offsets[row + 1];
}

/** The cell as text; '' where missing. */
export function cellText(column: Column, row: number): string {
  if (isMissing(column, row)) return '';
  if (column.type === 'number') return String(column.values[row]!);
  if (column.type === 'category') return column.labels[column.codes[row]!]!;
  return Array.from(column.codes.subarray(column.offsets[row], column.offsets[row + 1]), (code) => column.labels[code]!).join('|');
}

/** These rows of the column, in this order; -1 gives a missing value. Labels that are left come in order of first appearance. */
export function takeRows(column: Column, rows: ArrayLike<number>, name = column.name): Column {
  const length = rows.length;
  // Loops, not TypedArray.from: several times as fast where columns are many.
  if (column.type === 'number') {
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) values[i] = rows[i]! < 0 ? NaN : column.values[rows[i]!]!;
    return { name, type: 'number', values };
  }
  const newCodes = new Int32Array(column.labels.length).fill(-1);
  const labels: string[] = [];
  const recode = (code: number): number => {
    if (code < 0) return -1;
    if (newCodes[code]! < 0) newCodes[code] = labels.push(column.labels[code]!) - 1;
    return newCodes[code]!;
  };
  if (column.type === 'category') {
    const codes = new Int32Array(length);
    for (let i = 0; i < length; i++) codes[i] = rows[i]! < 0 ? -1 : recode(column.codes[rows[i]!]!);
    return { name, type: 'category', codes, labels };
  }
  const offsets = new Uint32Array(length + 1);
  const codes: number[] = [];
  for (let i = 0; i < length; i++) {
    const row = rows[i]!;
    if (row >= 0) for (let at = column.offsets[row]!; at < column.offsets[row + 1]!; at++) codes.push(recode(column.codes[at]!));
    offsets[i + 1] = codes.length;
  }
  return { name, type: 'list', offsets, codes: Int32Array.from(codes), labels };
}

/** A column of this type with nothing in it. */
export function missingColumn(name: string, type: FieldType, rows: number): Column {
  if (type === 'number') return { name, type, values: new Float64Array(rows).fill(NaN) };
  if (type === 'category') return { name, type, codes: new Int32Array(rows).fill(-1), labels: [] };
  return { name, type, offsets: new Uint32Array(rows + 1), codes: new Int32Array(0), labels: [] };
}

/** How labels are read as numbers, where they are neither plain ones nor dates; null elsewhere. */
export function unitsOf(column: Column): Reading | null {
  return column.type === 'category' && column.labels.some((label) => textNumber(label) === null && dateSeconds(label) === null) ? readUnits(column.labels) : null;
}

/** Whether a column of labels is one of dates throughout: the first label decides, since `asNumbers` refuses a mixture with words. */
export function holdsDates(column: Column): boolean {
  return column.type === 'category' && column.labels.length > 0 && dateSeconds(column.labels[0]!) !== null;
}

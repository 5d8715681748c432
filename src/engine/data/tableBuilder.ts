/** Columns filled cell by cell: numbers as long as all are numbers, vectors as long as all are lists of fractions, else labels numbered in order of appearance, or lists of them. */
import { InputError } from '../errors';
import type { Column } from './column';
import { count } from './limits';
import { textNumber } from './textNumber';
import { bracketVector } from './vectorText';

/** A JavaScript map ends at 2^24 entries; well before, such a column says nothing about new rows. */
const MOST_LABELS = 8_000_000;
/** Components of a vector that become columns. */
const MOST_COMPONENTS = 256;
/** "12e5": a number, and perhaps an id. And a list with whole numbers that a float64 does not hold as they are written. */
const EXPONENT = /^\s*\d+e\d+\s*$/i;
const LONG_IN_LIST = /(?<![\d.eE+-])(?:0\d|\d{16})/;

/** Texts as numbers from 0 in order of appearance. "1.0" and " 1" are the label "1", so that ids join however a program wrote them. */
export class Labels {
  readonly texts: string[] = [];
  private readonly codes = new Map<string, number>();

  constructor(private readonly column: string) {}

  /** -1: a missing value (empty, NaN, NA, null, none). */
  code(text: string): number {
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    const value = cellNumber(text);
    const label = value === null ? text.trim() : String(value);
    let code = value !== value ? -1 : this.codes.get(label);
    if (code === undefined) {
      code = this.texts.push(label) - 1;
      if (code >= MOST_LABELS)
        throw new InputError(`The column "${this.column}" holds more than ${MOST_LABELS / 1e6} million different labels.`, 'Draw a row sample, or remove the column from the file.');
      this.codes.set(label, code);
    }
    if (label !== text) this.codes.set(text, code);
    return code;
  }
}

/** The number a cell holds, NaN for a missing value, or null for a label: words, "007", and whole numbers too long for a float64. */
export function cellNumber(text: string): number | null {
  const value = textNumber(text);
  if (value === null || value !== value) return value;
  if (/^\s*[+-]?0[\dxob]/i.test(text)) return null;
  return Math.abs(value) > Number.MAX_SAFE_INTEGER && /^\s*[+-]?\d+\s*$/.test(text) ? null : value;
}

/** One column in the making; rows come in file order. */
export class ColumnBuilder {
  length = 0;
  private type: Column['type'] | 'vector' = 'number';
  /** Of vectors: [length, width], how long each is, and whether cells were text. */
  private width = 0;
  private fromText = false;
  private present = false;
  private values = new Float64Array(256);
  private codes = new Int32Array(0);
  private readonly offsets: number[] = [0];
  private readonly labels: Labels;
  private readonly written = new Map<number, string>();

  constructor(readonly name: string) {
    this.labels = new Labels(name);
  }

  /** Leaves the rows up to `length` missing. */
  skipTo(length: number): void {
    while (this.length < length) this.addText('');
  }

  /** A cell of JSON or Parquet. */
  addValue(value: unknown): void {
    if (typeof value === 'number' && this.type === 'number') this.addNumber(value);
    else if (isList(value)) this.addList(value);
    else this.addText(asText(value));
  }

  /** A cell as text, or as it stands in a text file. */
  addText(text: string): void {
    if (this.type === 'vector') {
      const list = isMissingText(text) ? [] : bracketVector(text);
      if (list && (list.length === 0 || list.length === this.width)) return this.addWrittenVector(list, text);
      this.vectorsToLabels();
    } else if (!this.present && this.type === 'number' && text.length > 6) {
      const list = bracketVector(text);
      if (list && list.length > 1) {
        if (LONG_IN_LIST.test(text)) this.written.set(this.length, text.trim());
        return this.startVectors(list, true);
      }
    }
    if (this.type !== 'list' && text.length > 2 && EXPONENT.test(text)) this.written.set(this.length, text.trim());
    if (this.type === 'number') {
      const value = text === '' ? NaN : cellNumber(text);
      if (value !== null) return this.addNumber(value);
      this.numbersToLabels();
    }
    if (this.type === 'list') return this.addList([text]);
    const code = this.labels.code(text);
    this.codes = roomFor(this.codes, this.length);
    this.codes[this.length++] = code;
    this.present ||= code >= 0;
  }

  /** The column; vectors give one for each component, named "emb[0]", as many as there may be. */
  columns(): Column[] {
    // Whole numbers throughout are rather labels: ids of tags, of items seen.
    if (this.type === 'vector' && !hasFraction(this.values.subarray(0, this.length * this.width))) this.vectorsToLabels();
    if (this.type !== 'vector') return [this.single(this.type)];
    const { name, length, width } = this;
    return Array.from({ length: Math.min(width, MOST_COMPONENTS) }, (_, j) => ({ name: `${name}[${j}]`, type: 'number', values: Float64Array.from({ length }, (_, row) => this.values[row * width + j]!) }));
  }

  /** What a person should know of how the columns were read; after `columns`. */
  notes(): string[] {
    if (this.type !== 'vector') return [];
    const used = this.width <= MOST_COMPONENTS ? `its ${count(this.width)} components are columns` : `the first ${MOST_COMPONENTS} of its ${count(this.width)} components are columns`;
    return [`"${this.name}" holds vectors: ${used}.`];
  }

  private single(type: Column['type']): Column {
    const { name, length } = this;
    const labels = this.labels.texts;
    if (type === 'number') return { name, type, values: this.values.slice(0, length) };
    const written = this.written.size > 0 && { written: this.written };
    if (type === 'category') return { name, type, codes: this.codes.slice(0, length), labels, ...written };
    return { name, type, offsets: Uint32Array.from(this.offsets), codes: this.codes.slice(0, this.offsets.at(-1)), labels, ...written };
  }

  private addNumber(value: number): void {
    this.values = roomFor(this.values, this.length);
    this.values[this.length++] = value;
    this.present ||= value === value;
  }

  private startVectors(list: ArrayLike<number>, fromText: boolean): void {
    const before = this.length;
    this.type = 'vector';
    this.width = list.length;
    this.fromText = fromText;
    this.values = new Float64Array(Math.max(256, 2 * (before + 1)) * this.width).fill(NaN, 0, before * this.width);
    this.present = true;
    this.addVector(list);
  }

  private addWrittenVector(list: ArrayLike<number>, text: string): void {
    if (LONG_IN_LIST.test(text)) this.written.set(this.length, text.trim());
    this.addVector(list);
  }

  /** Missing where the list is empty. */
  private addVector(list: ArrayLike<number>): void {
    const { width } = this;
    const start = this.length++ * width;
    this.values = roomFor(this.values, start + width);
    if (list.length === 0) this.values.fill(NaN, start, start + width);
    else for (let j = 0; j < width; j++) this.values[start + j] = list[j]!;
  }

  /** Lists of another length, or of something else, came: all become lists of labels, or labels where they were text. */
  private vectorsToLabels(): void {
    const { values, width, length, fromText } = this;
    this.type = fromText ? 'category' : 'list';
    this.codes = new Int32Array(fromText ? length : length * width).fill(-1);
    let end = 0;
    for (let row = 0; row < length; row++) {
      const list = values.subarray(row * width, (row + 1) * width);
      const missing = list.every(Number.isNaN);
      if (fromText) {
        if (!missing) this.codes[row] = this.labels.code(`[${list.join(', ')}]`);
        continue;
      }
      if (!missing) for (const value of list) if (value === value) this.codes[end++] = this.labels.code(String(value));
      this.offsets.push(end);
    }
    this.values = new Float64Array(0);
  }

  private addList(list: ArrayLike<unknown>): void {
    if (this.type === 'vector') {
      if (list.length === 0 || (list.length === this.width && !this.fromText && areNumbers(list))) return this.addVector(list as ArrayLike<number>);
      this.vectorsToLabels();
    } else if (!this.present && this.type === 'number' && list.length > 1 && areNumbers(list)) return this.startVectors(list, false);
    if (!this.present && this.type !== 'list') this.startLists();
    // A list among single values is a label like they are; it may still be guessed to be a list.
    if (this.type !== 'list') return this.addText(JSON.stringify(Array.from(list, asText)));
    let end = this.offsets.at(-1)!;
    for (let i = 0; i < list.length; i++) {
      const code = this.labels.code(asText(list[i]));
      if (code < 0) continue;
      const entry = list[i];
      if (typeof entry === 'string' && EXPONENT.test(entry)) this.written.set(end, entry.trim());
      this.codes = roomFor(this.codes, end);
      this.codes[end++] = code;
    }
    this.offsets.push(end);
    this.length++;
    this.present = true;
  }

  private numbersToLabels(): void {
    this.type = 'category';
    this.codes = new Int32Array(this.values.length).fill(-1);
    for (let row = 0; row < this.length; row++) {
      const value = this.values[row]!;
      if (value === value) this.codes[row] = this.labels.code(String(value));
    }
    this.values = new Float64Array(0);
  }

  private startLists(): void {
    this.type = 'list';
    this.codes = new Int32Array(256);
    for (let row = 0; row < this.length; row++) this.offsets.push(0);
  }
}

function isMissingText(text: string): boolean {
  const value = textNumber(text);
  return value !== null && value !== value;
}

/** Numbers and missing entries throughout; a null reads as NaN. */
function areNumbers(list: ArrayLike<unknown>): list is ArrayLike<number> {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== 'number') return false;
  return true;
}

function hasFraction(list: ArrayLike<number>): boolean {
  for (let i = 0; i < list.length; i++) if (Number.isFinite(list[i]!) && !Number.isInteger(list[i]!)) return true;
  return false;
}

export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof Uint8Array) && !(value instanceof DataView));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));
}

function roomFor<T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(array: T, at: number): T {
  if (at < array.length) return array;
  const grown = (array instanceof Float64Array ? new Float64Array(Math.max(256, 2 * at)) : new Int32Array(Math.max(256, 2 * at))) as T;
  grown.set(array as never);
  return grown;
}

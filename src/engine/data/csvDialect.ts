/** How a delimited text file is written: its shape, its header, and the type of each column, guessed from its first rows. */
import { InputError } from '../errors';
import { describeColumn, type Candidate } from './columnFacts';
import { rawFields } from './csvLines';
import { guessShape } from './csvShape';
import { csvRows, isComment, type Shape } from './csvText';
import { commaColumns, withPoint } from './decimalComma';
import { checkColumns, count } from './limits';
import { textNumber } from './textNumber';
import { describeText } from './textColumn';
import { vectorOf } from './vectorText';

export interface Dialect {
  readonly shape: Shape;
  readonly header: boolean;
  /** Fields of a row. */
  readonly width: number;
  /** The names of the columns stand in the file. */
  readonly named: boolean;
  /** In file order; names made up where there is no header. */
  readonly columns: readonly TextColumn[];
}

export interface TextColumn extends Candidate {
  /** A comma stands before decimals. */
  readonly decimalComma: boolean;
}

/** A cell with a point before decimals, whatever the file has there. */
export function fieldText({ decimalComma }: TextColumn, cell: string): string {
  return decimalComma ? withPoint(cell) : cell;
}

const HEAD_BYTES = 1 << 20;
const HEAD_ROWS = 1000;
const DELIMITERS = [',', '\t', ';', '|'];

/** Throws InputError for more columns than can be used, and for a file without rows. `file`: as UTF-8. */
export async function guessDialect(file: File): Promise<Dialect> {
  const lineBytes = await checkFirstLine(file);
  const limit = Math.min(file.size, lineBytes + HEAD_BYTES);
  const head = await file.slice(0, limit).text();
  const shape = guessShape(limit < file.size ? head.slice(0, head.lastIndexOf('\n') + 1) || head : head);
  const all: string[][] = [];
  for await (const batch of csvRows(file, shape, 0, limit)) {
    for (let i = 0; i < batch.length && all.length <= HEAD_ROWS; i++) all.push(batch[i]!);
    if (all.length > HEAD_ROWS) break;
  }
  if (all.length === 0) throw new InputError(`${file.name} holds no rows, only empty lines.`, 'Choose a file with one row per item.');
  const { width, rowNames } = widthOf(all);
  checkColumns(file.name, width);
  const rows = all
    .map((row) => (row.length === width + 1 && row[width]!.trim() === '' ? row.slice(0, width) : rowNames && row === all[0] ? ['', ...row] : row))
    .filter((row) => row.length === width || !isComment(row));
  // The first row may be a header, whose words would hide that the rest are numbers.
  const commas = shape.kind === 'quoted' ? commaColumns(rows.slice(1), shape.delimiter, width) : [];
  const plain = rows.map((row) => row.map((cell, j) => (commas[j] ? withPoint(cell) : cell)));
  const comment = commentNames(shape, width);
  const header = comment === null && (rowNames || hasHeader(plain));
  const body = header ? plain.slice(1) : plain;
  const written = comment ?? (header ? rows[0]! : null);
  if (written && written.length !== width)
    throw new InputError(
      `${file.name}: the header has ${count(written.length)} ${written.length === 1 ? 'field' : 'fields'}, most rows have ${count(width)}; it begins with ${JSON.stringify(written.slice(0, 3).join(', ').slice(0, 60))}.`,
      'Every row needs the same number of fields: look for a missing name, or for a delimiter inside a value that is not quoted.',
    );
  const names = written ? distinctNames(written) : Array.from({ length: width }, (_, j) => `column ${j}`);
  return { shape, header, width, named: written !== null, columns: names.map((name, j) => ({ ...describeText(name, body.map((row) => row[j] ?? '')), decimalComma: commas[j] ?? false })) };
}

/**
 * Fields of a row: the most frequent number, less one where a delimiter too many ends the rows. `rowNames`: the header names all but the first field, as R writes row names.
 */
function widthOf(all: readonly (readonly string[])[]): { width: number; rowNames: boolean } {
  const content = all.filter((row) => !isComment(row));
  const rows = 2 * content.length > all.length ? content : all;
  const body = rows.length > 1 ? rows.slice(1) : rows;
  const uses = new Map<number, number>();
  for (const { length } of body) uses.set(length, (uses.get(length) ?? 0) + 1);
  const [usual] = [...uses].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  const first = rows[0]!;
  const isBlank = (row: readonly string[]): boolean => row.at(-1)!.trim() === '';
  const endsBlank = usual > 1 && body.every((row) => row.length !== usual || isBlank(row));
  if (usual === first.length + 1) return endsBlank ? { width: first.length, rowNames: false } : { width: usual, rowNames: first.every((cell) => textNumber(cell) === null) };
  if (usual === first.length && endsBlank && isBlank(first)) return { width: usual - 1, rowNames: false };
  return { width: usual, rowNames: false };
}

/** Names of all columns in the comment before the rows, as numpy.savetxt writes its `header`; null where it says something else. */
function commentNames({ comment, delimiter }: Shape, width: number): string[] | null {
  if (comment === '') return null;
  const names = rawFields(comment.replace(/^\s*(#|%|\/\/)\s*/, ''), delimiter).map((name) => name.trim());
  return names.length === width && new Set(names).size === width && names.every((name) => name !== '' && textNumber(name) === null) ? names : null;
}

/** Reads the first line byte by byte, so that millions of columns are counted and not split; gives its length. */
async function checkFirstLine(file: File): Promise<number> {
  const counts = new Uint32Array(256);
  let length = 0;
  scan: for (let start = 0; start < file.size; start += HEAD_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + HEAD_BYTES).arrayBuffer());
    for (const byte of bytes) {
      if ((byte === 10 || byte === 13) && length > 0) break scan;
      counts[byte]!++;
      length++;
    }
  }
  const fields = Math.max(...[...DELIMITERS, ' '].map((delimiter) => counts[delimiter.charCodeAt(0)]!)) + 1;
  // Spaces and commas inside quotes are no columns: only where nothing is quoted does the count decide.
  if (counts[34] === 0 || fields > 1_000_000) checkColumns(file.name, fields);
  return length;
}

/** Where numbers stand under words, the first row is a header; so it is where it counts the columns, as pandas writes nameless ones. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows as [string[], ...string[][]];
  if (body.length === 0) return !first.some((cell) => cell.trim() !== '' && textNumber(cell) !== null);
  const numeric = first.map((_, j) => j).filter((j) => describeColumn('', body.map((row) => row[j] ?? '')).type === 'number');
  // Lists in cells are data like numbers: a first row that holds none names them.
  if (numeric.length === 0) return !first.some((cell) => vectorOf(cell) !== null);
  const words = numeric.filter((j) => textNumber(first[j]!) === null || first[j] === '').length;
  if (words * 2 > numeric.length) return true;
  const isWord = (cell: string): boolean => textNumber(cell) === null || cell.trim() === '';
  const named = first.slice(first.findIndex((cell) => !isWord(cell)), first.findLastIndex((cell) => !isWord(cell)) + 1);
  const from = Number(named[0]);
  return (
    named.length > 1 && (from === 0 || from === 1) && named.every((cell, j) => cell === String(from + j)) && body.some((row) => row.some((cell) => /^-?\d*\.\d/.test(cell)))
  );
}

function distinctNames(header: readonly string[]): string[] {
  const used = new Set<string>();
  const times = new Map<string, number>();
  return header.map((cell, j) => {
    // pandas leaves the name of the index empty.
    const plain = cell.trim() || (j === 0 ? 'index' : `column ${j}`);
    let name = plain;
    // The count goes on where it ended for this name: thousands of equal names are not tried from 2 on each.
    let again = times.get(plain) ?? 2;
    for (; used.has(name); again++) name = `${plain} (${again})`;
    times.set(plain, again);
    used.add(name);
    return name;
  });
}

/** Visits the `drawn` rows (null: all) with their place in the draw; every row must have as many fields as there are columns. Gives the number of rows, without the header. */
export async function eachRow(file: File, { shape, header, width }: Dialect, drawn: Uint32Array | null, visit: (fields: readonly string[], at: number, row: number) => void): Promise<number> {
  let row = header ? -1 : 0;
  let at = 0;
  for await (const batch of csvRows(file, shape, width)) {
    for (const fields of batch) {
      if (fields.length !== width && !(header && row === -1)) throw raggedRow(file, row, header, fields, width);
      if (row >= 0 && (!drawn || row === drawn[at])) visit(fields, at++, row);
      row++;
    }
  }
  return row;
}

/** For messages: "Row 3 (counted from 0, without the header)". */
export function rowName(row: number, header: boolean): string {
  return `row ${count(row)} (counted from 0${header ? ', without the header' : ''})`;
}

/** The refusal of a row with more or fewer fields than the others. */
function raggedRow(file: File, row: number, header: boolean, fields: readonly string[], wanted: number): InputError {
  const begin = JSON.stringify(fields.slice(0, 3).join(', ').slice(0, 60));
  return new InputError(
    `${file.name}: ${rowName(row, header)} has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, ` +
      `${header ? 'the header' : 'the first row'} has ${wanted}; it begins with ${begin}.`,
    'Every row needs the same number of fields: look for a missing value, or for a delimiter inside a value that is not quoted.',
  );
}

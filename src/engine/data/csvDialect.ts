/** How a delimited text file is written: delimiter, header, and the type of each column, guessed from its first rows. */
import Papa from 'papaparse';
import { InputError } from '../errors';
import type { Candidate } from './columns';
import { csvRows } from './csvText';
import { commaColumns, withPoint } from './decimalComma';
import { checkColumns, count } from './limits';
import { textNumber } from './textNumber';

export interface Dialect {
  readonly delimiter: string;
  readonly header: boolean;
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

/** Throws InputError for what is not text, for more columns than can be used, and for a file without rows. */
export async function guessDialect(file: File): Promise<Dialect> {
  const lineBytes = await checkFirstLine(file);
  const limit = Math.min(file.size, lineBytes + HEAD_BYTES);
  const delimiter = guessDelimiter(await file.slice(0, limit).text());
  const rows: string[][] = [];
  for await (const batch of csvRows(file, delimiter, limit)) {
    for (let i = 0; i < batch.length && rows.length <= HEAD_ROWS; i++) rows.push(batch[i]!);
    if (rows.length > HEAD_ROWS) break;
  }
  const first = rows[0];
  if (!first) throw new InputError(`${file.name} holds no rows, only empty lines.`, 'Choose a file with one row per item.');
  checkColumns(file.name, first.length);
  // The first row may be a header, whose words would hide that the rest are numbers.
  const commas = commaColumns(rows.slice(1), delimiter, first.length);
  const plain = rows.map((row) => row.map((cell, j) => (commas[j] ? withPoint(cell) : cell)));
  const header = hasHeader(plain);
  const body = header ? plain.slice(1) : plain;
  const names = header ? distinctNames(first) : first.map((_, j) => `column ${j}`);
  return { delimiter, header, columns: names.map((name, j) => ({ name, ...describe(body, j), decimalComma: commas[j]! })) };
}

/** Reads the first line byte by byte, so that millions of columns are counted and not split; gives its length. */
async function checkFirstLine(file: File): Promise<number> {
  const counts = new Uint32Array(256);
  let length = 0;
  scan: for (let start = 0; start < file.size; start += HEAD_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + HEAD_BYTES).arrayBuffer());
    const zero = start === 0 ? bytes.subarray(0, 4096).indexOf(0) : -1;
    if (zero >= 0)
      throw new InputError(
        `${file.name} is not plain text: byte ${zero} is 0.`,
        'Save it as CSV in UTF-8; spreadsheets and binary arrays have formats of their own.',
      );
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

function guessDelimiter(head: string): string {
  const guess = Papa.parse(head, { preview: 20, delimitersToGuess: DELIMITERS, skipEmptyLines: 'greedy' });
  if (!guess.errors.some((error) => error.code === 'UndetectableDelimiter')) return guess.meta.delimiter;
  // One column, or columns set apart by spaces, as numpy.savetxt writes them: then the first lines are numbers or words throughout.
  const lines = head
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const widths = new Set(lines.map((line) => line.trim().split(/[ \t]+/).length));
  return widths.size === 1 && !widths.has(1) ? ' ' : ',';
}

/** Where numbers stand under words, the first row is a header; so it is where it counts the columns, as pandas writes nameless ones. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows as [string[], ...string[][]];
  if (body.length === 0) return !first.some((cell) => cell.trim() !== '' && textNumber(cell) !== null);
  const numeric = first.map((_, j) => j).filter((j) => describe(body, j).type === 'number');
  if (numeric.length === 0) return true;
  const words = numeric.filter((j) => textNumber(first[j]!) === null || first[j] === '').length;
  if (words * 2 > numeric.length) return true;
  const named = first[0] === '' ? first.slice(1) : first;
  return (
    named.length > 1 && named.every((cell, j) => cell === String(j)) && body.some((row) => row.some((cell) => /^-?\d*\.\d/.test(cell)))
  );
}

/** Numbers where they outweigh other text: a stray word in a column of numbers is then an error that can be named, not a change of type. */
function describe(rows: readonly (readonly string[])[], column: number): Omit<Candidate, 'name'> {
  const seen = new Set<string>();
  let numbers = 0;
  let words = 0;
  for (const row of rows) {
    const cell = row[column] ?? '';
    seen.add(cell);
    const value = textNumber(cell);
    if (value === null) words++;
    else if (value === value) numbers++;
  }
  return numbers > words ? { type: 'number' } : { type: 'text', distinct: words > 0 && seen.size === rows.length };
}

function distinctNames(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, j) => {
    // pandas leaves the name of the index empty.
    const plain = cell.trim() || (j === 0 ? 'index' : `column ${j}`);
    let name = plain;
    for (let again = 2; used.has(name); again++) name = `${plain} (${again})`;
    used.add(name);
    return name;
  });
}

/** For messages: "Row 3 (counted from 0, without the header)". */
export function rowName(row: number, header: boolean): string {
  return `row ${count(row)} (counted from 0${header ? ', without the header' : ''})`;
}

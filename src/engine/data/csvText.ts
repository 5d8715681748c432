/** Delimited text as rows of fields, block by block, so that a large file is never in memory as a whole. */
import Papa from 'papaparse';
import { InputError } from '../errors';
import { bracketFields, dropLines, rawFields, wordFields } from './csvLines';

/** How the rows of a text file are written. */
export interface Shape {
  /**
   * `quoted`: fields between delimiters, in quotes where they must be; `raw`: lines cut at delimiters, a quote is a character like others; `words`: a word, which may hold blanks,
   * and then `dim` numbers; `brackets`: fields between delimiters, one of them a list in brackets that holds delimiters itself.
   */
  readonly kind: 'quoted' | 'raw' | 'words' | 'brackets';
  /** A space stands for any run of spaces and tabs. '': the whole line is one field. */
  readonly delimiter: string;
  /** Before a quote inside quotes. */
  readonly escape: '"' | '\\';
  readonly dim: number;
  /** Lines before the first row: "sep=;", the sizes of word vectors. */
  readonly skip: number;
  /** The last comment before the rows; then every line that begins as a comment is one. '': comments are told by their number of fields. */
  readonly comment: string;
}

/** Small enough that the strings of a block die young: blocks of 4 MB took three times as long, most of it in the garbage collector. */
const BLOCK_BYTES = 1 << 19;
/** A single row longer than this is taken for a quote that is never closed. */
const MAX_ROW_CHARACTERS = 16 << 20;
/** Nothing a person can see: blanks of every width, form feeds, byte order marks and joiners within the text. */
const BLANK = /^[\s\u0085\u200b-\u200f\u2060\ufeff]*$/;
const COMMENT = /^\s*(#|%|\/\/)/;

/**
 * Batches of rows in file order; lines without a visible character are left out. With `width` known, a field too many at the end of a row is dropped where it is blank, and lines
 * that begin as a comment and have another number of fields are left out.
 */
export async function* csvRows(file: File, shape: Shape, width = 0, limitBytes = file.size): AsyncGenerator<string[][]> {
  const whole = limitBytes >= file.size;
  const parse = shape.kind === 'quoted' ? quotedParser(file, shape) : lineParser(file, shape);
  let rest = '';
  for await (const text of dropLines(textBlocks(file, limitBytes), shape.skip)) {
    const parsed = parse(rest + text, false);
    rest = parsed.rest;
    yield tidied(parsed.rows, shape, width);
  }
  // A cut at the limit leaves a part of a row.
  if (whole) yield tidied(parse(rest, true).rows, shape, width);
}

/** A comment, by how a row begins. */
export function isComment(row: readonly string[]): boolean {
  return COMMENT.test(row[0] ?? '');
}

interface Parsed {
  readonly rows: string[][];
  readonly rest: string;
}

function tidied(rows: string[][], { comment }: Shape, width: number): string[][] {
  const seen = rows.filter((row) => (row.length > 1 || !BLANK.test(row[0]!)) && !(comment !== '' && isComment(row)));
  if (width === 0 || seen.every((row) => row.length === width)) return seen;
  return seen.filter((row) => {
    if (row.length === width + 1 && BLANK.test(row.at(-1)!)) row.pop();
    return row.length === width || !isComment(row);
  });
}

function quotedParser(file: File, { delimiter, escape }: Shape): (text: string, last: boolean) => Parsed {
  const parser = new Papa.Parser({ delimiter, newline: '\n', escapeChar: escape });
  return (text, last) => {
    const tidy = delimiter === ' ' ? text.replace(/[ \t]+/g, ' ').replace(/^ | (?=\n|$)/gm, '') : text;
    const { data, errors, meta } = parser.parse(tidy, 0, !last) as Papa.ParseResult<string[]>;
    const rest = tidy.slice(meta.cursor);
    const open = last && errors.some((error) => error.code === 'MissingQuotes');
    if (!open && rest.length <= MAX_ROW_CHARACTERS) return { rows: data, rest };
    const after = rest.slice(0, 40) || data.at(-1)?.at(-1)?.slice(0, 40);
    if (!(rest || after || '').includes('"') && !open) throw tooLong(file, rest);
    throw new InputError(
      `${file.name}: a quote is opened and never closed; the text after it reads ${JSON.stringify(after)}.`,
      'Close the quote, or double it ("") where it is part of a value.',
    );
  };
}

function lineParser(file: File, shape: Shape): (text: string, last: boolean) => Parsed {
  const { kind, delimiter, dim } = shape;
  const fields = kind === 'words' ? (line: string) => wordFields(line, dim) : kind === 'brackets' ? (line: string) => bracketFields(line, delimiter) : (line: string) => rawFields(line, delimiter);
  return (text, last) => {
    const lines = text.split('\n');
    const rest = last ? '' : lines.pop()!;
    if (rest.length > MAX_ROW_CHARACTERS) throw tooLong(file, rest);
    return { rows: lines.filter((line) => !BLANK.test(line) || (delimiter === '\t' && line.includes('\t'))).map(fields), rest };
  };
}

function tooLong(file: File, rest: string): InputError {
  return new InputError(
    `${file.name}: a line is longer than ${MAX_ROW_CHARACTERS >> 20} million characters; it begins with ${JSON.stringify(rest.slice(0, 40))}.`,
    'Write one row per line, with line breaks between rows.',
  );
}

/** Rows in the file, the header included: by the line ends alone where every line is plainly a row, else by reading it. `width` as in csvRows. */
export async function countRows(file: File, shape: Shape, width: number): Promise<number> {
  if (shape.skip > 0) return countParsed(file, shape, width);
  let rows = 0;
  // Of the line so far: nothing, blanks only, bytes that may be blanks of another width, or something to see.
  let [seen, doubtful] = [false, false];
  for (let start = 0; start < file.size; start += BLOCK_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + BLOCK_BYTES).arrayBuffer());
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte === 10 || byte === 13) {
        if (!seen && doubtful) return countParsed(file, shape, width);
        if (seen) rows++;
        seen = doubtful = false;
      } else if (byte === 34 && shape.kind === 'quoted') {
        return countParsed(file, shape, width);
      } else if (!seen && (byte === 35 || byte === 37 || byte === 47)) {
        // "#", "%" and "/" may begin a comment.
        return countParsed(file, shape, width);
      } else if (byte > 32 && byte < 127) seen = true;
      else if (byte !== 32) doubtful = true;
    }
  }
  if (!seen && doubtful) return countParsed(file, shape, width);
  return seen ? rows + 1 : rows;
}

async function countParsed(file: File, shape: Shape, width: number): Promise<number> {
  let rows = 0;
  for await (const batch of csvRows(file, shape, width)) rows += batch.length;
  return rows;
}

/** UTF-8 text with \n as the only line end. */
async function* textBlocks(file: File, limitBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for (let start = 0; start < limitBytes; start += BLOCK_BYTES) {
    const end = Math.min(limitBytes, start + BLOCK_BYTES);
    let text = held + decoder.decode(await file.slice(start, end).arrayBuffer(), { stream: end < file.size });
    // A \r at the border may be half of \r\n.
    held = text.endsWith('\r') && end < limitBytes ? '\r' : '';
    if (held) text = text.slice(0, -1);
    yield text.replace(/\r\n?/g, '\n');
  }
}

/** How a text file is written, guessed from its first lines: delimiter, quotes, word vectors, lists in brackets, lines before the first row. */
import Papa from 'papaparse';
import type { Shape } from './csvText';
import { bracketFields, rawFields } from './csvLines';
import { textNumber } from './textNumber';

const DELIMITERS = [',', '\t', ';', '|'];
const COMMENT_LINE = /^\s*(#|%|\/\/)/;
/** Exactly one list in brackets, outside of quotes. */
const ONE_LIST = /^[^"[\]]*\[[^"[\]]*\][^"[\]]*$/;
const MOST_LINES = 1000;

/** `head`: whole lines from the start of the file, as long as it is not all of it. */
export function guessShape(head: string): Shape {
  const all = head.split(/\r\n?|\n/).filter((line) => line.trim() !== '').slice(0, MOST_LINES);
  const written = /^"?sep=(.)"?$/i.exec(all[0]?.trim() ?? '')?.[1] ?? (/^sep=\t?$/i.test(all[0]?.trimEnd() ?? '') ? '\t' : undefined);
  const afterSep = written === undefined ? all : all.slice(1);
  const plain = afterSep.filter((line) => !COMMENT_LINE.test(line));
  const lines = plain.length > 0 ? plain : afterSep;
  const skip = written === undefined ? 0 : 1;
  const first = afterSep.findIndex((line) => !COMMENT_LINE.test(line));
  const comment = first > 0 && 2 * plain.length > afterSep.length ? afterSep[first - 1]! : '';
  const shape = (kind: Shape['kind'], delimiter: string, more: Partial<Shape> = {}): Shape => ({ kind, delimiter, escape: '"', dim: 0, skip, comment, ...more });
  const lists = lines.length > 1 ? lines.slice(1) : lines;
  if (lists.every((line) => ONE_LIST.test(line))) return shape('brackets', written ?? outerDelimiter(lists));
  if (written !== undefined) return withQuotes(shape('quoted', written), head.slice(head.indexOf(all[0]!) + all[0]!.length).trimStart(), lines);
  const delimiter = guessDelimiter(lines);
  if (delimiter === null || !isEven(lines, (line) => rawFields(line, delimiter).length)) {
    const words = wordShape(lines, afterSep);
    if (words) return shape('words', ' ', { ...words, comment: '' });
  }
  if (delimiter !== null) return withQuotes(shape('quoted', delimiter), head, lines);
  // One column, or columns set apart by spaces, as numpy.savetxt writes them.
  return shape('quoted', isEven(lines.slice(0, 20), wordCount) ? ' ' : ',');
}

/** Quotes may be characters like others, and would then swallow lines: where they spoil the guess, it is made without them. */
function guessDelimiter(lines: readonly string[]): string | null {
  const guess = (text: string): string | null => {
    const { errors, meta } = Papa.parse(text, { preview: 20, delimitersToGuess: DELIMITERS, skipEmptyLines: 'greedy' });
    return errors.length > 0 ? null : meta.delimiter;
  };
  const head = lines.slice(0, 50).join('\n');
  return guess(head) ?? (head.includes('"') ? guess(head.replaceAll('"', '')) : null);
}

/** The size of the vectors, and one line to skip where the first says how many there are; null where the lines are no word vectors. */
function wordShape(plain: readonly string[], all: readonly string[]): { dim: number; skip: number } | null {
  const sizes = /^\s*(\d+)[ \t]+(\d+)\s*$/.exec(all[0]!);
  // With sizes on top every line is a vector, whatever it begins with; else a line that begins as a comment and is as long as the others is one too.
  const lines = sizes ? all.slice(1) : all.filter((line) => plain.includes(line) || wordCount(line) >= wordCount(plain[0]!));
  const body = sizes || lines.length === 1 ? lines : lines.slice(1);
  if (body.length === 0) return null;
  const parts = body.map((line) => line.replace(/[ \t]+$/, '').split(/[ \t]+/));
  const trailing = parts.map(trailingNumbers);
  const dim = sizes && trailing.every((numbers) => numbers >= Number(sizes[2])) ? Number(sizes[2]) : Math.min(...trailing.map((numbers, i) => Math.min(numbers, parts[i]!.length - 1)));
  if (dim < 2) return null;
  const counted = sizes !== null && dim === Number(sizes[2]);
  const words = parts.filter((fields) => fields.slice(0, fields.length - dim).some((field) => textNumber(field) === null)).length;
  if (!counted && 2 * words < parts.length) return null;
  return { dim, skip: counted ? 1 : 0 };
}

function trailingNumbers(fields: readonly string[]): number {
  let numbers = 0;
  while (numbers < fields.length && textNumber(fields[fields.length - 1 - numbers]!) !== null && fields[fields.length - 1 - numbers] !== '') numbers++;
  return numbers;
}

/** Quotes are read as quotes where that makes sense of the lines; a backslash before quotes is undone; else a quote is a character. */
function withQuotes(shape: Shape, head: string, lines: readonly string[]): Shape {
  if (!head.includes('"') || shape.delimiter === ' ') return shape;
  const read = (escapeChar: string): { rows: string[][]; sound: boolean } => {
    const { data, errors } = new Papa.Parser({ delimiter: shape.delimiter, newline: '\n', escapeChar }).parse(head.replace(/\r\n?/g, '\n'), 0, true) as Papa.ParseResult<string[]>;
    const rows = data.filter((row) => (row.length > 1 || row[0]!.trim() !== '') && !COMMENT_LINE.test(row[0]!));
    const widths = new Set(rows.map((row) => row.length));
    return { rows, sound: errors.length === 0 && rows.length > 0 && (widths.size === 1 || (widths.size === 2 && rows[0]!.length !== rows[1]!.length)) };
  };
  const doubled = read('"');
  if (!doubled.sound || doubled.rows.some((row) => row.some((field) => field.includes('\\"')))) {
    const escaped = read('\\');
    if (escaped.sound && /[^"]\\"/.test(head)) return { ...shape, escape: '\\' };
  }
  const plainQuotes = lines.some((line) => rawFields(line, shape.delimiter).some((field) => field.trim().startsWith('"')));
  return !doubled.sound && plainQuotes && isEven(lines, (line) => rawFields(line, shape.delimiter).length) ? { ...shape, kind: 'raw' } : shape;
}

/** What parts the fields around a list in brackets; '' where the list is all there is. */
function outerDelimiter(lines: readonly string[]): string {
  return ['\t', ';', '|', ',', ' '].find((delimiter) => isEven(lines, (line) => bracketFields(line.trim(), delimiter).length)) ?? '';
}

function wordCount(line: string): number {
  return line.trim().split(/[ \t]+/).length;
}

/** All lines have the same number of fields, more than one; the first, a header perhaps, may have one less or more. */
function isEven(lines: readonly string[], widthOf: (line: string) => number): boolean {
  const widths = lines.map(widthOf);
  const width = widths.at(-1)!;
  return width > 1 && widths.every((each, i) => each === width || (i === 0 && Math.abs(each - width) === 1));
}

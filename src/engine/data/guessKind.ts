/** What a file is, vectors, a table, a log, sequences or codes, guessed from its beginning, and why. */
import { InputError } from '../errors';
import type { KindGuess } from '../records/data';
import { fileBytes } from './byteSource';
import { guessCodes } from './codes/guess';
import { readCells } from './codes/readCells';
import type { Column } from './column';
import { endingOf } from './openFile';
import { readNpyHeader } from './npyArray';
import { factsOf } from './log/facts';
import { guessLog } from './log/guess';
import { guessLists } from './sequences/guess';
import { targetRank } from './tableNames';
import { readTable, tableExtensions } from './tableReaders';
import { guessType } from './tableTypes';

const HEAD_BYTES = 1 << 18;
/** What cannot be cut is read whole up to this size; beyond it nothing is guessed. */
const LARGEST_WHOLE = 16 << 20;
/** Numbered columns of numbers from which they are rather a vector. */
const FEWEST_DIMENSIONS = 8;
/** Whole numbers a row that may be its codes. */
const MOST_CODES = 16;

/**
 * The first that holds: tokens of semantic IDs, and whole numbers named as codes, are codes; arrays are vectors, those of few columns of whole numbers codes; lines of ids are sequences; lists of fractions and many numbered columns of numbers are vectors; a column of lists named as a history makes sequences; named users and items
 * with times or labels make a log; words, or a column named as a target, make a table; else numbers are vectors. Null where nothing can be told, or the file cannot be read.
 */
export async function guessKind(file: File): Promise<KindGuess | null> {
  if (!tableExtensions.includes(endingOf(file.name))) return (await codesInArray(file)) ?? { kind: 'vectors', reason: 'the format holds arrays' };
  const head = await headOf(file);
  if (!head) return null;
  try {
    const { columns, isLines } = await readTable(head, { lines: 'guess' });
    if (isLines) return { kind: 'sequences', reason: 'lines of ids, in different numbers' };
    const codes = guessCodes(columns);
    if (codes?.sure) return { kind: 'codes', reason: codes.reason };
    const guess = ofColumns(columns);
    // Users and items, histories and targets are no codes of items.
    return guess?.kind === 'vectors' && codes ? { ...guess, also: ['codes'] } : guess;
  } catch (thrown) {
    // A file that cannot be read is told so by whatever it is opened as; to a guess it is no fault.
    if (thrown instanceof InputError) return codesAlone(head);
    throw thrown;
  }
}

/** No table can be made of lists of tokens. */
async function codesAlone(head: File): Promise<KindGuess | null> {
  try {
    const codes = guessCodes((await readCells(head)).columns);
    return codes && { kind: 'codes', reason: codes.reason };
  } catch (thrown) {
    if (thrown instanceof InputError) return null;
    throw thrown;
  }
}

/** Whole numbers in few columns. */
async function codesInArray(file: File): Promise<KindGuess | null> {
  if (endingOf(file.name) !== 'npy') return null;
  try {
    const { shape, element } = await readNpyHeader(fileBytes(file, file.name), file.name);
    const [, columns = 0] = shape;
    const isCodes = shape.length === 2 && columns <= MOST_CODES && /^u?int/.test(element.dtype);
    return isCodes ? { kind: 'codes', reason: `${columns} whole numbers for each row (${element.dtype})`, also: ['vectors'] } : null;
  } catch (thrown) {
    if (thrown instanceof InputError) return null;
    throw thrown;
  }
}

function ofColumns(columns: readonly Column[]): KindGuess | null {
  const components = columns.find(({ name }) => name.endsWith('[0]'));
  if (components) return { kind: 'vectors', reason: `"${components.name.slice(0, -3)}" holds lists of numbers` };
  const stems = new Map<string, number>();
  for (const { name, type } of columns) {
    const stem = /^(.*?)\d+$/.exec(name)?.[1];
    if (type === 'number' && stem !== undefined) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const [family, size] = [...stems].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0]);
  if (size >= FEWEST_DIMENSIONS && 2 * size > columns.length) return { kind: 'vectors', reason: `${size} numbered columns of numbers${/^column /.test(family) ? '' : ` ("${family}…")`}` };
  const facts = columns.map(factsOf);
  const lists = guessLists(facts, {});
  if (lists.worth > 0) return { kind: 'sequences', reason: `"${lists.choices.history!}" holds lists of items` };
  const { choices, idsNamed } = guessLog(facts, {}, true);
  if (idsNamed && (choices.time || choices.label)) return { kind: 'log', reason: `"${choices.user!}" names users, "${choices.item!}" items, "${(choices.time || choices.label)!}" ${choices.time ? 'times' : 'labels'}` };
  const target = columns.find(({ name, type }) => type === 'number' && targetRank(name) < Infinity);
  if (target && columns.length > 2) return { kind: 'table', reason: `"${target.name}" is named as a value to predict` };
  const words = columns.filter((column) => guessType(column) !== 'number').length;
  if (columns.length > 2 && 2 * words >= columns.length) return { kind: 'table', reason: `${words} of ${columns.length} columns hold words or labels` };
  return columns.filter(({ type }) => type === 'number').length > 1 ? { kind: 'vectors', reason: 'columns of numbers' } : null;
}

/** Text is cut after a line; what is packed, one JSON value, or Parquet must be whole. */
async function headOf(file: File): Promise<File | null> {
  if (file.size <= HEAD_BYTES) return file;
  const beginning = await file.slice(0, HEAD_BYTES).text();
  const cuts = !/\.(gz|parquet|pq)$/i.test(file.name) && !/^\s*\[/.test(beginning) && !(/\.json$/i.test(file.name) && !/^\s*\{.*\}\s*\n\s*\{/.test(beginning)) && !beginning.startsWith('\x1f');
  if (!cuts) return file.size <= LARGEST_WHOLE ? file : null;
  const end = beginning.lastIndexOf('\n');
  return end < 0 ? null : new File([beginning.slice(0, end + 1)], file.name);
}

/** A file with codes as columns, whatever its format: arrays, tables, and objects of one list an item ("index.json"). */
import { InputError } from '../../errors';
import type { Column } from '../column';
import { fileErrors } from '../fileErrors';
import { parseJson } from '../jsonText';
import { count } from '../limits';
import { npyReader } from '../npy';
import { endingOf, openFile } from '../openFile';
import { ColumnBuilder } from '../tableBuilder';
import { readTable, tableExtensions } from '../tableReaders';
import { asUtf8 } from '../textEncoding';
import { gunzip, isGzip } from '../unpack';
import { tokensOf } from './tokens';

/** An ID of more codes is none. */
export const MOST_LEVELS = 64;
/** Endings of files that may hold codes. */
export const codesExtensions: readonly string[] = [...npyReader.extensions, ...tableExtensions];
const LARGEST_INDEX = 256 << 20;

export interface CodeCells {
  readonly format: string;
  readonly fileRows: number;
  readonly columns: readonly Column[];
  /** Names of the columns with codes, where the format says it. */
  readonly codes?: readonly string[];
  readonly notes: readonly string[];
}

/** Reads the file with what the browser throws put into words. @throws InputError for whatever is wrong with it */
export function readCells(file: File): Promise<CodeCells> {
  return fileErrors(file, async () => {
    const ending = endingOf(file.name);
    if (npyReader.extensions.includes(ending)) return arrayCells(file);
    const index = ending === 'json' ? await indexCells(file) : null;
    if (index) return index;
    const table = await readTable(file, { values: true, lines: /^(json|jsonl|ndjson)$/.test(ending) || 'guess' });
    return { format: table.format, fileRows: table.fileRows, columns: table.columns, notes: table.notes ?? [] };
  });
}

/** int [items, levels], or as floats. */
async function arrayCells(given: File): Promise<CodeCells> {
  const { name } = given;
  const { file } = await openFile(given, [npyReader], { files: 'arrays of codes', content: 'codes were wanted.', remedy: 'Save the codes with numpy.save(path, codes).' });
  const { dim, data, fileRows } = await npyReader.read(file, {});
  if (dim > MOST_LEVELS) throw new InputError(`${name} has ${count(dim)} columns; codes have a column for each level, ${MOST_LEVELS} at most.`, 'These seem to be vectors: read the file as vectors, or choose the array with the codes.');
  const columns = Array.from({ length: dim }, (_, level): Column => ({ name: `level ${level + 1}`, type: 'number', values: Float64Array.from({ length: fileRows }, (__, row) => data[row * dim + level]!) }));
  return { format: 'npy', fileRows, columns, codes: columns.map((column) => column.name), notes: [] };
}

/** {"0": ["<a_12>", "<b_3>"], ...}: a list of codes for each item, by key. Null where the file is something else; what is no JSON is left to the reader of tables. */
async function indexCells(given: File): Promise<CodeCells | null> {
  if (given.size > LARGEST_INDEX) return null;
  const packed = (await isGzip(given)) ? await gunzip(given) : given;
  const { file, notes } = await asUtf8(packed);
  if (!(await file.slice(0, 1024).text()).trimStart().startsWith('{')) return null;
  const text = await file.text();
  const outer = objectOf(text);
  const entries = outer && Object.entries(outer);
  if (!entries || entries.length === 0 || !entries.every(([, list]) => isIdList(list))) return null;
  // Lists by name are columns: {"item": [...], "code": [...]}.
  const named = entries.every(([key]) => /^[A-Za-z_]+\d?$/.test(key)) && entries.length <= 16 && !entries.every(([, list]) => (list as unknown[]).every((entry) => typeof entry === 'string' && tokensOf(entry)?.[0]?.prefix));
  if (named) return null;
  const double = doubleKey(text);
  if (double !== null) throw new InputError(`${given.name} has the item ${JSON.stringify(double)} twice.`, 'Keep one ID for each item: JSON keeps the last of both without a word.');
  const [keys, codes] = [new ColumnBuilder('key'), new ColumnBuilder('codes')];
  for (const [key, list] of entries) {
    keys.addText(key);
    codes.addValue(list);
  }
  const keyed = entries.some(([key], row) => key !== String(row));
  return { format: 'index.json', fileRows: entries.length, columns: [...(keyed ? keys.columns() : []), ...codes.columns()], codes: [codes.name], notes };
}

function isIdList(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MOST_LEVELS && value.every((entry) => (typeof entry === 'number' && Number.isInteger(entry)) || (typeof entry === 'string' && tokensOf(entry) !== null));
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** A key that the outer object has twice; null: each is there once. */
function doubleKey(text: string): string | null {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && colon !== undefined) {
      const key = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return null;
}

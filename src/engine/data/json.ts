/** Vectors in JSON: one object or list a line, or one list or object in all; numbers by key, or a list of them. */
import { InputError } from '../errors';
import { completeChoices, requireVector } from './columns';
import { describeColumn, listed, numericList, type Candidate } from './columnFacts';
import { unequalLists } from './csv';
import { countRecords, eachRecord, jsonRecords, type JsonRecord } from './jsonRecords';
import { checkColumns, checkSize } from './limits';
import type { Reader } from './reader';
import { drawRows, sampledCount } from './rowSample';
import { describeText } from './textColumn';
import { textNumber } from './textNumber';
import { vectorOf } from './vectorText';

const HEAD_ROWS = 1000;

/** Keys need not be in every object; what a list or number lacks becomes NaN. */
export const jsonReader: Reader = {
  format: 'json',
  title: 'JSON',
  extensions: ['jsonl', 'ndjson', 'json'],
  isText: true,

  async inspect(file, choices) {
    const { columns, notes } = await describeRecords(file);
    return {
      arrays: [],
      columns: listed(columns),
      ...completeChoices(file.name, columns, choices),
      ...(notes.length > 0 && { notes }),
    };
  },

  async read(file, choices) {
    const { columns } = await describeRecords(file);
    const fileRows = await countRecords(file);
    requireVector(file.name, columns, choices);
    const list = columns.find(({ name }) => name === choices.vectorColumn);
    const names = list ? [] : (choices.columns ?? []);
    const dim = list ? (list.listLength ?? 0) : names.length;
    checkSize(file.name, fileRows, sampledCount(fileRows, choices), dim);
    const rowIndex = drawRows(fileRows, choices);
    const data = new Float32Array(rowIndex.length * dim);
    const ids: string[] | null = choices.idColumn ? [] : null;
    const metadata = (choices.metadataColumns ?? []).map((name) => ({ name, values: [] as string[] }));
    const rowsRead = await eachRecord(file, rowIndex, false, ({ record, place }, at) => {
      const cells = flat(record);
      if (list) copyList(file.name, place, list.name, cells[list.name], data, at * dim, dim);
      else names.forEach((name, j) => (data[at * dim + j] = numberOf(file.name, place, name, cells[name])));
      ids?.push(textOf(cells[choices.idColumn!]));
      for (const column of metadata) column.values.push(textOf(cells[column.name]));
    });
    return { dtype: 'text', fileRows, rowsRead, dim, data, rowIndex, columns: names, ids, metadata };
  },
};

/** Columns by the first records. */
async function describeRecords(file: File): Promise<{ columns: Candidate[]; notes: string[] }> {
  const cells = new Map<string, unknown[]>();
  let rows = 0;
  for await (const { record } of jsonRecords(file)) {
    for (const [name, value] of Object.entries(flat(record))) {
      let column = cells.get(name);
      if (!column) cells.set(name, (column = []));
      while (column.length < rows) column.push(null);
      column.push(value);
    }
    if (++rows === HEAD_ROWS) break;
  }
  if (rows === 0) throw new InputError(`${file.name} holds no rows.`, 'Choose a file with one object or one list of numbers for each item.');
  checkColumns(file.name, cells.size);
  const columns = [...cells].map(([name, column]) => {
    while (column.length < rows) column.push(null);
    // Texts may hold vectors, or numbers too long for a float64.
    const isText = column.some((cell) => typeof cell === 'string') && !column.some(Array.isArray);
    return isText ? describeText(name, column.map(textOf)) : describeColumn(name, column);
  });
  const codes = columns.filter(({ lists, listLength = 0 }) => lists?.even && !lists.fractions && listLength <= 8);
  const notes = codes.length > 0 && !columns.some(({ lists }) => lists?.fractions) ? [`The lists of "${codes[0]!.name}" are ${codes[0]!.listLength} whole numbers each: are they codes (semantic IDs) rather than vectors?`] : [];
  return { columns, notes };
}

/** Objects within an object become columns of their own: {"a": {"b": 1}} is "a.b". */
function flat(record: JsonRecord): JsonRecord {
  const inner = Object.entries(record).filter(([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (inner.length === 0) return record;
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (inner.some(([key]) => key === name) ? Object.entries(value as JsonRecord).map(([key, cell]) => [`${name}.${key}`, cell] as const) : [[name, value] as const])));
}

function copyList(name: string, place: string, column: string, cell: unknown, data: Float32Array, at: number, dim: number): void {
  const list = typeof cell === 'string' ? vectorOf(cell) : (cell ?? []);
  const numbers = Array.isArray(list) ? numericList(list) : null;
  if (numbers === null) throw notNumbers(name, place, column, cell);
  if (numbers.length === 0) data.fill(Number.NaN, at, at + dim);
  else if (numbers.length === dim) data.set(numbers, at);
  else throw unequalLists(name, place, column, numbers.length, dim);
}

function numberOf(name: string, place: string, column: string, cell: unknown): number {
  if (typeof cell === 'number') return cell;
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell === 'boolean') return Number(cell);
  const value = typeof cell === 'string' ? textNumber(cell) : null;
  if (value === null) throw notNumbers(name, place, column, cell);
  return value;
}

function notNumbers(name: string, place: string, column: string, cell: unknown): InputError {
  return new InputError(
    `${name}: ${place}, "${column}" holds ${JSON.stringify(cell)?.slice(0, 60)}; numbers were wanted.`,
    'Correct the value, write null where it is missing, or leave this column out of the vector.',
  );
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

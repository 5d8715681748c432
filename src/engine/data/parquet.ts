/** Parquet tables: a list column of vectors, or numeric columns; read one row group after the other. */
import type { DatasetChoices } from '../records/data';
import { completeChoices, requireVector } from './columns';
import { describeColumn, listed, type Candidate } from './columnFacts';
import { unequalLists } from './csv';
import { checkSize, count } from './limits';
import { eachCell, parquetCells } from './parquetCells';
import { parquetColumns, type ParquetColumn } from './parquetColumns';
import { readable } from './parquetErrors';
import { openParquet, type ParquetFile } from './parquetFooter';
import type { Reader, VectorRows } from './reader';
import { drawRows, sampledCount } from './rowSample';
import { describeText } from './textColumn';
import { vectorOf } from './vectorText';

/** Rows looked at for a guess. */
const HEAD_ROWS = 1000;

/** Files of any common compression; a missing number or a missing list becomes NaN. */
export const parquetReader: Reader = {
  format: 'parquet',
  title: 'Parquet table',
  extensions: ['parquet', 'pq'],

  async inspect(file, choices) {
    return readable(file, async () => {
      const parquet = await openParquet(file);
      const candidates = await candidatesOf(parquet);
      return {
        arrays: [],
        columns: listed(candidates),
        ...completeChoices(file.name, candidates, choices),
      };
    });
  },

  async read(file, choices) {
    return readable(file, async () => {
      const parquet = await openParquet(file);
      const columns = parquetColumns(parquet.schema);
      checkSize(file.name, parquet.rows, 0, columns.length);
      const list = choices.vectorColumn;
      const names = list === undefined ? (choices.columns ?? []) : [];
      if (list === undefined && names.length === 0) requireVector(file.name, await candidatesOf(parquet), choices);
      const chosen = columns.find(({ name }) => name === list);
      const dim = chosen ? ((await describe(chosen, parquet)).listLength ?? 0) : names.length;
      checkSize(file.name, parquet.rows, sampledCount(parquet.rows, choices), dim);
      const rowIndex = drawRows(parquet.rows, choices);
      const data = new Float32Array(rowIndex.length * dim);
      const ids: string[] | null = choices.idColumn ? [] : null;
      const metadata = (choices.metadataColumns ?? []).map((name) => ({ name, values: [] as string[] }));
      const each = (name: string, visit: (cell: unknown, at: number, row: number) => void): Promise<void> => eachCell(parquet, name, rowIndex, visit);
      if (list !== undefined) await each(list, (cell, at, row) => copyList(file.name, list, cell, row, data, at * dim, dim));
      for (const [j, name] of names.entries()) await each(name, (cell, at) => (data[at * dim + j] = asNumber(cell)));
      for (const text of ids ? [{ name: choices.idColumn!, values: ids }, ...metadata] : metadata) await each(text.name, (cell) => text.values.push(asText(cell)));
      return { dtype: dtypeOf(columns, choices), fileRows: parquet.rows, dim, data, rowIndex, columns: names, ids, metadata } satisfies VectorRows;
    });
  },
};

async function candidatesOf(parquet: ParquetFile): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const column of parquetColumns(parquet.schema)) candidates.push(await describe(column, parquet));
  return candidates;
}

/** By the first rows that hold something; the type is the schema's, but for text in which vectors are written. */
async function describe({ name, type }: ParquetColumn, parquet: ParquetFile): Promise<Candidate> {
  for (const group of parquet.groups) {
    const head = group.rows === 0 ? [] : await headOf(parquet, name, group);
    if (head.length === 0) continue;
    if (type === 'text') return describeText(name, head.map(asText));
    const { type: seen, ...facts } = describeColumn(name, head);
    return seen === type ? { ...facts, type } : { name, type };
  }
  return type === 'list' ? { name, type, listLength: 0 } : { name, type };
}

/** The first batches of a group that hold something, cut to as many rows as a guess needs; empty where none does. */
async function headOf(parquet: ParquetFile, name: string, group: ParquetFile['groups'][number]): Promise<unknown[]> {
  const head: unknown[] = [];
  let filled = false;
  for await (const cells of parquetCells(parquet, name, group)) {
    for (let i = 0; i < cells.length && head.length < HEAD_ROWS; i++) {
      head.push(cells[i]);
      filled ||= !isMissing(cells[i]);
    }
    if (head.length < HEAD_ROWS) continue;
    if (filled) return head;
    head.length = 0;
  }
  return filled ? head : [];
}

/** A missing list and one without an entry are rows of NaN, to be dropped or replaced as such. */
function copyList(file: string, column: string, cell: unknown, row: number, data: Float32Array, target: number, dim: number): void {
  const list = typeof cell === 'string' ? vectorOf(cell) : cell;
  if (!isList(list) || list.length === 0) data.fill(Number.NaN, target, target + dim);
  else if (list.length !== dim) throw unequalLists(file, `row ${count(row)} (counted from 0)`, column, list.length, dim);
  else for (let j = 0; j < dim; j++) data[target + j] = asNumber(list[j]);
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (isList(cell) && cell.length === 0);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : Number.NaN;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry)) : String(value);
}

function dtypeOf(columns: readonly ParquetColumn[], choices: DatasetChoices): string {
  const used = choices.vectorColumn === undefined ? (choices.columns ?? []) : [choices.vectorColumn];
  return [...new Set(columns.filter((column) => used.includes(column.name)).map((column) => column.dtype))].join(', ');
}

/** Parquet tables: a list column of vectors, or numeric columns; read one row group after the other. */
import { parquetMetadataAsync, parquetScan, type AsyncBuffer, type FileMetaData, type ParquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../errors';
import type { DatasetChoices } from '../records';
import { completeChoices, requireVector } from './columns';
import { describeColumn, type Candidate } from './columnFacts';
import { unequalLists } from './csv';
import { checkSize, count } from './limits';
import { parquetColumns, type ParquetColumn } from './parquetColumns';
import { readable } from './parquetErrors';
import type { Reader, Table } from './reader';
import { drawRows, lowerBound, sampledCount } from './rowSample';
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
      const { metadata, columns, scan } = await open(file);
      const candidates = await candidatesOf(columns, scan, metadata);
      return {
        arrays: [],
        columns: candidates.map(({ name, type, listLength }) => ({ name, type, ...(listLength !== undefined && { listLength }) })),
        ...completeChoices(file.name, candidates, choices),
      };
    });
  },

  async read(file, choices) {
    return readable(file, async () => {
      const { metadata, columns, scan } = await open(file);
      const fileRows = Number(metadata.num_rows);
      checkSize(file.name, fileRows, 0, columns.length);
      const list = choices.vectorColumn;
      const names = list === undefined ? (choices.columns ?? []) : [];
      if (list === undefined && names.length === 0) requireVector(file.name, await candidatesOf(columns, scan, metadata), choices);
      const listed = columns.find(({ name }) => name === list);
      const dim = listed ? ((await describe(listed, scan, metadata)).listLength ?? 0) : names.length;
      checkSize(file.name, fileRows, sampledCount(fileRows, choices), dim);
      const rowIndex = drawRows(fileRows, choices);
      const data = new Float32Array(rowIndex.length * dim);
      const ids: string[] | null = choices.idColumn ? [] : null;
      const metadataColumns = (choices.metadataColumns ?? []).map((name) => ({ name, values: [] as string[] }));
      for (const { rowStart, rowEnd } of scan.ranges) {
        const from = lowerBound(rowIndex, rowStart);
        const rows = rowIndex.subarray(from, lowerBound(rowIndex, rowEnd));
        if (rows.length === 0) continue;
        const values = (column: string): Promise<ArrayLike<unknown>> => scan.readColumn({ column, rowStart, rowEnd });
        if (list !== undefined) copyLists(file, list, await values(list), rows, rowStart, data, from, dim);
        for (const [j, name] of names.entries()) {
          const column = await values(name);
          rows.forEach((row, i) => (data[(from + i) * dim + j] = asNumber(column[row - rowStart])));
        }
        for (const text of ids ? [{ name: choices.idColumn!, values: ids }, ...metadataColumns] : metadataColumns) {
          const column = await values(text.name);
          for (const row of rows) text.values.push(asText(column[row - rowStart]));
        }
      }
      return {
        dtype: dtypeOf(columns, choices),
        fileRows,
        dim,
        data,
        rowIndex,
        columns: names,
        ids,
        metadata: metadataColumns,
      } satisfies Table;
    });
  },
};

async function open(file: File): Promise<{ metadata: FileMetaData; columns: ParquetColumn[]; scan: ParquetScan }> {
  const edge = async (start: number): Promise<string> => new TextDecoder('latin1').decode(await file.slice(start, start + 4).arrayBuffer());
  const [first, last] = [await edge(0), await edge(Math.max(0, file.size - 4))];
  if (first === 'PARE')
    throw new InputError(
      `${file.name} is encrypted (it starts with PARE); a plain Parquet file starts with PAR1.`,
      'Write it without encryption.',
    );
  if (first !== 'PAR1')
    throw new InputError(
      `${file.name} starts with ${JSON.stringify(first)}; a Parquet file starts with "PAR1".`,
      'Choose a Parquet file, or rename the file to what it is.',
    );
  if (file.size < 12 || last !== 'PAR1')
    throw new InputError(
      `${file.name} is cut off: it ends with ${JSON.stringify(last)}; a whole Parquet file ends with "PAR1".`,
      'Copy or download the file again.',
    );
  const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() };
  const metadata = await parquetMetadataAsync(buffer);
  const columns = parquetColumns(metadata);
  return {
    metadata,
    columns,
    scan: await parquetScan({ file: buffer, metadata, compressors, columns: columns.map((column) => column.name) }),
  };
}

async function candidatesOf(columns: readonly ParquetColumn[], scan: ParquetScan, metadata: FileMetaData): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const column of columns) candidates.push(await describe(column, scan, metadata));
  return candidates;
}

/** By the first rows that hold something; the type is the schema's, but for text in which vectors are written. */
async function describe({ name, type }: ParquetColumn, scan: ParquetScan, metadata: FileMetaData): Promise<Candidate> {
  if (metadata.num_rows === 0n) return { name, type };
  for (const { rowStart, rowEnd } of scan.ranges) {
    const head = Array.from(await scan.readColumn({ column: name, rowStart, rowEnd: Math.min(rowEnd, rowStart + HEAD_ROWS) }) as ArrayLike<unknown>);
    if (head.every((cell) => cell === null || cell === undefined || (isList(cell) && cell.length === 0))) continue;
    if (type === 'text') return describeText(name, head.map(asText));
    const { type: seen, ...facts } = describeColumn(name, head);
    return seen === type ? { ...facts, type } : { name, type };
  }
  return type === 'list' ? { name, type, listLength: 0 } : { name, type };
}

function copyLists(
  file: File,
  column: string,
  lists: ArrayLike<unknown>,
  rows: Uint32Array,
  rowStart: number,
  data: Float32Array,
  at: number,
  dim: number,
): void {
  rows.forEach((row, i) => {
    const cell = lists[row - rowStart];
    const list = typeof cell === 'string' ? vectorOf(cell) : cell;
    const target = (at + i) * dim;
    if (!isList(list) || list.length === 0) data.fill(Number.NaN, target, target + dim);
    else if (list.length !== dim) throw unequalLists(file.name, `row ${count(row)} (counted from 0)`, column, list.length, dim);
    else for (let j = 0; j < dim; j++) data[target + j] = asNumber(list[j]);
  });
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
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function dtypeOf(columns: readonly ParquetColumn[], choices: DatasetChoices): string {
  const used = choices.vectorColumn === undefined ? (choices.columns ?? []) : [choices.vectorColumn];
  return [...new Set(columns.filter((column) => used.includes(column.name)).map((column) => column.dtype))].join(', ');
}

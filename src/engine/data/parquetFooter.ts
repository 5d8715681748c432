/** A Parquet file opened: its footer, checked against the bytes that are there. */
import { parquetMetadata, parquetSchema, type ColumnMetaData, type FileMetaData, type SchemaElement, type SchemaTree } from 'hyparquet';
import { InputError } from '../errors';
import { count } from './limits';
import { Damage, orDamage } from './parquetErrors';
import { recordEnd } from './parquetThrift';

/** Rows of one row group: they follow those of the group before. */
export interface ParquetGroup {
  readonly rowStart: number;
  readonly rows: number;
  /** By the path of the leaf in the schema, joined by points. */
  readonly chunks: ReadonlyMap<string, ColumnMetaData>;
}

export interface ParquetFile {
  readonly file: File;
  readonly rows: number;
  readonly schema: SchemaTree;
  readonly groups: readonly ParquetGroup[];
  /** Counts bytes that are unpacked. Throws Damage where they are out of all proportion to the file. */
  spend(bytes: number): void;
}

const MAGIC = 'PAR1';
const LARGEST_FOOTER = 256 << 20;
const DEEPEST_SCHEMA = 100;
/** Rows that no byte stands for, and rows for each byte: equal values take next to no place, but a few kilobytes do not hold billions of them. */
const FREE_ROWS = 4_000_000;
const ROWS_PER_BYTE = 256;
/** The same for unpacked bytes. */
const FREE_BYTES = 256 << 20;
const UNPACKED_PER_BYTE = 2000;

/** Throws InputError for what is no whole Parquet file, Damage for a footer that cannot be true. Format: https://parquet.apache.org/docs/file-format/ */
export async function openParquet(file: File): Promise<ParquetFile> {
  const metadata = await readFooter(file);
  const schema = parquetSchema(metadata);
  const rows = asSize(metadata.num_rows, 'number of rows');
  if (rows > FREE_ROWS + ROWS_PER_BYTE * file.size) throw new Damage(`it claims ${count(rows)} rows in ${count(file.size)} bytes`);
  let rowStart = 0;
  const groups = metadata.row_groups.map(({ num_rows, columns }): ParquetGroup => {
    const groupRows = asSize(num_rows, 'number of rows of a row group');
    const chunks = new Map(columns.flatMap(({ meta_data: chunk, file_path: path }) => {
      if (path) throw new InputError(`${file.name} is the index of columns that lie in other files ("${path.slice(0, 60)}").`, 'Choose the files that hold the columns, or write one file.');
      return chunk ? [[chunk.path_in_schema.join('.'), chunk] as const] : [];
    }));
    rowStart += groupRows;
    return { rowStart: rowStart - groupRows, rows: groupRows, chunks };
  });
  if (rowStart !== rows) throw new Damage(`its footer says ${count(rows)} rows, its row groups hold ${count(rowStart)}`);
  let spent = 0;
  return {
    file, rows, schema, groups,
    spend(bytes) {
      spent += bytes;
      if (spent > FREE_BYTES + UNPACKED_PER_BYTE * file.size) throw new Damage(`its ${count(file.size)} bytes unpack to more than ${count(Math.round(spent / 1e6))} MB`);
    },
  };
}

/** A count or a place as the file gives it, as a number. Throws Damage for one that is none. */
export function asSize(value: unknown, what: string): number {
  const size = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : NaN;
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new Damage(value === undefined ? `the ${what} is missing` : Number.isNaN(size) ? `the ${what} is not a number` : `the ${what} is ${String(size)}`);
}

async function readFooter(file: File): Promise<FileMetaData> {
  const edge = async (start: number): Promise<string> => new TextDecoder('latin1').decode(await file.slice(start, start + 4).arrayBuffer());
  const [first, last] = [await edge(0), await edge(Math.max(0, file.size - 4))];
  if (first === 'PARE') throw new InputError(`${file.name} is encrypted (it starts with PARE); a plain Parquet file starts with PAR1.`, 'Write it without encryption.');
  if (first !== MAGIC) throw new InputError(`${file.name} starts with ${JSON.stringify(first)}; a Parquet file starts with "PAR1".`, 'Choose a Parquet file, or give the file its right ending.');
  if (file.size < 12 || last !== MAGIC)
    throw new InputError(`${file.name} is cut off: it ends with ${JSON.stringify(last)}; a whole Parquet file ends with "PAR1".`, 'Copy or download the file again.');
  const length = new DataView(await file.slice(file.size - 8, file.size - 4).arrayBuffer()).getUint32(0, true);
  if (length > file.size - 12 || length > LARGEST_FOOTER) throw new Damage(`its footer claims ${count(length)} bytes, the file has ${count(file.size)}`);
  const bytes = new Uint8Array(await file.slice(file.size - 8 - length).arrayBuffer());
  recordEnd(bytes.subarray(0, length), 0);
  const metadata = orDamage('its footer lacks required fields', () => parquetMetadata(bytes, { geoparquet: false }));
  checkSchema(metadata.schema);
  return { ...metadata, schema: metadata.schema.map(withDecimal) };
}

/** Every element but the first is the child of one, and the tree is no deeper than people make it. */
function checkSchema(schema: readonly SchemaElement[]): void {
  const open: number[] = [1];
  for (const { name, num_children: children = 0, type } of schema) {
    while (open.at(-1) === 0) open.pop();
    if (open.length === 0 || open.length > DEEPEST_SCHEMA || typeof name !== 'string' || !(children >= 0 && children < schema.length) || (children > 0 && type))
      throw new Damage('the tree of its columns is damaged');
    open[open.length - 1]!--;
    if (children > 0) open.push(children);
  }
  if (open.some((left) => left !== 0) || schema.length < 2) throw new Damage('the tree of its columns is damaged or empty');
}

/** A decimal by its logical type alone, as newer writers leave it: the library scales by the older name. */
function withDecimal(element: SchemaElement): SchemaElement {
  const logical = element.logical_type;
  if (logical?.type !== 'DECIMAL' || element.converted_type) return element;
  return { ...element, converted_type: 'DECIMAL', scale: logical.scale, precision: logical.precision };
}

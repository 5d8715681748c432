/** What the columns of a Parquet schema are to us: numbers, text, lists of numbers, or nothing that can be used. */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { ColumnInfo } from '../records/data';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnInfo['type'];
  /** Of a number or of a list's elements, as NumPy names it; "text" otherwise. */
  readonly dtype: string;
}

/** The usable columns at the top level, in file order; structs, maps and lists of other things are left out. */
export function parquetColumns(schema: SchemaTree): ParquetColumn[] {
  return schema.children.flatMap((column) => {
    const usable = columnOf(column);
    return usable ? [{ name: column.element.name, ...usable }] : [];
  });
}

function columnOf({ element, children }: SchemaTree): Omit<ParquetColumn, 'name'> | null {
  if (children.length === 0) {
    if (!element.type) return null;
    const dtype = numberType(element);
    if (element.repetition_type === 'REPEATED') return dtype ? { type: 'list', dtype } : null;
    if (dtype) return { type: 'number', dtype };
    // Byte strings of fixed length are keys or hashes without a text form, but for UUIDs.
    return element.type === 'FIXED_LEN_BYTE_ARRAY' && element.logical_type?.type !== 'UUID' ? null : { type: 'text', dtype: 'text' };
  }
  // column (LIST) > repeated group > element: what Arrow, Spark and Polars write, fixed-size lists included.
  const group = children[0]!;
  if (element.converted_type !== 'LIST' || children.length !== 1 || group.element.repetition_type !== 'REPEATED') return null;
  const leaf = group.children.length === 0 ? group : group.children[0]!;
  const dtype = group.children.length <= 1 && leaf.children.length === 0 ? numberType(leaf.element) : null;
  return dtype ? { type: 'list', dtype } : null;
}

function numberType(element: SchemaElement): string | null {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'FLOAT16') return 'float16';
  if (type === 'FLOAT') return 'float32';
  if (type === 'DOUBLE') return 'float64';
  if (type === 'BOOLEAN') return 'bool';
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return 'decimal';
  if (type !== 'INT32' && type !== 'INT64') return null;
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? '' : 'u'}int${logical.bitWidth}`;
  const integer = /^(U?)INT_(\d+)$/.exec(converted ?? '');
  if (integer) return `${integer[1]!.toLowerCase()}int${integer[2]!}`;
  // Dates and times are numbers in the file only.
  return converted || (logical && logical.type !== 'NULL') ? null : type.toLowerCase();
}

/** The cells of one column at the top level of a Parquet file, batch by batch in the order of the rows. */
import type { DecodedArray, SchemaTree } from 'hyparquet';
import { assembleLists, assembleNested } from 'hyparquet/src/assemble.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { count } from './limits';
import { Damage, orDamage } from './parquetErrors';
import type { ParquetFile, ParquetGroup } from './parquetFooter';
import { parquetPages, type Leaf, type Page } from './parquetPages';

/** Text that is no JSON stays text. */
const PARSERS: typeof DEFAULT_PARSERS = {
  ...DEFAULT_PARSERS,
  jsonFromBytes: (bytes: Uint8Array) => {
    const text = new TextDecoder().decode(bytes);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
};

/**
 * Batches of cells; together the rows of the group, or less where the consumer has enough. Lists are arrays, missing cells null or undefined.
 * Throws Damage where the pages hold more or fewer rows than the group claims.
 */
export async function* parquetCells(parquet: ParquetFile, name: string, group: ParquetGroup): AsyncGenerator<ArrayLike<unknown>> {
  const column = parquet.schema.children.find(({ element }) => element.name === name);
  if (!column) throw new Damage(`it has no column "${name}"`);
  const leaves = leavesOf(column, [parquet.schema]);
  if (leaves.length === 1) {
    const path = leaves[0]!.at(-1)!.path.join('.');
    for await (const rows of leafRows(parquet, leaves[0]!, group, name)) yield nested(column, new Map([[path, rows]]));
    return;
  }
  const parts = new Map<string, DecodedArray>();
  for (const leaf of leaves) {
    const rows: unknown[] = [];
    for await (const batch of leafRows(parquet, leaf, group, name)) for (let i = 0; i < batch.length; i++) rows.push(batch[i]);
    parts.set(leaf.at(-1)!.path.join('.'), rows);
  }
  yield nested(column, parts);
}

/** Visits a column's cells in the drawn rows, each with its place in the draw and its row in the file; groups without one are not read. */
export async function eachCell(parquet: ParquetFile, name: string, rowIndex: Uint32Array, visit: (cell: unknown, at: number, row: number) => void): Promise<void> {
  let at = 0;
  for (const group of parquet.groups) {
    if (!(rowIndex[at]! < group.rowStart + group.rows)) continue;
    let start = group.rowStart;
    for await (const cells of parquetCells(parquet, name, group)) {
      const end = start + cells.length;
      for (; at < rowIndex.length && rowIndex[at]! < end; at++) visit(cells[rowIndex[at]! - start], at, rowIndex[at]!);
      start = end;
    }
  }
}

/** Structs, lists and maps from the rows of their leaves. */
function nested(column: SchemaTree, parts: Map<string, DecodedArray>): ArrayLike<unknown> {
  if (column.children.length === 0) return [...parts.values()][0]!;
  orDamage(`the parts of the column "${column.element.name}" do not fit together`, () => assembleNested(parts, column, PARSERS));
  return parts.get(column.path.join('.'))!;
}

/** Rows of one leaf, each with the lists around it. A row that may go on in the next page is held back. */
async function* leafRows(parquet: ParquetFile, path: SchemaTree[], group: ParquetGroup, name: string): AsyncGenerator<DecodedArray> {
  const chunk = group.chunks.get(path.at(-1)!.path.join('.'));
  if (!chunk) throw new Damage(`a row group lacks the column "${name}", or it is encrypted`);
  const leaf = levelsOf(path);
  const decoder = { ...chunk, element: leaf.element, schemaPath: path, pathInSchema: chunk.path_in_schema, parsers: PARSERS, file: parquet.file };
  const inType = (values: DecodedArray): DecodedArray =>
    orDamage(`the column "${name}" holds values that are not of its type`, () => convert(values, decoder as unknown as Parameters<typeof convert>[1]));
  let dictionary = null as { readonly raw: DecodedArray; readonly values: DecodedArray } | null;
  let held: unknown[] = [];
  let rows = 0;
  const counted = (batch: DecodedArray): DecodedArray => {
    rows += batch.length;
    if (rows > group.rows) throw unequal(name, rows, group, 'or more ');
    return batch;
  };
  for await (const page of parquetPages(parquet, chunk, leaf)) {
    if (page.dictionary && page.dictionary !== dictionary?.raw) dictionary = { raw: page.dictionary, values: inType(page.dictionary) };
    const values = page.dictionary ? lookedUp(page.values as Int32Array, dictionary!.values) : inType(page.values);
    if (leaf.maxRepetition === 0) {
      // Without a level every value is a row; with one, the nulls stand among them.
      const complete = page.definition.length === 0 || page.values.length === page.definition.length;
      yield counted(complete && path.length === 2 ? values : assembled([], page, values, path, leaf));
      continue;
    }
    checkLists(page, leaf, path, held.length > 0);
    if (page.repetition[0] === 0 && held.length > 0) {
      yield counted(held);
      held = [];
    }
    const output = assembled(held, page, values, path, leaf);
    held = [output[output.length - 1]];
    if (output.length > 1) yield counted(output.slice(0, -1));
  }
  if (held.length > 0) yield counted(held);
  if (rows !== group.rows) throw unequal(name, rows, group, '');
}

function assembled(output: unknown[], page: Page, values: DecodedArray, path: SchemaTree[], leaf: Leaf): DecodedArray {
  // The library takes no levels for "all present".
  const definition = leaf.maxDefinition === 0 ? [] : (page.definition as unknown as number[]);
  return assembleLists(output, definition, page.repetition as unknown as number[], values, path);
}

function lookedUp(places: Int32Array, dictionary: DecodedArray): DecodedArray {
  for (let i = 0; i < places.length; i++)
    if (!(places[i]! >= 0 && places[i]! < dictionary.length)) throw new Damage(`a page looks up place ${count(places[i]!)} of a dictionary of ${count(dictionary.length)} values`);
  if (dictionary instanceof Float32Array || dictionary instanceof Float64Array || dictionary instanceof Int32Array) {
    const out = new (dictionary.constructor as Float64ArrayConstructor)(places.length);
    for (let i = 0; i < places.length; i++) out[i] = dictionary[places[i]!]!;
    return out;
  }
  return Array.from(places, (place) => dictionary[place] as unknown);
}

/** A list goes on only in a row that has begun, and only where it has an entry. */
function checkLists({ repetition, definition }: Page, leaf: Leaf, path: SchemaTree[], begun: boolean): void {
  if (repetition[0] !== 0 && !begun) throw new Damage('a column begins within a row');
  const least = entryLevels(path);
  for (let i = 0; i < repetition.length; i++) {
    const level = repetition[i]!;
    if (level > 0 && (definition.length > 0 ? definition[i]! : leaf.maxDefinition) < least[level]!) throw new Damage('a list goes on after its end');
  }
}

/** By repetition level: how far an entry of that list is defined at least. */
function entryLevels(path: readonly SchemaTree[]): number[] {
  const levels = [0];
  let defined = 0;
  for (const { element } of path.slice(1)) {
    if (element.repetition_type !== 'REQUIRED') defined++;
    if (element.repetition_type === 'REPEATED') levels.push(defined);
  }
  return levels;
}

function levelsOf(path: readonly SchemaTree[]): Leaf {
  const types = path.slice(1).map(({ element }) => element.repetition_type);
  return {
    element: path.at(-1)!.element,
    maxDefinition: types.filter((type) => type !== 'REQUIRED').length,
    maxRepetition: types.filter((type) => type === 'REPEATED').length,
  };
}

function leavesOf(node: SchemaTree, above: readonly SchemaTree[]): SchemaTree[][] {
  const path = [...above, node];
  return node.children.length === 0 ? [path] : node.children.flatMap((child) => leavesOf(child, path));
}

function unequal(name: string, rows: number, group: ParquetGroup, more: string): Damage {
  return new Damage(`the footer says ${count(group.rows)} rows for a row group, its column "${name}" holds ${count(rows)} ${more}`.trim());
}

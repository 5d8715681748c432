/** What is asked of tables: a look at a file, a table to fit on, and new rows read as the table was. */
import { InputError, toProblem } from '../errors';
import type { TableInspection } from '../records/table';
import type { Column, Table } from './column';
import { listed } from './columns';
import { asNumbers, asType, missingColumn } from './tableCells';
import { examineTable, finite } from './tableExamine';
import { readOwn, withJoined, type TableFiles } from './tableFiles';

/** New rows, read as a table was. */
export interface FreshRows {
  readonly name: string;
  readonly rows: number;
  /** As the table's features, in their order and of their types. */
  readonly columns: Column[];
  /** [rows]; NaN where missing. Null where the file has no such column, or not of numbers. */
  readonly targets: Float64Array | null;
  /** What a person should know, in plain sentences. */
  readonly notes: string[];
}

/**
 * What the file holds, and what would be read from it with these choices. Never rejects for a bad file or choices that cannot be used: `problem` says what is wrong, and
 * the columns stay as far as they could be read, so that other choices can be made.
 */
export async function inspectTable(files: TableFiles): Promise<TableInspection> {
  const { inspection, refusal } = await examineTable(files);
  return refusal === undefined ? inspection : { ...inspection, problem: toProblem(refusal) };
}

/** The table with its features, target and parts. Throws InputError where `inspectTable` would tell of a problem. */
export async function loadTable(files: TableFiles): Promise<{ table: Table; inspection: TableInspection }> {
  const { inspection, table, refusal } = await examineTable(files);
  if (table) return { table, inspection };
  throw refusal;
}

/** What new rows are read like: features by name and type, and the target's name. */
export interface TableShape {
  readonly features: readonly Pick<Column, 'name' | 'type'>[];
  readonly target: Pick<Table['target'], 'name'>;
}

/**
 * Rows of another file with the table's features: types as there, labels as text, all rows whatever the choices' row sample is. Features that the file lacks are missing
 * throughout. `choices` are the table's, for the join where there is a second file.
 * @throws InputError where the file cannot be read, has none of the features, or text where the table has numbers.
 */
export async function readLike(files: TableFiles, table: TableShape): Promise<FreshRows> {
  const own = await readOwn(files, {});
  const { columns, rowIndex, notes } = files.joined ? await withJoined(own, files) : own;
  const { name } = files.file;
  const all = [...notes];
  const find = (wanted: string): Column | undefined => columns.find((column) => column.name === wanted);
  const absent = table.features.filter((feature) => !find(feature.name)).map((feature) => `"${feature.name}"`);
  if (absent.length === table.features.length)
    throw new InputError(`${name} has none of the ${absent.length} features that the predictor was trained with (${listed(absent)}).`, 'Choose a file with columns of the same names.');
  if (absent.length > 0) all.push(`${name} has no ${absent.length === 1 ? 'column' : 'columns'} ${listed(absent)}: missing in every row.`);
  const features = table.features.map((feature) => {
    const column = find(feature.name);
    return column ? finite(asType(column, feature.type, rowIndex), all) : missingColumn(feature.name, feature.type, rowIndex.length);
  });
  const target = find(table.target.name);
  let targets: Float64Array | null = null;
  try {
    if (target) targets = asNumbers(target, rowIndex).values;
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    all.push(`The true values are not used: ${thrown.message}`);
  }
  return { name, rows: rowIndex.length, columns: features, targets, notes: all };
}

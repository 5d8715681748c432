/** Which columns of a table are the vector, the ids and the metadata: guesses, and the check of what a person chose. */
import { InputError } from '../errors';
import type { ColumnInfo, DatasetChoices } from '../records';

export interface Candidate extends ColumnInfo {
  /** Text columns: no value seen so far came twice. */
  readonly distinct?: boolean;
}

const ID_NAMES = ['id', 'item_id', 'itemid', 'pid', 'asin', 'key', 'index', 'unnamed: 0'];

/**
 * Fills in what was not chosen: ids from a column with a usual name, else from a first column that ends in _id, else from the first text column
 * without repeats; metadata from the other text columns; the vector from the widest list column, else from all numeric columns that are left. An `idColumn` of '' means none.
 * Throws InputError for chosen columns that are not there or of the wrong type.
 */
export function completeChoices(name: string, columns: readonly Candidate[], choices: DatasetChoices): DatasetChoices {
  const idColumn = choices.idColumn ?? guessId(columns) ?? '';
  if (idColumn !== '') find(name, columns, idColumn, ['number', 'text']);
  const metadataColumns =
    choices.metadataColumns ?? columns.filter((column) => column.type === 'text' && column.name !== idColumn).map((column) => column.name);
  metadataColumns.forEach((column) => find(name, columns, column, ['number', 'text']));
  const completed = { ...choices, idColumn, metadataColumns };

  if (choices.vectorColumn !== undefined) {
    find(name, columns, choices.vectorColumn, ['list']);
    return { ...completed, columns: [] };
  }
  if (choices.columns !== undefined && choices.columns.length > 0) {
    choices.columns.forEach((column) => find(name, columns, column, ['number']));
    return completed;
  }
  const lists = columns.filter((column) => column.type === 'list');
  const widest = lists.reduce<ColumnInfo | undefined>(
    (best, list) => (best && (best.listLength ?? 0) >= (list.listLength ?? 0) ? best : list),
    undefined,
  );
  if (widest && choices.columns === undefined) return { ...completed, vectorColumn: widest.name, columns: [] };
  const numeric =
    choices.columns ??
    columns
      .filter((column) => column.type === 'number' && column.name !== idColumn && !metadataColumns.includes(column.name))
      .map((column) => column.name);
  return { ...completed, columns: numeric };
}

/** Throws InputError where completed choices name nothing that could be a vector. */
export function requireVector(name: string, columns: readonly ColumnInfo[], choices: DatasetChoices): void {
  if (choices.vectorColumn !== undefined || (choices.columns ?? []).length > 0) return;
  const seen = columns.map((column) => `"${column.name}" (${column.type}${column.name === choices.idColumn ? ', the ids' : ''})`);
  throw new InputError(
    `${name} has no numeric columns for the vector; it has ${listed(seen)}.`,
    'Choose at least one numeric column, or a file that holds one.',
  );
}

/** A name that says "this is the id", whatever the values are. */
export function isIdName(name: string): boolean {
  return ID_NAMES.includes(name.toLowerCase());
}

function guessId(columns: readonly Candidate[]): string | undefined {
  const usual = columns.find((column) => column.type !== 'list' && isIdName(column.name));
  if (usual) return usual.name;
  // "user_id", "customer_id": in front they number the rows, further back they may be anything.
  if (columns[0] && columns[0].type !== 'list' && /_id$/i.test(columns[0].name)) return columns[0].name;
  return columns.find((column) => column.type === 'text' && column.distinct)?.name;
}

function find(name: string, columns: readonly ColumnInfo[], wanted: string, types: readonly ColumnInfo['type'][]): void {
  const column = columns.find((candidate) => candidate.name === wanted);
  if (!column)
    throw new InputError(
      `${name} has no column "${wanted}"; it has ${listed(columns.map((candidate) => `"${candidate.name}"`))}.`,
      'Choose columns that the file has.',
    );
  if (types.includes(column.type)) return;
  const holds = column.type === 'text' ? 'text' : column.type === 'list' ? 'lists' : 'single numbers';
  throw new InputError(`${name}: the column "${wanted}" holds ${holds}; ${types.join(' or ')} was wanted.`, 'Choose another column.');
}

/** The first ten, and how many more. */
export function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.slice(0, 10).join(', ') + (items.length > 10 ? ` and ${items.length - 10} more` : '');
}

/** Which columns of a table are the vector, the ids and the metadata: guesses, and the check of what a person chose. */
import { InputError } from '../errors';
import type { ColumnInfo, ColumnRemark, DatasetChoices } from '../records/data';
import type { Candidate } from './columnFacts';
import { guessRoles } from './columnRoles';
import { namesCounter, namesId } from './tableNames';

const ID_NAMES = ['id', 'item_id', 'itemid', 'pid', 'asin', 'key', 'index', 'unnamed: 0'];
/** Different values up to which a column left out of the vector is worth keeping as labels. */
const MOST_LABELS = 50;

/** Choices completed by guesses, and what a person should know of the guess. */
export interface Completed {
  readonly choices: DatasetChoices;
  /** Numeric columns that the guess keeps out of the vector, and why. */
  readonly leftOut: readonly ColumnRemark[];
  /** Columns in the vector that look unlike the others. */
  readonly odd: readonly ColumnRemark[];
}

/**
 * Fills in what was not chosen: ids from a column with a usual name, else from one named as ids or of text whose values do not repeat; metadata from the other text columns and
 * from labels left out of the vector; the vector from the best list column (fractions before whole numbers, equal lengths before unequal, longer before shorter), else
 * from the numeric columns that `guessRoles` takes for dimensions. An `idColumn` of '' means none. `named`: the names stand in the file.
 * Throws InputError for chosen columns that are not there or of the wrong type.
 */
export function completeChoices(name: string, columns: readonly Candidate[], choices: DatasetChoices, named = true): Completed {
  const roles = guessRoles(columns, named);
  const outside = new Set(roles.leftOut.map((left) => left.name));
  const isLeftOut = (column: string): boolean => outside.has(column);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const find = (wanted: string, types: readonly ColumnInfo['type'][]): void => checkColumn(name, columns, byName.get(wanted), wanted, types);
  const idColumn = choices.idColumn ?? guessId(columns, isLeftOut) ?? '';
  if (idColumn !== '') find(idColumn, ['number', 'text']);
  const metadataColumns = choices.metadataColumns ?? columns.filter((column) => column.name !== idColumn && (column.type === 'text' || (isLeftOut(column.name) && isLabel(column)))).map((column) => column.name);
  metadataColumns.forEach((column) => find(column, ['number', 'text']));
  const completed = { ...choices, idColumn, metadataColumns };
  const leftOut = roles.leftOut.filter((left) => left.name !== idColumn);
  const withRemarks = (all: DatasetChoices): Completed => ({ choices: all, leftOut, odd: roles.odd.filter((odd) => odd.name !== idColumn) });

  if (choices.vectorColumn !== undefined) {
    find(choices.vectorColumn, ['list']);
    return { choices: { ...completed, columns: [] }, leftOut: [], odd: [] };
  }
  if (choices.columns !== undefined && choices.columns.length > 0) {
    choices.columns.forEach((column) => find(column, ['number']));
    return withRemarks(completed);
  }
  // Vectors printed in short are what was meant; other columns would stand in for them without a word.
  if (choices.columns === undefined && columns.some((column) => column.abbreviated)) return withRemarks({ ...completed, columns: [] });
  const lists = columns.filter((column) => column.type === 'list').sort((a, b) => listWorth(b) - listWorth(a));
  if (lists[0] && choices.columns === undefined) return { choices: { ...completed, vectorColumn: lists[0].name, columns: [] }, leftOut: [], odd: [] };
  // Metadata by a person's choice is no dimension; what the guess itself set aside is none either.
  const beside = new Set(metadataColumns);
  const numeric = choices.columns ?? roles.dimensions.filter((column) => column !== idColumn && !beside.has(column));
  return withRemarks({ ...completed, columns: numeric });
}

/** Fractions weigh most, then equal lengths, then the length. */
function listWorth({ lists, listLength = 0 }: Candidate): number {
  return (lists?.fractions ? 4e9 : 0) + (lists?.even ? 2e9 : 0) + listLength;
}

function isLabel({ numbers }: Candidate): boolean {
  return numbers !== undefined && numbers.distinct <= MOST_LABELS && 2 * numbers.distinct <= numbers.count;
}

/** Throws InputError where completed choices name nothing that could be a vector. */
export function requireVector(name: string, columns: readonly Candidate[], choices: DatasetChoices): void {
  if (choices.vectorColumn !== undefined || (choices.columns ?? []).length > 0) return;
  const short = columns.find((column) => column.abbreviated);
  if (short)
    throw new InputError(
      `${name}: the column "${short.name}" holds vectors printed in short, with "..." in place of most numbers; those numbers are not in the file.`,
      'Save the vectors themselves: numpy.save(path, numpy.stack(frame[column])), frame.to_parquet(path), or lists instead of arrays in the cells.',
    );
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

function guessId(columns: readonly Candidate[], isLeftOut: (column: string) => boolean): string | undefined {
  const single = columns.filter((column) => column.type !== 'list');
  const usual = single.filter((column) => isIdName(column.name));
  // A counter that a data frame wrote is the last choice: the file may hold ids of its own.
  const found =
    usual.find((column) => column.distinct && !namesCounter(column.name)) ?? single.find((column) => column.distinct && namesId(column.name)) ??
    single.find((column) => column.type === 'text' && column.distinct) ?? single.find((column) => column.distinct && column.numbers?.whole && isLeftOut(column.name)) ?? usual[0];
  return found?.name;
}

function checkColumn(name: string, columns: readonly ColumnInfo[], column: ColumnInfo | undefined, wanted: string, types: readonly ColumnInfo['type'][]): void {
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

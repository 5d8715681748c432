/** Which columns of a file hold codes and which one ids, as chosen or as they look, and the codes of each row. */
import { InputError } from '../../errors';
import type { CodesChoices } from '../../records/codes';
import type { Column } from '../column';
import { count } from '../limits';
import { factsOf } from '../log/facts';
import { cellText, isMissing, rowsOf } from '../tableCells';
import { columnNamed } from '../tableJoin';
import { namesCounter, namesId, namesRow, nameWords } from '../tableNames';
import { MOST_LEVELS } from './readCells';
import { tokensOf, type Token } from './tokens';

/** Rows that a guess looks at. */
const ROWS_LOOKED_AT = 2000;
const CODE_NAMES = /^(codes?|sids?|semantic|semanticids?|tokens?|levels?|cb|codebooks?|cluster|clusters|index|indices|digit|digits)\d*$/;

export interface ChosenColumns {
  readonly id: Column | null;
  /** One that holds all codes, or one a level. */
  readonly codes: readonly Column[];
  readonly choices: CodesChoices;
  /** In words. */
  readonly form: string;
}

/** @throws InputError for a column that is not there, and where no column looks like codes */
export function chooseColumns(name: string, columns: readonly Column[], choices: CodesChoices): ChosenColumns {
  const chosen = choices.columns?.map((each) => columnNamed(columns, each, name));
  const given = choices.idColumn === undefined ? undefined : choices.idColumn === '' ? null : columnNamed(columns, choices.idColumn, name);
  const free = columns.filter((column) => column !== given);
  const codes = chosen && chosen.length > 0 ? chosen : guessCodes(free);
  if (codes.length === 0) {
    throw new InputError(
      `${name} has no column that looks like codes; it has ${columns.slice(0, 12).map((column) => `"${column.name}"`).join(', ')}.`,
      'Choose the columns: one with all codes of an item, such as "12-3-7" or "<a_12><b_3><c_7>", or one column of whole numbers for each level.',
    );
  }
  if (codes.length > MOST_LEVELS) throw new InputError(`${name} has ${count(codes.length)} columns of codes; an ID has ${MOST_LEVELS} levels at most.`, 'These seem to be vectors: read the file as vectors, or choose the columns of the levels.');
  const id = given === undefined ? guessId(columns.filter((column) => !codes.includes(column))) : given;
  const [first] = codes;
  const form = codes.length > 1 ? `a column for each level, "${first!.name}" to "${codes.at(-1)!.name}"` : `the column "${first!.name}", all of an item in one cell`;
  return { id, codes, choices: { ...choices, idColumn: id?.name ?? '', columns: codes.map((column) => column.name) }, form };
}

/** The codes of each row, level by level. The answer is for reading alone. @throws InputError naming row and text where a cell is no code */
export function rowTokens(name: string, columns: readonly Column[]): (row: number) => readonly Token[] {
  const parts = columns.map((column) => cellTokens(name, column));
  return parts.length === 1 ? parts[0]! : (row) => parts.flatMap((part) => part(row));
}

function cellTokens(name: string, column: Column): (row: number) => readonly Token[] {
  const refuse = (row: number, text: string) => new InputError(`${name}: row ${count(row)} (counted from 0) holds ${JSON.stringify(text.slice(0, 40))} in the column "${column.name}"; a code was wanted.`, 'Codes are whole numbers, plain (12) or as tokens ("<a_12>"). Correct the value, or choose other columns.');
  const known: (readonly Token[] | undefined)[] = [];
  const ofLabel = (label: number, labels: readonly string[], row: number): readonly Token[] => {
    const found = (known[label] ??= tokensOf(labels[label]!) ?? undefined);
    if (!found) throw refuse(row, labels[label]!);
    return found;
  };
  if (column.type === 'category') return (row) => (column.codes[row]! < 0 ? [] : ofLabel(column.codes[row]!, column.labels, row));
  if (column.type === 'list') return (row) => Array.from(column.codes.subarray(column.offsets[row], column.offsets[row + 1])).flatMap((label) => ofLabel(label, column.labels, row));
  return (row) => {
    const code = column.values[row]!;
    if (code !== code) return [];
    if (!Number.isSafeInteger(code)) throw refuse(row, String(code));
    return [{ prefix: '', code }];
  };
}

/** How a column looks: the number of codes in a cell, the same throughout; 0: it holds no codes. */
export interface CodesLook {
  readonly codes: number;
  /** Tokens have letters. */
  readonly lettered: boolean;
  readonly named: boolean;
}

export function lookOf(column: Column): CodesLook {
  const rows = Math.min(ROWS_LOOKED_AT, rowsOf(column));
  const named = nameWords(column.name).some((word) => CODE_NAMES.test(word));
  let [codes, lettered] = [0, false];
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    const tokens = cellLook(column, row);
    if (!tokens) return { codes: 0, lettered: false, named };
    codes = Math.max(codes, tokens.length);
    lettered ||= tokens[0]?.prefix !== undefined && tokens[0].prefix !== '' && /[<[_]/.test(cellText(column, row));
  }
  return { codes, lettered, named };
}

/** Null where the cell holds no codes. */
function cellLook(column: Column, row: number): readonly Token[] | null {
  if (column.type === 'number') return Number.isSafeInteger(column.values[row]!) ? [{ prefix: '', code: column.values[row]! }] : null;
  if (column.type === 'category') return tokensOf(column.labels[column.codes[row]!]!);
  const entries = Array.from(column.codes.subarray(column.offsets[row], column.offsets[row + 1]), (label) => tokensOf(column.labels[label]!));
  return entries.some((entry) => entry === null) ? null : entries.flatMap((entry) => entry!);
}

/** One column that holds whole IDs: tokens with letters, then by its name, then lists. Else columns that go on from one to the next, else all columns of whole numbers. */
function guessCodes(columns: readonly Column[]): readonly Column[] {
  const looks = new Map(columns.map((column) => [column, lookOf(column)]));
  const worth = (column: Column): number => {
    const { codes, lettered, named } = looks.get(column)!;
    const date = !named && column.type === 'category' && factsOf(column).unit !== null;
    return codes < 2 || date ? 0 : lettered ? 4 : named ? 3 : column.type === 'list' ? 2 : 1;
  };
  const single = columns.reduce<Column | null>((best, column) => (worth(column) > (best ? worth(best) : 0) ? column : best), null);
  if (single && worth(single) > 1) return [single];
  const ones = columns.filter((column) => looks.get(column)!.codes === 1 && (column.type === 'number' || looks.get(column)!.lettered));
  const family = largestFamily(ones);
  if (family.length > 1) return family;
  if (single) return [single];
  const idLess = ones.filter((column) => !isIdName(column.name) && !(ones.length > 2 && column === ones[0] && factsOf(column).distinct === rowsOf(column)));
  const lists = columns.filter((column) => looks.get(column)!.codes === 1 && column.type === 'list');
  return idLess.length > 0 ? idLess : lists.slice(0, 1);
}

/** Columns whose names differ in a number at their end alone, in the order of that number: "code_1", "code_2". Those of files without names are no family. */
export function largestFamily(columns: readonly Column[]): readonly Column[] {
  const families = new Map<string, { column: Column; number: number }[]>();
  for (const column of columns) {
    const [, stem, number] = /^(.*?)(\d+)$/.exec(column.name) ?? [];
    if (stem !== undefined && stem !== 'column ') families.set(stem, [...(families.get(stem) ?? []), { column, number: Number(number) }]);
  }
  const largest = [...families.values()].reduce((best, each) => (each.length > best.length ? each : best), []);
  return largest.sort((a, b) => a.number - b.number).map(({ column }) => column);
}

function isIdName(name: string): boolean {
  return namesId(name) || namesRow(name) || namesCounter(name) || /^(item|asin|sku|key)$/i.test(name);
}

/** By its name, else the first column in which no two rows are alike. */
function guessId(columns: readonly Column[]): Column | null {
  const able = columns.filter((column) => column.type !== 'list' && factsOf(column).idLike);
  return able.find(({ name }) => isIdName(name)) ?? able.find((column) => factsOf(column).distinct === rowsOf(column)) ?? null;
}

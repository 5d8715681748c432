/** Whether a file's columns look like codes of items: surely, or only as well as like something else. */
import type { Column } from '../column';
import { cellText, rowsOf } from '../tableCells';
import { lookOf, largestFamily } from './columns';

/** More columns of whole numbers are rather features. */
const MOST_COLUMNS = 12;
/** Longer lists are rather histories. */
const MOST_IN_LIST = 16;

export interface CodesGuess {
  readonly reason: string;
  /** False: it could be codes, and is more likely something else. */
  readonly sure: boolean;
}

export function guessCodes(columns: readonly Column[]): CodesGuess | null {
  const looks = columns.map((column) => ({ column, ...lookOf(column) }));
  const lettered = looks.find((look) => look.lettered && (look.codes > 1 || looks.filter((each) => each.lettered).length > 1));
  if (lettered) return { reason: `"${lettered.column.name}" holds tokens such as ${example(lettered.column)}`, sure: true };
  const whole = looks.find(({ codes, named, column }) => named && codes > 1 && codes <= MOST_IN_LIST && isEven(column));
  if (whole) return { reason: `"${whole.column.name}" holds lists of codes such as ${example(whole.column)}`, sure: true };
  const family = largestFamily(looks.filter(({ column, codes, named }) => named && codes === 1 && column.type === 'number').map(({ column }) => column));
  if (family.length > 1 && family.length <= MOST_COLUMNS && family.every(fromZero)) return { reason: `whole numbers in "${family[0]!.name}" to "${family.at(-1)!.name}"`, sure: true };
  const lists = looks.find(({ column, codes }) => codes > 1 && codes <= MOST_IN_LIST && column.type === 'list' && isEven(column));
  if (lists) return { reason: `"${lists.column.name}" holds ${lists.codes} whole numbers for each row`, sure: false };
  const plain = looks.filter(({ column, codes }) => codes === 1 && column.type === 'number' && fromZero(column));
  return plain.length > 1 && plain.length <= MOST_COLUMNS && columns.length - plain.length <= 1 ? { reason: `${plain.length} columns of whole numbers`, sure: false } : null;
}

function example(column: Column): string {
  return column.type === 'list' && !cellText(column, 0).includes('<') ? cellText(column, 0).split('|').join('-') : cellText(column, 0).replaceAll('|', '').slice(0, 40);
}

/** As many entries in every row. */
function isEven(column: Column): boolean {
  if (column.type !== 'list') return true;
  const { offsets } = column;
  return rowsOf(column) > 0 && offsets.every((start, row) => row === 0 || start - offsets[row - 1]! === offsets[1]! - offsets[0]!);
}

function fromZero(column: Column): boolean {
  return column.type === 'number' && column.values.every((value) => value !== value || (Number.isInteger(value) && value >= 0 && value < 1 << 20));
}

/** Numbers with a comma before decimals, as spreadsheets of much of the world write them. */
import { textNumber } from './textNumber';

const WITH_COMMA = /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i;
const WITH_POINT = /^\s*[+-]?\d*\.\d+(e[+-]?\d+)?\s*$/i;

/**
 * Which columns are written so, by rows of the file: those where every cell is a number or missing, and some have a comma. None where commas part the columns or a
 * point stands before decimals anywhere, since then "1,5" is no number.
 */
export function commaColumns(rows: readonly (readonly string[])[], delimiter: string, columns: number): boolean[] {
  const possible = delimiter !== ',' && !rows.some((row) => row.some((cell) => WITH_POINT.test(cell)));
  return Array.from({ length: columns }, (_, j) => possible && rows.some((row) => WITH_COMMA.test(row[j] ?? '')) && rows.every((row) => textNumber(withPoint(row[j] ?? '')) !== null));
}

/** "1,5" as "1.5"; anything else as it is. */
export function withPoint(cell: string): string {
  return WITH_COMMA.test(cell) ? cell.replace(',', '.') : cell;
}

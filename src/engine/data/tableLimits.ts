/** How large a table may be, checked while it is read. */
import { InputError } from '../errors';
import { count, MAX_BYTES } from './limits';

/** A table is made of named columns; thousands of them are a matrix. */
export const MOST_COLUMNS = 1000;

/** Throws InputError where there is nothing to read or more than fits. `rows`: those in use. */
export function checkTable(name: string, rows: number, columns: number): void {
  if (columns === 0) throw new InputError(`${name} has no columns.`, 'Choose a table with a column for each feature and one for the value to predict.');
  if (columns > MOST_COLUMNS)
    throw new InputError(`${name} has ${count(columns)} columns; a table of at most ${count(MOST_COLUMNS)} can be read.`, 'Keep the columns that matter, or put many numbers into fewer components first (PCA).');
  if (rows === 0) throw new InputError(`${name} has no rows.`, 'Choose a table with one row for each case.');
  const bytes = rows * columns * 8;
  if (bytes <= MAX_BYTES) return;
  throw new InputError(
    `${name}: ${count(rows)} rows of ${count(columns)} columns take more than ${MAX_BYTES / 1e9} GB.`,
    `Draw a row sample of at most ${count(Math.floor(MAX_BYTES / 8 / columns))} rows.`,
  );
}

/** "1 row", "1,234 rows". */
export function inRows(rows: number): string {
  return `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

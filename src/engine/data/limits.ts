/** How large a matrix may be, checked before anything is allocated. */
import { InputError } from '../errors';

/** Beyond this a matrix is most likely transposed, and no quantizer here is meant for it. */
export const MAX_COLUMNS = 65_536;
/** float32 bytes of the rows in use: what a tab can hold beside the training's own copies. */
export const MAX_BYTES = 1_500_000_000;

/** Throws InputError where there is nothing to read or more than fits. `rows`: those in use after the row sample. */
export function checkSize(name: string, fileRows: number, rows: number, dim: number): void {
  if (dim === 0)
    throw new InputError(
      `${name} has no columns: there are no numbers to quantize.`,
      'Choose a file with one row per item and at least one number per row.',
    );
  if (fileRows === 0) throw new InputError(`${name} has no rows; at least one is needed.`, 'Choose a file with one row per item.');
  checkColumns(name, dim);
  const bytes = rows * dim * 4;
  if (bytes > MAX_BYTES) {
    throw new InputError(
      `${name}: ${count(rows)} rows of ${count(dim)} columns take ${(bytes / 1e9).toFixed(2)} GB as float32; at most ${MAX_BYTES / 1e9} GB fit.`,
      `Draw a row sample of at most ${count(Math.floor(MAX_BYTES / 4 / dim))} rows.`,
    );
  }
}

/** The column limit alone, where the rows are not known yet. */
export function checkColumns(name: string, dim: number): void {
  if (dim <= MAX_COLUMNS) return;
  throw new InputError(
    `${name} has ${count(dim)} columns; at most ${count(MAX_COLUMNS)} can be used.`,
    'Rows must be items and columns dimensions: is the matrix transposed? Otherwise reduce the dimension first, for example by PCA.',
  );
}

/** 1234567 as "1,234,567". */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

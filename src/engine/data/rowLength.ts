/** An array of one axis: a column of single numbers, or a matrix written row after row without its shape. */
import { InputError } from '../errors';
import type { DatasetChoices } from '../records/data';
import { count, MAX_COLUMNS } from './limits';

/** From this length on a person is asked: few have one number an item, and many saved array.ravel() or array.tofile(). */
const ASK_FROM = 1000;
/** Lengths that models give their vectors, offered before other divisors. */
const USUAL = [768, 384, 1024, 512, 256, 128, 64, 300, 200, 100, 1536, 3072, 2048, 4096, 32, 96, 192, 50, 16, 8];
const MOST_OFFERED = 12;

/** Numbers a row: as chosen, or 1 where the array is short. Throws InputError for a long array without a choice. */
export function rowLengthOf(length: number, name: string, { rowLength }: DatasetChoices): number {
  if (rowLength !== undefined && rowLength > 0) return rowLength;
  const lengths = rowLengths(length);
  if (length < ASK_FROM || lengths.length === 0) return 1;
  throw new InputError(
    `${name} has one axis of ${count(length)} numbers; the file does not say whether they are a matrix that lost its shape, or one number per item.`,
    `Choose how many numbers a row has (the length divides by ${lengths.slice(0, 6).join(', ')}), or 1 for one number per item; array.reshape(len(array), -1) before numpy.save keeps the shape.`,
  );
}

/** Rows of an array of one axis. Throws InputError where the length leaves a part of a row. */
export function rowsOf(length: number, rowLength: number, name: string): number {
  if (length % rowLength === 0) return length / rowLength;
  const near = rowLengths(length);
  throw new InputError(
    `${name} has ${count(length)} numbers; rows of ${count(rowLength)} would leave ${count(length % rowLength)} over.`,
    near.length > 0 ? `Choose one of ${near.join(', ')}.` : 'Choose 1: no other number of columns fits.',
  );
}

/** Divisors that leave at least two rows: the usual lengths of vectors first, then the others, ascending. */
export function rowLengths(length: number): number[] {
  const fits = (divisor: number): boolean => divisor > 1 && divisor <= MAX_COLUMNS && length % divisor === 0 && length / divisor >= 2;
  const others = Array.from({ length: Math.min(MAX_COLUMNS, length >> 1) }, (_, i) => i + 1).filter((divisor) => fits(divisor) && !USUAL.includes(divisor));
  return [...USUAL.filter(fits), ...others].slice(0, MOST_OFFERED);
}

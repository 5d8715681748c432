/** Which rows of a file are used: all, or a seeded sample without replacement. */
import { InputError } from '../errors';
import { Random } from '../math/random';
import type { DatasetChoices } from '../records/data';

/**
 * 0-based row numbers, ascending: all of them where `sampleRows` is 0, absent or not smaller than the file.
 * Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S): every subset of the size is equally likely,
 * and neither a permutation nor a sort is needed.
 */
export function drawRows(fileRows: number, choices: DatasetChoices): Uint32Array {
  const wanted = sampleSize(choices);
  if (wanted === 0 || wanted >= fileRows) return Uint32Array.from({ length: fileRows }, (_, row) => row);
  const random = new Random(choices.sampleSeed ?? 0).split('row sample');
  const rows = new Uint32Array(wanted);
  for (let row = 0, drawn = 0; drawn < wanted; row++) {
    if ((fileRows - row) * random.uniform() < wanted - drawn) rows[drawn++] = row;
  }
  return rows;
}

/** How many rows `drawRows` would give, without drawing them. */
export function sampledCount(fileRows: number, choices: DatasetChoices): number {
  const wanted = sampleSize(choices);
  return wanted === 0 ? fileRows : Math.min(wanted, fileRows);
}

/** Index of the first entry of the ascending `rows` that is not below `row`. */
export function lowerBound(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sampleSize(choices: DatasetChoices): number {
  const wanted = choices.sampleRows ?? 0;
  if (Number.isInteger(wanted) && wanted >= 0) return wanted;
  throw new InputError(
    `The row sample is ${wanted}; it must be a whole number of rows, or 0 for all.`,
    'Write a whole number, such as 5000, or 0.',
  );
}

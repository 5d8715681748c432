/** Codes per level: one number for all levels, or one a level. */
import { InputError } from '../errors';
import type { Params } from '../records';

/** The list K_0 .. K_{L-1}. Throws InputError where list and number of levels disagree or a level has more codes than there are rows. */
export function numCodesPerLevel(params: Params, rows: number): number[] {
  const numLevels = params.numLevels as number;
  const given = params.numCodes as readonly number[];
  if (given.length !== 1 && given.length !== numLevels) {
    throw new InputError(
      `Codes per level lists ${given.length} numbers (${given.join(', ')}) for ${numLevels} levels.`,
      `Give one number for all levels, or ${numLevels} numbers.`,
    );
  }
  const numCodes = Array.from({ length: numLevels }, (_, level) => given[given.length === 1 ? 0 : level]!);
  const largest = Math.max(...numCodes);
  if (largest > rows) {
    throw new InputError(
      `${largest} codes were asked for, but there are only ${rows} rows: most codes could never be used.`,
      `Set codes per level to ${rows} or fewer, or use more rows.`,
    );
  }
  return numCodes;
}

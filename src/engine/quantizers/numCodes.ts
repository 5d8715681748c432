/** Codes per level: one number for all levels, or one a level. */
import { InputError } from '../errors';
import type { Params } from '../records/params';

/** The list K_0 .. K_{L-1} of checked parameters. Throws InputError where a level has more codes than there are rows. */
export function numCodesPerLevel(params: Params, rows: number): number[] {
  const numLevels = params.numLevels as number;
  const given = params.numCodes as readonly number[];
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

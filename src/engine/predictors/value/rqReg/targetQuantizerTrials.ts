/** What other numbers of levels and codes would leave of a target: quick to count, since nothing is predicted. */
import type { Random } from '../../../math/random';
import type { LevelsAndCodes } from '../../../records/predict';
import { fitTargetQuantizer, type TargetQuantizerOptions } from './targetQuantizer';
import { targetQuantization } from './targetQuantizerRecord';

const NUM_CODES = [4, 8, 16, 32, 64, 128];
const LEVELS = 4;
/** Rows drawn where there are more: enough for means, and a fifth of a second in all. */
const MOST_ROWS = 5000;

/** Fits the codes anew for each number of codes, otherwise by `options`, on training targets [n]. */
export function tryLevelsAndCodes(targets: ArrayLike<number>, options: Omit<TargetQuantizerOptions, 'numCodes'>, random: Random): LevelsAndCodes {
  const drawn = targets.length > MOST_ROWS ? Float64Array.from(random.choose(targets.length, MOST_ROWS), (row) => targets[row]!) : targets;
  const errorsOf = (count: number): readonly number[] => {
    const quantizer = fitTargetQuantizer(drawn, { ...options, numCodes: Array<number>(LEVELS).fill(count) }, random.split(`${count} codes`));
    return targetQuantization(quantizer, drawn).errors.slice(1);
  };
  return { numCodes: NUM_CODES, errors: NUM_CODES.map(errorsOf), rows: drawn.length };
}

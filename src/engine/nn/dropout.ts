/** Dropout as data: what numbers are multiplied by. */
import type { Random } from '../math/random';

/** `length` numbers: 0 with the chance `rate`, else 1 / (1 - rate). */
export function dropoutMask(length: number, rate: number, random: Random): Float32Array {
  const kept = 1 / (1 - rate);
  return Float32Array.from({ length }, () => (random.uniform() < rate ? 0 : kept));
}

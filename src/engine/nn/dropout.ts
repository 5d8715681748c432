/** Dropout as data: what numbers are multiplied by. */
import type { Random } from '../math/random';

/** `length` numbers: 0 with the chance `rate`, to 1 / 65536, else 1 / (1 - rate). Two of them from each draw of 32 bits: a step wants tens of thousands. */
export function dropoutMask(length: number, rate: number, random: Random): Float32Array {
  const [bar, kept] = [Math.round(rate * 65536), 1 / (1 - rate)];
  const mask = new Float32Array(length);
  for (let i = 0; i < length; i += 2) {
    const bits = random.bits();
    mask[i] = (bits & 0xffff) < bar ? 0 : kept;
    if (i + 1 < length) mask[i + 1] = bits >>> 16 < bar ? 0 : kept;
  }
  return mask;
}

/** Seeded arrays for tests. */
import { Random } from '../math/random';

/** `length` normal numbers around `offset`, rounded to float32 so that every backend reads the same. */
export function normals(length: number, seed: number, offset = 0, scale = 1): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => offset + scale * random.normal());
}

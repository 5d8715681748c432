/** What fits a thread's scratch memory: wider shapes take the plain form. */

/** Bytes of a thread's scratch memory. */
export const SCRATCH_BYTES = 1 << 20;

/** Whether products with any of these lengths between the operands, and searches among so many codes, fit. */
export function fitsScratch(lengths: readonly number[], numCodes: readonly number[] = []): boolean {
  const longest = Math.max(...lengths);
  return longest * 64 <= SCRATCH_BYTES && numCodes.every((k) => fitsSearch(longest, k));
}

/** Whether a search among K codes of width dim fits. */
export function fitsSearch(dim: number, numCodes: number): boolean {
  return (dim + numCodes + 8) * 16 <= SCRATCH_BYTES;
}

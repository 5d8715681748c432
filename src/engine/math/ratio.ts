/** Shares of a total that may be zero. */

/** part / total; where the total is 0: 0 for a part of 0, else undefined (NaN). A missing part is NaN. */
export function ratioToTotal(part: number | undefined, total: number): number {
  if (part === undefined) return NaN;
  if (total === 0) return part === 0 ? 0 : NaN;
  return part / total;
}

/** Shares of a total that may be zero. */

/** part / total; undefined (NaN) where the total is 0, whatever the part, and where the part is missing. */
export function ratioToTotal(part: number | undefined, total: number): number {
  return part === undefined || total === 0 ? NaN : part / total;
}

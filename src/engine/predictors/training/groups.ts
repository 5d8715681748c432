/** Rows in groups of about equal size, for what is shown of predictions: by prediction, by target, by length of history. */

/** Up to `count` groups of neighbouring rows of an order; a group goes on for as long as the next row belongs `together` with its last. */
export function equalGroups(order: ArrayLike<number>, count: number, together: (a: number, b: number) => boolean = () => false): number[][] {
  const groups: number[][] = [];
  let start = 0;
  for (let group = 0; group < count && start < order.length; group++) {
    let end = Math.max(start + 1, Math.round(((group + 1) * order.length) / count));
    while (end < order.length && together(order[end - 1]!, order[end]!)) end++;
    groups.push(Array.from({ length: end - start }, (_, i) => order[start + i]!));
    start = end;
  }
  return groups;
}

/** NaN for no rows. */
export function meanOf(rows: readonly number[], value: (row: number) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
}

/** `count` of n row numbers at even distances; all where there are fewer. */
export function evenly(n: number, count: number): number[] {
  return Array.from({ length: Math.min(n, count) }, (_, i) => Math.floor((i * n) / Math.min(n, count)));
}

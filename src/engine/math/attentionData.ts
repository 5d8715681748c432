/** What attention is told beside its numbers: how rows form groups, and which keys a query sees. */

export interface AttentionData {
  /** Groups (users, sequences), rows of queries and of keys in each. */
  readonly groups: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  /** [groups, queries, keys]: 1 where the query sees the key, else 0. A query that sees none gets zeros. */
  readonly mask: Uint8Array;
}

/** [G, T, T] for groups of these lengths: row t sees rows 0 .. t; rows from the length on see nothing and are seen by none. */
export function causalMask(lengths: ArrayLike<number>, rows: number): Uint8Array {
  const mask = new Uint8Array(lengths.length * rows * rows);
  for (let group = 0; group < lengths.length; group++) {
    for (let t = 0; t < lengths[group]!; t++) mask.fill(1, (group * rows + t) * rows, (group * rows + t) * rows + t + 1);
  }
  return mask;
}

/** [G, queries, keys] for groups of these lengths: every query sees the keys before the length. */
export function keyMask(lengths: ArrayLike<number>, queries: number, keys: number): Uint8Array {
  const mask = new Uint8Array(lengths.length * queries * keys);
  for (let group = 0, at = 0; group < lengths.length; group++) {
    for (let query = 0; query < queries; query++, at += keys) mask.fill(1, at, at + lengths[group]!);
  }
  return mask;
}

/** Rows that go on from each other, made one sequence: files of histories and targets often hold every prefix of a user's sequence, and each pair would count several times. */
import type { SequenceArrays } from '../../records/retrieval';

export interface Chained {
  /** int32 [events] */
  readonly events: Int32Array;
  /** int32 [sequences + 1] */
  readonly offsets: Int32Array;
  /** int32 [sequences]: number of the user; the row where users are not told. */
  readonly users: Int32Array;
  /** uint32 [sequences]: the first row of each. */
  readonly rows: Uint32Array;
  /** Rows that were appended to another. */
  readonly chained: number;
}

/** A row continues an open sequence of its user where its history is the end of that sequence; then its target alone is appended. Rows without a user or a target stand for themselves. */
export function chainRows({ offsets, items, targets, users }: SequenceArrays): Chained {
  const open = new Map<number, number[][]>();
  const sequences: { readonly events: number[]; readonly row: number; readonly user: number }[] = [];
  let chained = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    const history = items.subarray(offsets[row]!, offsets[row + 1]!);
    const target = targets ? targets[row]! : -1;
    const user = users ? users[row]! : -1;
    const known = user >= 0 ? (open.get(user) ?? []) : [];
    const before = target >= 0 && history.length > 0 ? known.findLast((events) => endsWith(events, history)) : undefined;
    if (before) {
      before.push(target);
      chained++;
      continue;
    }
    const events = [...history, ...(target >= 0 ? [target] : [])];
    sequences.push({ events, row, user: user >= 0 ? user : users ? -1 - row : row });
    if (user >= 0) open.set(user, [...known, events]);
  }
  const starts = new Int32Array(sequences.length + 1);
  sequences.forEach(({ events }, i) => (starts[i + 1] = starts[i]! + events.length));
  const all = new Int32Array(starts.at(-1)!);
  sequences.forEach(({ events }, i) => all.set(events, starts[i]!));
  return { events: all, offsets: starts, users: Int32Array.from(sequences, ({ user }) => user), rows: Uint32Array.from(sequences, ({ row }) => row), chained };
}

function endsWith(events: readonly number[], tail: Int32Array): boolean {
  const from = events.length - tail.length;
  return from >= 0 && tail.every((item, i) => events[from + i] === item);
}

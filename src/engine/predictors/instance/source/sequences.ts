/** Rows of users as sequences of one length: what sees what, how far apart, and where they lie. */
import type { TimeUnit } from '../../../records/log';
import { distanceBucket, gapBucket } from '../buckets';

/** Rows from .. to - 1 of one user; outputs are wanted of those from `first` on. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly first: number;
}

export interface Sequences {
  readonly groups: number;
  /** Of each group, with what is filled up. */
  readonly length: number;
  /** int32 [rows]: the rows of all stretches one after the other. */
  readonly rows: Int32Array;
  /** int32 [groups x length]: place in `rows`; 0 where it is filled up, which nothing sees. */
  readonly slots: Int32Array;
  /** [groups, length, length]: 1 where the row sees the other. */
  readonly mask: Uint8Array;
  /** [groups, length, length]: distance in requests and gap in time, as buckets. */
  readonly distances: Int32Array;
  readonly gaps: Int32Array;
  /** int32 [outputs]: places among groups x length, and the rows that stand there. */
  readonly outputs: Int32Array;
  readonly outputRows: Int32Array;
  /** int32 [outputs]: their places in `rows`. */
  readonly outputPlaces: Int32Array;
}

/** What is known of rows, by their number. */
export interface RowTimes {
  readonly time: ArrayLike<number>;
  readonly timeUnit: TimeUnit | null;
  /** Number of the request, and how many requests of the user began before it. */
  readonly request: ArrayLike<number>;
  readonly place: ArrayLike<number>;
}

/** A row sees itself, and rows of earlier time and another request that are at most `window` - 1 rows before it. */
export function sequencesOf(stretches: readonly Stretch[], window: number, { time, timeUnit, request, place }: RowTimes): Sequences {
  const groups = stretches.length;
  const length = Math.max(...stretches.map(({ from, to }) => to - from));
  const rows = new Int32Array(stretches.reduce((sum, { from, to }) => sum + to - from, 0));
  const slots = new Int32Array(groups * length);
  const mask = new Uint8Array(groups * length * length);
  const [distances, gaps] = [new Int32Array(mask.length), new Int32Array(mask.length)];
  const count = stretches.reduce((sum, { first, to }) => sum + to - first, 0);
  const [outputs, outputRows, outputPlaces] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  let [at, out] = [0, 0];
  stretches.forEach(({ from, to, first }, group) => {
    for (let row = from; row < to; row++, at++) {
      const slot = group * length + row - from;
      rows[at] = row;
      slots[slot] = at;
      if (row >= first) {
        outputs[out] = slot;
        outputPlaces[out] = at;
        outputRows[out++] = row;
      }
      const line = slot * length;
      mask[line + row - from] = 1;
      for (let other = Math.max(from, row - window + 1); other < row; other++) {
        if (!(time[other]! < time[row]!) || request[other] === request[row]) continue;
        const pair = line + other - from;
        mask[pair] = 1;
        distances[pair] = distanceBucket(place[row]! - place[other]!);
        gaps[pair] = gapBucket(time[row]! - time[other]!, timeUnit);
      }
    }
  });
  return { groups, length, rows, slots, mask, distances, gaps, outputs, outputRows, outputPlaces };
}

/** Stretches that give every one of these events (rising) as an output, with the `window` - 1 rows of its user before it; at most `window` outputs each. `start`: the first row of an event's user. */
export function stretchesOf(events: ArrayLike<number>, window: number, start: (event: number) => number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i < events.length; ) {
    const first = events[i]!;
    const begin = start(first);
    let next = i + 1;
    while (next < events.length && next - i < window && events[next] === events[next - 1]! + 1 && start(events[next]!) === begin) next++;
    stretches.push({ from: Math.max(begin, first - window + 1), to: events[next - 1]! + 1, first });
    i = next;
  }
  return stretches;
}

/** Events one after the other, cut into pieces of at most `most` rows of one user, without what came before: what is trained on. */
export function piecesOf(events: ArrayLike<number>, most: number, start: (event: number) => number): Stretch[] {
  return stretchesOf(events, most, start).map(({ to, first }) => ({ from: first, to, first }));
}

/** What may be read of a user's past at an event: earlier rows of other requests, and the labels that were known by then. */
import type { PreparedLog } from '../log/preparedLog';
import type { Requests } from './requests';

/** Of an earlier row, at the time of a later one. */
export const UNKNOWN_LABEL = 2;

export class History {
  constructor(
    private readonly events: Pick<PreparedLog, 'log' | 'labels' | 'ready' | 'offsets'>,
    private readonly requests: Requests,
  ) {}

  /** Rows of the event's user with a time before its own and of another request, the newest `most` of them, in the order of the log, which is ascending in time. */
  before(event: number, most: number): Int32Array {
    const { log: { users, time }, offsets } = this.events;
    const at = time[event]!;
    const request = this.requests.of[event];
    const from = offsets[users[event]!]!;
    // Times that are missing come last within a user.
    let [low, high] = [from, offsets[users[event]! + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (time[middle]! < at) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let earlier = low - 1; earlier >= from && found.length < most; earlier--) if (this.requests.of[earlier] !== request) found.push(earlier);
    return Int32Array.from(found.reverse());
  }

  /** The label of a row as it was known at a time: 0, 1, or UNKNOWN_LABEL where it was not known yet or is missing. */
  labelAt(event: number, at: number): number {
    const { log, labels, ready } = this.events;
    if (log.label && Number.isNaN(log.label[event]!)) return UNKNOWN_LABEL;
    return ready[event]! <= at ? labels[event]! : UNKNOWN_LABEL;
  }
}

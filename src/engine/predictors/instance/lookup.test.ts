/** What of a user's past may be read at an event: earlier times, other requests, the newest, and labels that were known by then. */
import { describe, expect, it } from 'vitest';
import type { Log } from '../../records/log';
import { plantedEvents } from '../../testing/instances';
import { DISTANCES, distanceBucket, GAPS, gapBucket, startOfDistances } from './buckets';
import { itemFields } from './itemFields';
import { History } from './lookup';
import { requestsOf } from './requests';

/** Events of two users: [user, time, session, label, ready]. */
const rows: readonly (readonly [number, number, number, number, number])[] = [
  [0, 10, 0, 1, 15],
  [0, 10, 0, 0, 15],
  [0, 20, 1, 1, 100],
  [0, 20, 2, 0, 20],
  [0, 30, 3, 1, 30],
  [0, 40, 0, 1, 41],
  [0, NaN, -1, 0, NaN],
  [1, 5, 4, 1, 5],
  [1, 50, 5, NaN, 50],
  [1, 60, 6, 1, 60],
];
const column = (at: number) => Float64Array.from(rows, (row) => row[at]!);
const log: Pick<Log, 'events' | 'users' | 'sessions' | 'time' | 'label'> = { events: rows.length, users: Int32Array.from(column(0)), time: column(1), sessions: Int32Array.from(column(2)), label: column(3) };
const events = { log: log as Log, labels: Uint8Array.from(column(3)), ready: column(4), offsets: Uint32Array.of(0, 7, 10) };
const history = new History(events, requestsOf(log));

describe('requests', () => {
  it('are rows of one user and session, wherever they stand; a row without either is one of its own', () => {
    const { of, place } = requestsOf(log);
    expect([...of]).toEqual([0, 0, 1, 2, 3, 0, 4, 5, 6, 7]);
    expect([...place]).toEqual([0, 0, 1, 2, 3, 0, 4, 0, 1, 2]);
  });

  it('are rows of one user and time where there are no sessions', () => {
    expect([...requestsOf({ ...log, sessions: null }).of]).toEqual([0, 0, 1, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('the past of an event', () => {
  it('has neither its own request nor its own time, and is ascending', () => {
    expect([...history.before(0, 9)]).toEqual([]);
    expect([...history.before(1, 9)]).toEqual([]);
    expect([...history.before(2, 9)]).toEqual([0, 1]);
    expect([...history.before(3, 9)]).toEqual([0, 1]);
    expect([...history.before(4, 9)]).toEqual([0, 1, 2, 3]);
    // A row of the first request came late: its siblings stay out of sight.
    expect([...history.before(5, 9)]).toEqual([2, 3, 4]);
  });

  it('is the newest where there is more, one row where one is wanted, and of nobody else', () => {
    expect([...history.before(4, 2)]).toEqual([2, 3]);
    expect([...history.before(4, 1)]).toEqual([3]);
    expect([...history.before(4, 0)]).toEqual([]);
    expect([...history.before(7, 9)]).toEqual([]);
    expect([...history.before(9, 9)]).toEqual([7, 8]);
  });

  it('is empty where the time is missing', () => {
    expect([...history.before(6, 9)]).toEqual([]);
  });

  it('has labels from the moment they are known on, and none that are missing', () => {
    expect([history.labelAt(0, 14), history.labelAt(0, 15), history.labelAt(1, 20)]).toEqual([2, 1, 0]);
    expect(history.labelAt(2, 40)).toBe(2);
    expect(history.labelAt(8, 1000)).toBe(2);
    expect(history.labelAt(6, 1000)).toBe(2);
  });

  it('holds these rules for every event of a drawn log', () => {
    const { events: drawn } = plantedEvents(3, 30);
    const requests = requestsOf(drawn.log);
    const lookup = new History(drawn, requests);
    const { users, time } = drawn.log;
    for (let event = 0; event < drawn.log.events; event++) {
      const naive = Array.from(users.keys()).filter((other) => users[other] === users[event] && time[other]! < time[event]! && requests.of[other] !== requests.of[event]);
      expect([...lookup.before(event, 16)]).toEqual(naive.slice(-16));
    }
  });
});

describe('buckets', () => {
  it('count requests and powers of two hours', () => {
    expect([0, 1, 15, 16, 900, -3].map(distanceBucket)).toEqual([0, 1, 15, 15, DISTANCES - 1, 0]);
    expect([0, 3599, 3600, 3 * 3600, 7 * 3600, 1e12].map((gap) => gapBucket(gap, 's'))).toEqual([0, 0, 1, 2, 3, GAPS - 1]);
    expect([gapBucket(3, 'order'), gapBucket(NaN, 's')]).toEqual([2, GAPS - 1]);
    expect([...startOfDistances(2).subarray(0, 6)]).toEqual([-0, -0, -1, -0.5, -2, -1]);
  });
});

it('fields of items are those with one value an item', () => {
  expect(itemFields(plantedEvents(3, 40).events).map(({ name }) => name)).toEqual(['category', 'price']);
});

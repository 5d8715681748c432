/** Requests of a log: rows that were shown together, which share their time and must not see each other. */
import type { Log } from '../../records/log';

export interface Requests {
  /** int32 [events]: number of the request, rising in the order in which requests begin; no two users share one. */
  readonly of: Int32Array;
  /** int32 [events]: how many requests of the same user began before it. */
  readonly place: Int32Array;
}

/** Rows of one user with one session; where there is no session, rows of one user at one time. A row without session and time is a request of its own. */
export function requestsOf({ events, users, sessions, time }: Pick<Log, 'events' | 'users' | 'sessions' | 'time'>): Requests {
  const [of, place] = [new Int32Array(events), new Int32Array(events)];
  /** Of the user at hand: sessions and times met so far. */
  let known = new Map<string | number, number>();
  let [next, first] = [0, 0];
  for (let event = 0; event < events; event++) {
    if (event === 0 || users[event] !== users[event - 1]) {
      known = new Map();
      first = next;
    }
    const session = sessions?.[event] ?? -1;
    const at = time[event]!;
    const name = session >= 0 ? `session ${session}` : at;
    let request = Number.isNaN(name) ? undefined : known.get(name);
    if (request === undefined) {
      request = next++;
      known.set(name, request);
    }
    of[event] = request;
    place[event] = request - first;
  }
  return { of, place };
}

/** What is counted of a log: events, users and items, repeats, equal times, labels. */
import { countCodes } from '../../math/counting';
import type { Log, LogSummary } from '../../records/log';
import { spreadOf } from './spread';

/** `missing`: empty cells by role, which the events no longer show. At least one event. */
export function summarizeLog(log: Log, missing: LogSummary['missing']): LogSummary {
  const { users, items, userNames, itemNames, label, sessionNames } = log;
  return {
    events: log.events,
    users: userNames.length,
    items: itemNames.length,
    eventsPerUser: spreadOf(countCodes(users, userNames.length)),
    eventsPerItem: spreadOf(countCodes(items, itemNames.length)),
    repeats: countRepeats(users, items, itemNames.length),
    ...(log.timeUnit !== null && { time: timesOf(log) }),
    ...(label && { label: labelsOf(label) }),
    ...(sessionNames && { sessions: sessionNames.length }),
    missing,
  };
}

/** Events are grouped by user: an item last seen with the same user is one that repeats. */
function countRepeats(users: Int32Array, items: Int32Array, numItems: number): number {
  const lastUser = new Int32Array(numItems).fill(-1);
  let repeats = 0;
  users.forEach((user, i) => {
    if (lastUser[items[i]!] === user) repeats++;
    lastUser[items[i]!] = user;
  });
  return repeats;
}

function timesOf({ users, time, timeUnit, rowIndex }: Log): NonNullable<LogSummary['time']> {
  let [first, last, equalWithinUser] = [Infinity, -Infinity, 0];
  let sortedWithinUser = true;
  const equal = (i: number, j: number): boolean => users[i] === users[j] && time[i] === time[j];
  for (let i = 0; i < time.length; i++) {
    const value = time[i]!;
    if (value !== value) continue;
    first = Math.min(first, value);
    last = Math.max(last, value);
    if (equal(i, i - 1) || equal(i, i + 1)) equalWithinUser++;
    if (i > 0 && users[i] === users[i - 1] && rowIndex[i]! < rowIndex[i - 1]!) sortedWithinUser = false;
  }
  const byRow = new Uint32Array(time.keys()).sort((a, b) => rowIndex[a]! - rowIndex[b]!);
  let sorted = true;
  let before = -Infinity;
  for (const i of byRow) {
    if (time[i]! < before) sorted = false;
    if (time[i] === time[i]) before = time[i]!;
  }
  return { unit: timeUnit!, first, last, equalWithinUser, sorted, sortedWithinUser };
}

function labelsOf(label: Float64Array): NonNullable<LogSummary['label']> {
  const present = label.filter((value) => value === value);
  let [positive, sum, binary, min, max] = [0, 0, true, Infinity, -Infinity];
  for (const value of present) {
    if (value > 0) positive++;
    if (value !== 0 && value !== 1) binary = false;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const { length } = present;
  return { binary: binary && length > 0, positiveShare: positive / length, min: length > 0 ? min : NaN, mean: sum / length, max: length > 0 ? max : NaN };
}

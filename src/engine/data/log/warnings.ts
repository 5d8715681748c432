/** What a person should know of a log, in plain sentences. */
import type { Log, LogSummary } from '../../records/log';
import { count } from '../limits';
import { UNIT_WORDS } from './times';

const DAY = 86_400;
/** Share of users with a single event that is worth a word. */
const MANY_SINGLE = 0.2;

/** `only`: which rows are used alone, in words. */
export function warningsOf(log: Log, summary: LogSummary, fileRows: number, only = ''): string[] {
  const warnings: string[] = [];
  const { events, users, time, label, missing } = summary;
  const left = fileRows - events;
  if (only !== '') warnings.push(`${count(events)} of ${count(fileRows)} rows are used: those${only}.`);
  else if (left > 0) warnings.push(`${count(left)} of ${count(fileRows)} rows have no user or no item; they are left out.`);
  if (!time) warnings.push('No column holds times: events of a user keep the order of the file.');
  if (time?.unit === 'order') warnings.push(`Times are ${UNIT_WORDS.order}: spans of time between them mean nothing.`);
  if (time && time.unit !== 'order' && log.time.every((value) => value !== value || value % DAY === 0)) warnings.push('Times are whole days: events of one user and day keep the order of the file.');
  else if (time && time.equalWithinUser > 0) warnings.push(`${count(time.equalWithinUser)} of ${count(events)} events share their time with another of the same user; these keep the order of the file.`);
  if (time && !time.sortedWithinUser) warnings.push('The file is not sorted by time within each user; events are sorted when they are read.');
  if (time && missing.time) warnings.push(`${count(missing.time)} of ${count(fileRows)} rows have no time; they come last among the events of their user.`);
  if (label && missing.label) warnings.push(`${count(missing.label)} of ${count(fileRows)} rows have no label.`);
  if (label && !(label.min < label.max)) warnings.push(Number.isNaN(label.min) ? 'No event has a label.' : `Every label is ${label.min}: there is nothing to tell apart.`);
  const single = summary.eventsPerUser.histogram.edges[0] === 1 ? summary.eventsPerUser.histogram.counts[0]! : 0;
  if (single > MANY_SINGLE * users && summary.eventsPerUser.histogram.edges[1] === 2) warnings.push(`${count(single)} of ${count(users)} users have a single event: nothing follows it.`);
  const shared = sharedSessions(log);
  if (shared > 0) warnings.push(`${count(shared)} of ${count(summary.sessions!)} sessions have events of more than one user.`);
  return warnings;
}

/** Sessions with events of more than one user. */
function sharedSessions({ sessions, users, sessionNames }: Log): number {
  if (!sessions || !sessionNames) return 0;
  const owner = new Int32Array(sessionNames.length).fill(-1);
  const shared = new Set<number>();
  sessions.forEach((session, i) => {
    if (session < 0) return;
    if (owner[session]! >= 0 && owner[session] !== users[i]) shared.add(session);
    owner[session] = users[i]!;
  });
  return shared.size;
}

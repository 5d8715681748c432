/** The figures of a log and of sequences, each with what it counts. */
import type { HeldLog } from '../../engine/records/click';
import type { CodesSummary } from '../../engine/records/codes';
import type { LogSummary, Spread } from '../../engine/records/log';
import type { SequenceSummary } from '../../engine/records/sequences';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import type { Fact } from './FactList';

export function logFacts({ events, users, items, eventsPerUser, eventsPerItem, repeats, time, label, sessions }: LogSummary): Fact[] {
  return [
    [formatCount(events), 'events', false],
    [formatCount(users), 'users', false],
    [formatCount(items), 'items', false],
    [spread(eventsPerUser), 'events a user: median · p90 · most', false],
    [spread(eventsPerItem), 'events an item: median · p90 · most', false],
    ...(time ? [spanFact(time)] : []),
    ...(label ? [[label.binary ? formatShare(label.positiveShare) : formatNumber(label.mean), label.binary ? 'of the labels are 1' : 'mean of the labels', false] as Fact] : []),
    ...(sessions === undefined ? [] : [[formatCount(sessions), 'sessions', false] as Fact]),
    [formatCount(repeats), 'events with an item that the user had before', false],
  ];
}

/** Beside those of its file: what predictors are given of it. */
export function heldLogFacts({ parts, coldTest, lateShare, fields }: HeldLog): Fact[] {
  const ids = fields.filter(({ name }) => name === 'user' || name === 'item');
  const others = fields.filter((field) => !ids.includes(field)).map(({ name, size }) => `${name} ${formatCount(size)}`);
  return [
    [`${formatCount(parts.train)} · ${formatCount(parts.validation)} · ${formatCount(parts.test)}`, 'training · validation · test events, by time', false],
    ...(lateShare > 0 ? [[formatShare(lateShare), 'of the labels are not yet known at the user’s next request', false] as Fact] : []),
    [formatShare(coldTest / parts.test), 'of the test events have an item that no training event has', coldTest > 0.5 * parts.test],
    [ids.map(({ size }) => formatCount(size)).join(' · '), ids.length === 2 ? 'users · items with two training events or more' : 'users with two training events or more; the item’s id is left out', ids.length < 2],
    ...(others.length > 0 ? [[formatCount(others.length), `${others.length === 1 ? 'further field' : 'further fields'}: ${others.slice(0, 8).join(', ')}${others.length > 8 ? ' …' : ''}`, false] as Fact] : []),
  ];
}

export function codesFacts({ items, distinct, levels, numCodes, usedCodes, offsets, leftOut }: CodesSummary): Fact[] {
  return [
    [formatCount(items), 'items', false],
    [formatCount(distinct), 'different IDs', false],
    [formatCount(levels), levels === 1 ? 'level' : 'levels', false],
    [numCodes.map(formatCount).join(' · '), 'codes a level', false],
    [usedCodes.map(formatCount).join(' · '), 'codes in use', false],
    ...(offsets ? [[offsets.map(formatCount).join(' · '), 'start of each level in one vocabulary', false] as Fact] : []),
    ...(leftOut > 0 ? [[formatCount(leftOut), 'rows without an ID', true] as Fact] : []),
  ];
}

export function sequenceFacts({ sequences, users, items, events, lengths, repeats, targets, continued }: SequenceSummary): Fact[] {
  return [
    [formatCount(sequences), 'sequences', false],
    ...(users === undefined ? [] : [[formatCount(users), 'users', false] as Fact]),
    [formatCount(items), 'items', false],
    [formatCount(events), 'entries', false],
    [spread(lengths), 'entries a sequence: median · p90 · most', false],
    [formatCount(repeats), 'entries that came before in the same sequence', false],
    ...(targets ? [[formatCount(targets.unseen), 'targets that are in no history', targets.unseen > 0] as Fact] : []),
    ...(continued ? [[formatCount(continued), 'rows that continue an earlier row of the same user', true] as Fact] : []),
  ];
}

function spread({ median, p90, max }: Spread): string {
  const number = (value: number): string => (Number.isInteger(value) ? formatCount(value) : formatNumber(value));
  return `${number(median)} · ${number(p90)} · ${number(max)}`;
}

function spanFact({ unit, first, last }: NonNullable<LogSummary['time']>): Fact {
  if (unit === 'order') return [`${formatNumber(first)} – ${formatNumber(last)}`, 'first and last place in the order', false];
  const day = (seconds: number): string => (Math.abs(seconds) < 8.64e12 ? new Date(1000 * seconds).toISOString().slice(0, 10) : formatNumber(seconds));
  const spans = [[86_400, 'days'], [3600, 'hours'], [1, 's']] as const;
  const [seconds, word] = spans.find(([length]) => last - first >= 2 * length) ?? spans[2];
  return [`${formatNumber((last - first) / seconds)} ${word}`, day(first) === day(last) ? `on ${day(first)} (UTC)` : `from ${day(first)} to ${day(last)} (UTC)`, false];
}

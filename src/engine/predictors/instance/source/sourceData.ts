/** What a source model reads of a log: its fields, times and requests, and which rows of the source part train it, and which choose its epoch. */
import { InputError } from '../../../errors';
import type { Random } from '../../../math/random';
import { TRAIN, VALIDATION } from '../../log/parts';
import type { PreparedLog } from '../../log/preparedLog';
import { chooseFields, type ChosenFields } from '../chosenFields';
import { requestsOf } from '../requests';
import type { RowTimes } from './sequences';

export interface SourceData {
  readonly events: PreparedLog;
  readonly fields: ChosenFields;
  readonly times: RowTimes;
  /** All rows of the source part of the users that train, rising, and of those the ones whose labels are learned. */
  readonly seen: Uint32Array;
  readonly learned: Uint32Array;
  /** Labelled rows of the source part of the other users. */
  readonly chosenOn: Uint32Array;
  /** The first row of an event's user. */
  readonly start: (event: number) => number;
}

/** `heldOut`: share of the users, drawn by `seed`. @throws InputError where too little is left to learn from, or to choose by. */
export function sourceData(events: PreparedLog, { useItem, useUser, heldOut }: { readonly useItem: boolean; readonly useUser: boolean; readonly heldOut: number }, random: Random): SourceData {
  const { log, source, parts, labels, offsets } = events;
  const users = Array.from(log.userNames.keys()).filter((user) => offsets[user]! < offsets[user + 1]! && source[offsets[user]!] === 1);
  if (users.length < 2) {
    const seen = `The source part of ${log.name} has ${users.length} users`;
    throw new InputError(`${seen}; 2 or more were wanted: one to learn from, one to choose by.`, 'Give the source part a larger share.');
  }
  const held = new Uint8Array(log.userNames.length);
  for (const at of random.choose(users.length, Math.min(users.length - 1, Math.max(1, Math.round(heldOut * users.length))))) held[users[at]!] = 1;
  const rows = (belongs: (event: number) => boolean) => Uint32Array.from(source.keys()).filter((event) => source[event] === 1 && belongs(event));
  const seen = rows((event) => held[log.users[event]!] === 0);
  const learned = seen.filter((event) => parts[event] === TRAIN);
  const chosenOn = rows((event) => held[log.users[event]!] === 1 && (parts[event] === TRAIN || parts[event] === VALIDATION));
  for (const [words, some] of [['that train', learned], ['held out to choose the epoch', chosenOn]] as const) {
    if (some.length === 0 || some.every((event) => labels[event] === labels[some[0]!])) {
      throw new InputError(
        `The users ${words} have ${some.length} labelled rows in the source part of ${log.name}, all with one label.`,
        'Give the source part a larger share, or hold out another share of the users.',
      );
    }
  }
  const { of, place } = requestsOf(log);
  return {
    events, seen, learned, chosenOn,
    fields: chooseFields(events.fields, { item: useItem, user: useUser }),
    times: { time: log.time, timeUnit: log.timeUnit, request: of, place },
    start: (event) => offsets[log.users[event]!]!,
  };
}

/** A log made ready for predictors of its label: parts by time, fields learned from training rows, items that no training row has. */
import { InputError } from '../../errors';
import type { Log, LogSplit } from '../../records/log';
import { fitFields, type LogField } from './fields';
import { partLog, SPLIT, TEST, TRAIN, VALIDATION } from './parts';

export interface PreparedLog {
  /** Sorted by user, then time. */
  readonly log: Log;
  readonly split: LogSplit;
  /** uint8 [events]: TRAIN, VALIDATION, TEST, or NO_PART without a label. */
  readonly parts: Uint8Array;
  /** uint8 [events]: 1 for the earliest share, which models of instances are trained on. */
  readonly source: Uint8Array;
  /** uint8 [events]: 0 or 1; 0 where there is none. */
  readonly labels: Uint8Array;
  /** float64 [events]: when the label is known. */
  readonly ready: Float64Array;
  readonly fields: readonly LogField[];
  /** uint8 [events]: 1 where no training row has the item. */
  readonly cold: Uint8Array;
  /** Events of each part, rising. */
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
  /** uint32 [users + 1]: events of user u are offsets[u] .. offsets[u + 1] - 1, in their order in time. */
  readonly offsets: Uint32Array;
}

/** @throws InputError where there is no label, a label that is not 0 or 1, labels all alike in a part, or no time. */
export function prepareLog(log: Log, split: Partial<LogSplit> = {}): PreparedLog {
  const { label, name } = log;
  if (!label) throw new InputError(`${name} has no label: nothing says what is to be predicted.`, 'Choose the column with the label, 0 or 1.');
  // The first in the file, which is not the first of the log.
  const bad = label.reduce((first, value, event) => (Number.isNaN(value) || value === 0 || value === 1 || (first >= 0 && log.rowIndex[first]! <= log.rowIndex[event]!) ? first : event), -1);
  if (bad >= 0) throw new InputError(`The label of ${name} is ${label[bad]} in row ${log.rowIndex[bad]} (counted from 0); 0 or 1 was wanted.`, 'Choose another column as the label.');
  const full = { ...SPLIT, ...split };
  const { parts, source } = partLog(log, (event) => !Number.isNaN(label[event]!), full);
  const eventsOf = (part: number) => Uint32Array.from(parts.keys()).filter((event) => parts[event] === part);
  const [train, validation, test] = [eventsOf(TRAIN), eventsOf(VALIDATION), eventsOf(TEST)];
  for (const [words, events] of [['training', train], ['validation', validation], ['test', test]] as const) {
    const first = label[events[0]!]!;
    if (events.every((event) => label[event] === first)) throw new InputError(`Every label in the ${words} part of ${name} is ${first}: there is nothing to tell apart.`, 'Choose another label, or other shares for the parts.');
  }
  const warm = new Uint8Array(log.itemNames.length);
  for (const event of train) warm[log.items[event]!] = 1;
  const offsets = new Uint32Array(log.userNames.length + 1);
  for (const user of log.users) offsets[user + 1]!++;
  for (let user = 0; user < log.userNames.length; user++) offsets[user + 1]! += offsets[user]!;
  return {
    log, split: full, parts, source, train, validation, test, offsets,
    labels: Uint8Array.from(label, (value) => (value === 1 ? 1 : 0)),
    ready: log.ready ?? log.time,
    fields: fitFields(log, (event) => parts[event] === TRAIN),
    cold: Uint8Array.from(log.items, (item) => 1 - warm[item]!),
  };
}

/** A log cell's stored choices, checked: which columns are what, when labels are known, how events are parted. */
import type { LogChoices, LogSplit } from '../../engine/records/log';
import { describe, isRecord, isTexts } from './read';
import { check } from './rules';
import type { Rule } from './rules';
import { NotebookError } from './spec';

const NAME: Rule = [(value) => typeof value === 'string', 'Use the name of a column, or "" for none.'];
const NAMES: Rule = [isTexts, 'Use a list of names.'];
const SHARE: Rule = [(value) => typeof value === 'number' && value > 0 && value < 1, 'Use a share above 0 and below 1, such as 0.1.'];
const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'dates', 'yyyymmdd', 'order'];

const CHOICES: Readonly<Record<keyof LogChoices, Rule>> = {
  user: NAME, item: NAME, time: NAME, label: NAME, session: NAME, ready: NAME, context: NAMES, labels: NAMES, references: NAMES,
  timeUnit: [(value) => TIME_UNITS.includes(value as string), `Use one of ${TIME_UNITS.join(', ')}.`],
  itemId: [(value) => typeof value === 'boolean', 'Use true or false.'],
  delay: [(value) => typeof value === 'number' && value >= 0, 'Use a number of seconds of at least 0.'],
  only: [(value) => isRecord(value) && Object.values(value).every((each) => typeof each === 'string'), 'Write it as {"column": "value"}.'],
  split: [isRecord, 'Write it as {"of": "events", "validation": 0.1, "test": 0.1}.'],
};
const SPLIT: Readonly<Record<keyof LogSplit, Rule>> = {
  of: [(value) => value === 'events' || value === 'time', 'Use events or time.'],
  validationBy: [(value) => value === 'before' || value === 'users', 'Use before or users.'],
  seed: [(value) => Number.isInteger(value) && (value as number) >= 0, 'Use a whole number of at least 0.'],
  source: SHARE, validation: SHARE, test: SHARE,
};

/** Whether columns of these names exist is the engine's to say. @throws NotebookError naming the field, what was seen and the remedy */
export function toLogChoices(stored: unknown, where: string): LogChoices {
  if (stored === undefined) return {};
  if (!isRecord(stored)) throw new NotebookError(where, `"choices" is ${describe(stored)}, not an object.`, 'Write it as {"user": "user_id", "label": "long_view", ...}.');
  check(stored, CHOICES, where, '');
  const { validation = 0.1, test = 0.1 } = (stored.split ?? {}) as Partial<LogSplit>;
  if (stored.split !== undefined) check(stored.split as Readonly<Record<string, unknown>>, SPLIT, where, 'split.');
  if (validation + test >= 1) throw new NotebookError(where, `"split" leaves no events to train on: validation ${validation} and test ${test}.`, 'Choose smaller shares.');
  return stored as LogChoices;
}

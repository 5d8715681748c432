/** Which events of a log train, choose and test a predictor, and which train a model of instances: by time, so that nothing is learned from what comes later. */
import { InputError } from '../../errors';
import { Random } from '../../math/random';
import type { Log, LogSplit } from '../../records/log';

export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;
/** Of events without a label. */
export const NO_PART = 255;

export const SPLIT: LogSplit = { of: 'events', source: 0.5, validation: 0.1, validationBy: 'before', test: 0.1, seed: 1 };

export interface LogParts {
  /** uint8 [events]: TRAIN, VALIDATION, TEST or NO_PART. */
  readonly parts: Uint8Array;
  /** uint8 [events]: 1 for those of the earliest share. */
  readonly source: Uint8Array;
  /** Time at which the test part begins. */
  readonly testFrom: number;
}

/** @param labelled [events] whether there is a label. @throws InputError where there are no times, or too few different ones. */
export function partLog({ name, users, time, timeUnit, userNames }: Pick<Log, 'name' | 'users' | 'time' | 'timeUnit' | 'userNames'>, labelled: (event: number) => boolean, split: LogSplit): LogParts {
  if (timeUnit === null) throw new InputError(`${name} has no times: what came first is not known, so nothing can be predicted from what came before.`, 'Choose a column of times, or add one.');
  const timed = Array.from(time.keys()).filter((event) => !Number.isNaN(time[event]!));
  const sorted = Float64Array.from(timed, (event) => time[event]!).sort();
  if (sorted.length === 0) throw new InputError(`No event of ${name} has a time.`, 'Choose another column of times.');
  /** The first time after this share. */
  const border = (share: number): number => {
    const [first, last] = [sorted[0]!, sorted.at(-1)!];
    return split.of === 'time' ? first + share * (last - first) : sorted[Math.min(sorted.length - 1, Math.round(share * sorted.length))]!;
  };
  const testFrom = border(1 - split.test);
  const chooseFrom = split.validationBy === 'before' ? border(1 - split.test - split.validation) : Infinity;
  const sourceUntil = border(split.source);
  const random = new Random(split.seed).split('validation users');
  const drawn = split.validationBy === 'users' ? Uint8Array.from(userNames, () => (random.uniform() < split.validation ? 1 : 0)) : null;
  const parts = new Uint8Array(time.length).fill(NO_PART);
  const source = new Uint8Array(time.length);
  for (const event of timed) {
    const at = time[event]!;
    source[event] = at < sourceUntil ? 1 : 0;
    if (labelled(event)) parts[event] = at >= testFrom ? TEST : at >= chooseFrom || drawn?.[users[event]!] === 1 ? VALIDATION : TRAIN;
  }
  const counts = [TRAIN, VALIDATION, TEST].map((part) => parts.reduce((sum, each) => sum + (each === part ? 1 : 0), 0));
  const empty = counts.indexOf(0);
  if (empty >= 0) {
    throw new InputError(
      `No event with a label falls into the ${['training', 'validation', 'test'][empty]!} part of ${name}: its ${new Set(sorted).size} different times do not part so.`,
      'Choose other shares for the parts, or a column with finer times.',
    );
  }
  return { parts, source, testFrom };
}

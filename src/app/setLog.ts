/** `--set LOG.SETTING=VALUE`: how a log becomes events, labels and parts, given as text. */
import type { LogChoices, LogSplit } from '../engine/records/log';
import { toLogChoices } from './notebook/toLog';
import { NotebookError } from './notebook/spec';
import type { LogCell } from './notebook/spec';

type Change = (value: string, now: LogChoices) => { readonly [Name in keyof LogChoices]?: unknown };

const names = (value: string) => value.split(',').map((name) => name.trim()).filter(Boolean);
/** What is no number is refused as it was written. */
const number = (value: string) => (value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value));
const split = (part: keyof LogSplit, read: (value: string) => unknown): Change => (value, now) => ({ split: { ...now.split, [part]: read(value) } });
const text = (value: string) => value;

const CHANGES = {
  user: (user) => ({ user }), item: (item) => ({ item }), time: (time) => ({ time }), timeUnit: (timeUnit) => ({ timeUnit }), label: (label) => ({ label }), session: (session) => ({ session }), ready: (ready) => ({ ready }),
  context: (value) => ({ context: names(value) }), labels: (value) => ({ labels: names(value) }), references: (value) => ({ references: names(value) }),
  itemId: (value) => ({ itemId: value === 'true' ? true : value === 'false' ? false : value }),
  delay: (value) => ({ delay: number(value) }),
  only: (value) => ({ only: Object.fromEntries(names(value).map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)])) }),
  split: split('of', text), source: split('source', number), validation: split('validation', number), validationBy: split('validationBy', text), test: split('test', number), splitSeed: split('seed', number),
} satisfies Readonly<Record<string, Change>>;

/** Settings of a log; a predictor passes them on to the log it reads. */
export const LOG_SETTINGS: readonly string[] = Object.keys(CHANGES);

export function isLogSetting(param: string): boolean {
  return LOG_SETTINGS.includes(param);
}

/** The cell with one setting changed; parts that must go together are looked at by the caller, once all are set. @throws NotebookError naming the setting, what was seen and the remedy */
export function setLog(cell: LogCell, param: string, value: string, where: string): LogCell {
  if (!isLogSetting(param)) throw new NotebookError(where, `there is no setting "${param}".`, `Known: ${LOG_SETTINGS.join(', ')}.`);
  if (param === 'only' && names(value).some((pair) => !/^.+=.*$/.test(pair))) throw new NotebookError(where, `it is ${JSON.stringify(value)}.`, 'Write it as column=value,column=value.');
  const { choices } = cell.spec;
  const change = (CHANGES as Readonly<Record<string, Change>>)[param]!(value, choices);
  const { validation: _, test: __, ...parts } = (change.split ?? {}) as Partial<LogSplit>;
  toLogChoices({ ...change, ...(change.split !== undefined && { split: parts }) }, where);
  return { ...cell, spec: { ...cell.spec, choices: { ...choices, ...(change as LogChoices) } } };
}

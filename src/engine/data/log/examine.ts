/** A file read as a log, as far as its content and the choices allow. */
import { InputError } from '../../errors';
import type { Leak, Log, LogChoices, LogColumn, LogInspection, LogRole, LogSummary } from '../../records/log';
import type { Column, NumberColumn } from '../column';
import { asNumbers, cellText } from '../tableCells';
import { columnNamed } from '../tableJoin';
import { previewOf } from '../tablePreview';
import { readTable, type ReadTable } from '../tableReaders';
import type { RowChoices } from '../tableReader';
import { buildLog, rowsInUse, type LogParts } from './build';
import { factsOf, labelValues } from './facts';
import { guessLog } from './guess';
import { leaksOfLog } from './leaks';
import { idsOf, type Ids } from './ids';
import { summarizeLog } from './summary';
import { timeUnit, timesOf } from './times';
import { warningsOf } from './warnings';

/** A file and how it is read as a log. */
export interface LogFile {
  readonly file: File;
  readonly choices: LogChoices;
  /** Absent: `readTable`. */
  readonly read?: (file: File, rows: RowChoices) => Promise<ReadTable>;
}

/** What was found; there is a log or a reason why there is none. */
export interface ExaminedLog {
  readonly inspection: LogInspection;
  readonly log?: Log;
  readonly refusal?: unknown;
}

/** Never rejects: what is wrong stands in `refusal`, and the inspection holds whatever was found before. */
export async function examineLog({ file, choices, read = readTable }: LogFile): Promise<ExaminedLog> {
  let inspection: LogInspection = { name: file.name, format: '', bytes: file.size, fileRows: 0, columns: [], choices, reasons: [], preview: { columns: [], rows: [] }, warnings: [] };
  try {
    const table = await read(file, {});
    const facts = table.columns.map(factsOf);
    inspection = { ...inspection, format: table.format, fileRows: table.fileRows, columns: facts.map(({ about }) => about), preview: previewOf(table.columns), warnings: table.notes ?? [] };
    const { choices: complete, reasons } = guessLog(facts, choices, !namesAreMadeUp(inspection.columns));
    inspection = { ...inspection, choices: complete, reasons };
    const { parts, missing, unit } = partsOf(file.name, table.columns, complete, table.rowIndex);
    inspection = { ...inspection, choices: { ...complete, ...(unit !== undefined && { timeUnit: unit }) } };
    const rows = rowsInUse(parts, only(table.columns, complete, file.name));
    if (rows.length === 0) throw new InputError(`${file.name} has no row with both a user ("${complete.user}") and an item ("${complete.item}")${onlyWords(complete)}.`, 'Choose other columns.');
    const whole = buildLog(file.name, parts, rows, table.rowIndex);
    const leaks = leaksOfLog(whole, earlier(whole));
    // What a person chose stays, and is warned of; a guess leaves it out.
    const told = choices.context === undefined ? new Set(leaks.filter(({ kind }) => kind === 'column').map(({ column }) => column)) : new Set<string>();
    const counted = leaks.some(({ kind, column }) => kind === 'count' && column === 'item');
    const itemId = choices.itemId ?? !counted;
    const log = { ...whole, itemId, context: whole.context.filter(({ name }) => !told.has(name)) };
    inspection = { ...inspection, choices: { ...inspection.choices, itemId, context: log.context.map(({ name }) => name) } };
    const summary = summarizeLog(log, missing);
    return { inspection: { ...inspection, summary, warnings: [...inspection.warnings, ...warningsOf(log, summary, table.rowIndex.length, onlyWords(complete)), ...leaks.map((leak) => leakWords(leak, told.has(leak.column) || (leak.kind === 'count' && leak.column === 'item' && !itemId)))] }, log };
  } catch (refusal) {
    return { inspection, refusal };
  }
}

/** The columns by role, as they are read. @throws InputError for choices that the file does not have or that cannot be read so. */
function partsOf(name: string, columns: readonly Column[], choices: LogChoices, rowIndex: ArrayLike<number>): { parts: LogParts; missing: LogSummary['missing']; unit: LogChoices['timeUnit'] } {
  const column = (role: LogRole): Column | null => (choices[role] ? columnNamed(columns, choices[role], name) : null);
  const ids = (role: 'user' | 'item', what: string): Ids => {
    const found = column(role);
    if (found) return idsOf(found);
    throw new InputError(`${name} has no column that can be taken for ${what} by its name or its values; it has ${columns.slice(0, 12).map((each) => `"${each.name}"`).join(', ')}.`, `Choose the column of ${what}: a log has one event per row, with its user and its item.`);
  };
  if (choices.user && choices.user === choices.item) throw new InputError(`The column "${choices.user}" is chosen as user and as item.`, 'Choose two different columns.');
  const user = ids('user', 'users');
  const item = ids('item', 'items');
  const timed = column('time');
  const unit = timed ? (choices.timeUnit ?? timeUnit(timed) ?? (timed.type === 'category' ? 'dates' : 'order')) : undefined;
  const time = timed && unit ? { values: timesOf(timed, unit), unit } : null;
  const labelled = column('label');
  const label = labelled && labelValues(labelled);
  if (labelled && !label) throw new InputError(`The column "${labelled.name}" holds ${labelled.type === 'list' ? 'lists' : 'words'}; a label is a number, or yes and no.`, 'Choose another column as the label, or none.');
  const sessions = column('session');
  const session = sessions && idsOf(sessions);
  const context = (choices.context ?? []).map((each) => columnNamed(columns, each, name));
  const later = choices.ready ? columnNamed(columns, choices.ready, name) : null;
  if (later && !time) throw new InputError(`The column "${later.name}" says when labels are known, and no column holds the times of events.`, 'Choose the column of times.');
  const ready = later && time ? timesOf(later, time.unit) : time && choices.delay ? time.values.map((value) => value + choices.delay!) : null;
  const labels = (choices.labels ?? []).map((each): NumberColumn => {
    const values = labelValues(columnNamed(columns, each, name));
    if (!values || !values.every((value) => value !== value || value === 0 || value === 1)) throw new InputError(`The column "${each}" holds more than 0 and 1; a label that is known later is one of both.`, 'Choose another column, or none.');
    return { name: each, type: 'number', values };
  });
  const references = (choices.references ?? []).map((each) => asNumbers(columnNamed(columns, each, name), rowIndex));
  const none = (codes: Int32Array): number => codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  const empty = (values: Float64Array): number => values.reduce((sum, value) => sum + (value !== value ? 1 : 0), 0);
  const missing = { user: none(user.codes), item: none(item.codes), ...(time && { time: empty(time.values) }), ...(label && { label: empty(label) }), ...(session && { session: none(session.codes) }) };
  return { parts: { user, item, time, label, session, ready, context, labels, references }, missing, unit };
}

/** Events but the latest fifth: what leaks is looked for where a predictor learns. */
function earlier({ time, events }: Log): Uint32Array {
  const order = Uint32Array.from({ length: events }, (_, event) => event);
  order.sort((a, b) => (Number.isNaN(time[a]!) ? -Infinity : time[a]!) - (Number.isNaN(time[b]!) ? -Infinity : time[b]!) || a - b);
  return order.subarray(0, Math.ceil(0.8 * events)).sort();
}

function leakWords({ text, remedy }: Leak, leftOut: boolean): string {
  return leftOut ? `${text} It is left out of the fields.` : `${text} ${remedy}`;
}

/** Whether a row has the values that are asked for alone. */
function only(columns: readonly Column[], { only: wanted = {} }: LogChoices, name: string): (row: number) => boolean {
  const tests = Object.entries(wanted).map(([each, value]) => ({ column: columnNamed(columns, each, name), value }));
  return (row) => tests.every(({ column, value }) => cellText(column, row) === value);
}

function onlyWords({ only: wanted = {} }: LogChoices): string {
  const words = Object.entries(wanted).map(([column, value]) => `"${column}" is ${value}`);
  return words.length > 0 ? ` where ${words.join(' and ')}` : '';
}

/** A file without a header has "column 0", "column 1". */
function namesAreMadeUp(columns: readonly LogColumn[]): boolean {
  return columns.length > 0 && columns.every(({ name }, j) => name === `column ${j}`);
}


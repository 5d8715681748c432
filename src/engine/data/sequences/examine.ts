/** A file read as sequences, as far as its content and the choices allow. */
import { InputError } from '../../errors';
import type { LogColumn } from '../../records/log';
import type { SequenceChoices, SequenceForm, SequenceInspection, SequenceRole, Sequences } from '../../records/sequences';
import type { Column } from '../column';
import { columnNamed } from '../tableJoin';
import { previewOf } from '../tablePreview';
import { readTable, type ReadTable } from '../tableReaders';
import type { RowChoices } from '../tableReader';
import { examineLog } from '../log/examine';
import { factsOf, type Facts } from '../log/facts';
import { guessLog } from '../log/guess';
import { idsOf } from '../log/ids';
import { fromLists, fromLog, type Built, type ListParts } from './build';
import { guessLists } from './guess';
import { listsOf, type Lists } from './lists';
import { summarizeSequences, warningsOf } from './summary';
import { decideUserFirst } from './userFirst';

/** A file and how it is read as sequences. */
export interface SequenceFile {
  readonly file: File;
  readonly choices: SequenceChoices;
  /** Absent: `readTable`. */
  readonly read?: (file: File, rows: RowChoices) => Promise<ReadTable>;
}

/** What was found; there are sequences or a reason why there are none. */
export interface ExaminedSequences {
  readonly inspection: SequenceInspection;
  readonly sequences?: Sequences;
  readonly refusal?: unknown;
}

/** Never rejects: what is wrong stands in `refusal`, and the inspection holds whatever was found before. */
export async function examineSequences({ file, choices, read = readTable }: SequenceFile): Promise<ExaminedSequences> {
  let inspection: SequenceInspection = { name: file.name, format: '', bytes: file.size, fileRows: 0, columns: [], choices, formReason: '', reasons: [], preview: { columns: [], rows: [] }, warnings: [] };
  const see = (more: Partial<SequenceInspection>): void => void (inspection = { ...inspection, ...more });
  const counted = ({ sequences, ...titles }: { readonly sequences: Sequences } & Partial<Built>): ExaminedSequences => {
    if (sequences.items.length === 0) throw new InputError(`${file.name} holds no item in any sequence.`, 'Choose the column that lists the items, or another file.');
    const summary = summarizeSequences(sequences);
    return { inspection: { ...inspection, summary, warnings: [...inspection.warnings, ...warningsOf(summary, titles)] }, sequences };
  };
  try {
    const table = await read(file, { lines: choices.form === undefined ? 'guess' : choices.form === 'lines' });
    const facts = table.columns.map(factsOf);
    const columns: LogColumn[] = facts.map(({ about }) => about);
    see({ format: table.format, fileRows: table.fileRows, columns, preview: previewOf(table.columns), warnings: table.notes ?? [] });
    const { form, reason } = formOf(table, facts, choices);
    see({ choices: { ...choices, form }, formReason: choices.form === undefined ? reason : 'as chosen' });
    if (form === 'log') {
      const { inspection: log, log: events, refusal } = await examineLog({ file, choices: choices.log ?? {}, read: table.isLines ? read : () => Promise.resolve(table) });
      see({ log, choices: { ...inspection.choices, log: log.choices }, warnings: log.warnings });
      return events ? counted({ sequences: fromLog(events) }) : { inspection, refusal };
    }
    if (form === 'lines') {
      const { parts, userFirst, why } = partsOfLines(listsOf(table.columns[0]!), choices.userFirst);
      see({ choices: { ...inspection.choices, userFirst }, reasons: [{ role: 'user', column: userFirst ? 'first entry' : '', chosen: choices.userFirst !== undefined, reason: why }] });
      return counted(fromLists(file.name, parts, table.rowIndex));
    }
    const guessed = guessLists(facts, choices);
    see({ choices: { ...guessed.choices, form }, reasons: guessed.reasons });
    return counted(fromLists(file.name, partsOfLists(file.name, table.columns, guessed.choices), table.rowIndex));
  } catch (refusal) {
    return { inspection, refusal };
  }
}

/** Lines where the text looks so; lists where a column of them is named as a history, or nothing names users and items; else a log. */
function formOf(table: ReadTable, facts: readonly Facts[], choices: SequenceChoices): { form: SequenceForm; reason: string } {
  if (table.isLines) return { form: 'lines', reason: 'lines of entries, in different numbers or more than a log has columns' };
  if (choices.form === 'lists' || choices.form === 'log') return { form: choices.form, reason: '' };
  const { worth, choices: lists } = guessLists(facts, {});
  if (worth > 0) return { form: 'lists', reason: `"${lists.history}" holds lists of items` };
  const { idsNamed } = guessLog(facts, choices.log ?? {}, true);
  if (worth > -Infinity && !idsNamed) return { form: 'lists', reason: `"${lists.history}" holds lists` };
  return { form: 'log', reason: idsNamed ? 'columns of users and items: their events in order of time' : 'no line or cell holds a list; rows are taken for events' };
}

function partsOfLines(lines: Lists, chosen: boolean | undefined): { parts: ListParts; userFirst: boolean; why: string } {
  const guess = decideUserFirst(lines);
  const userFirst = chosen ?? guess.userFirst;
  const why = chosen === undefined ? guess.reason : 'as chosen';
  const alone = { target: null, titles: null, targetTitle: null };
  if (!userFirst) return { parts: { history: lines, users: null, ...alone }, userFirst, why };
  const { offsets, codes, names } = lines;
  const rows = offsets.length - 1;
  const shorter = new Uint32Array(rows + 1);
  const rest = new Int32Array(codes.length - Array.from({ length: rows }, (_, row) => row).filter((row) => offsets[row + 1]! > offsets[row]!).length);
  const users: string[] = [];
  for (let row = 0, at = 0; row < rows; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    users.push(start < end ? names[codes[start]!]! : '');
    for (let from = start + 1; from < end; from++) rest[at++] = codes[from]!;
    shorter[row + 1] = at;
  }
  return { parts: { history: { offsets: shorter, codes: rest, names }, users, ...alone }, userFirst, why };
}

/** @throws InputError for choices that the file does not have or that cannot be read so. */
function partsOfLists(name: string, columns: readonly Column[], choices: SequenceChoices): ListParts {
  const column = (role: SequenceRole): Column | null => (choices[role] ? columnNamed(columns, choices[role], name) : null);
  const history = column('history');
  if (!history) throw new InputError(`${name} has no column of lists; it has ${columns.slice(0, 12).map((each) => `"${each.name}"`).join(', ')}.`, 'Choose the column that lists the items of each row, or read the file as a log.');
  const user = column('user');
  const target = column('target');
  const titles = column('titles');
  const targetTitle = column('targetTitle');
  const users = user && idsOf(user);
  return {
    history: listsOf(history),
    users: users && Array.from(users.codes, (code) => (code < 0 ? '' : users.names[code]!)),
    target: target && idsOf(target),
    titles: titles && listsOf(titles, true),
    targetTitle: targetTitle && idsOf(targetTitle),
  };
}

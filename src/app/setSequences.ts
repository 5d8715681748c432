/** `--set SEQUENCES.SETTING=VALUE`: how a file becomes sequences, given as text. */
import type { SequenceChoices } from '../engine/records/sequences';
import { NotebookError } from './notebook/spec';
import type { SequencesCell } from './notebook/spec';
import { toSequenceChoices } from './notebook/toSequences';

const text = (value: string) => value;
/** Columns of a log that is sorted into sequences. */
const LOG_COLUMNS = { logUser: 'user', item: 'item', time: 'time' } as const;
const READ = {
  form: text, history: text, user: text, target: text, titles: text, targetTitle: text,
  // What is neither is refused as it was written.
  userFirst: (value: string) => (value === 'true' || value === 'false' ? value === 'true' : value),
} satisfies Readonly<Partial<Record<keyof SequenceChoices, (value: string) => unknown>>>;
const SETTINGS: readonly string[] = [...Object.keys(READ), ...Object.keys(LOG_COLUMNS), 'testData', 'leftOut'];

/** Settings that a recommender passes on to the sequences it reads. */
export function isSequenceSetting(param: string): boolean {
  return SETTINGS.includes(param);
}

/** The cell with one setting changed. @throws NotebookError naming the setting, what was seen and the remedy */
export function setSequences(cell: SequencesCell, param: string, value: string, where: string): SequencesCell {
  const { spec } = cell;
  if (!isSequenceSetting(param)) throw new NotebookError(where, `there is no setting "${param}".`, `Known: ${SETTINGS.join(', ')}.`);
  if (param === 'testData') {
    const { testData: _, ...rest } = spec;
    return { ...cell, spec: value === '' ? rest : { ...rest, testData: value } };
  }
  if (param === 'leftOut') return { ...cell, spec: { ...spec, leftOut: value.split(',').map((name) => name.trim()).filter(Boolean) } };
  const column = LOG_COLUMNS[param as keyof typeof LOG_COLUMNS];
  const change = column ? { log: { ...spec.choices.log, [column]: value } } : { [param]: READ[param as keyof typeof READ](value) };
  return { ...cell, spec: { ...spec, choices: { ...spec.choices, ...toSequenceChoices(change, where) } } };
}

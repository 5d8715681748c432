/** A sequences cell's stored settings, checked: which files, in which form, which columns, which items are left out. */
import type { SequenceChoices } from '../../engine/records/sequences';
import { describe, isRecord, isTexts, text } from './read';
import { check } from './rules';
import type { Rule } from './rules';
import { NotebookError } from './spec';
import type { SequencesCell } from './spec';
import { toLogChoices } from './toLog';

const DEFAULT_DATA = 'sequences';
const FORMS = ['lines', 'lists', 'log'];
const NAME: Rule = [(value) => typeof value === 'string', 'Use the name of a column, or "" for none.'];
const CHOICES: Readonly<Record<keyof SequenceChoices, Rule>> = {
  form: [(value) => FORMS.includes(value as string), `Use one of ${FORMS.join(', ')}.`],
  userFirst: [(value) => typeof value === 'boolean', 'Use true or false.'],
  history: NAME, user: NAME, target: NAME, titles: NAME, targetTitle: NAME,
  log: [isRecord, 'Write it as {"user": "user_id", "item": "item_id", "time": "time"}.'],
};

/** Keys of a sequences cell's choices, for messages that list them. */
export const SEQUENCE_CHOICES = Object.keys(CHOICES) as readonly (keyof SequenceChoices)[];

/** @throws NotebookError naming the field, what was seen and the remedy */
export function toSequences(stored: Readonly<Record<string, unknown>>, where: string): SequencesCell['spec'] {
  const [sample, testData] = [text(stored.sample), text(stored.testData)];
  const { leftOut = [] } = stored;
  if (!isTexts(leftOut)) throw new NotebookError(where, `"leftOut" is ${describe(leftOut)}.`, 'Use a list of items, as they are named in the file.');
  return { data: text(stored.data) ?? DEFAULT_DATA, ...(testData && { testData }), ...(sample && { sample }), choices: toSequenceChoices(stored.choices, where), ...(leftOut.length > 0 && { leftOut }) };
}

/** Whether columns of these names exist is the engine's to say. @throws NotebookError */
export function toSequenceChoices(stored: unknown, where: string): SequenceChoices {
  if (stored === undefined) return {};
  if (!isRecord(stored)) throw new NotebookError(where, `"choices" is ${describe(stored)}, not an object.`, 'Write it as {"form": "lists", "history": "history_item_id"}.');
  check(stored, CHOICES, where, '');
  if (stored.log !== undefined) toLogChoices(stored.log, where);
  return stored as SequenceChoices;
}

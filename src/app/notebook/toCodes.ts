/** A codes cell's stored settings, checked: which columns hold ids and codes, and how the codes are counted. */
import type { CodesChoices } from '../../engine/records/codes';
import type { Catalog } from '../../engine/records/engine';
import { describe, isRecord, isTexts, text } from './read';
import { check } from './rules';
import type { Rule } from './rules';
import { NotebookError } from './spec';
import type { CodesCell } from './spec';

const DEFAULT_DATA = 'ids';
const CHOICES: Readonly<Record<keyof CodesChoices, Rule>> = {
  idColumn: [(value) => typeof value === 'string', 'Use the name of a column, or "" for none.'],
  columns: [isTexts, 'Use a list of names: one column with all codes, or one for each level.'],
  offsets: [(value) => typeof value === 'boolean', 'Use true or false.'],
  numCodes: [(value) => Array.isArray(value) && value.length > 0 && value.every((each) => Number.isInteger(each) && each > 0), 'Use a list of whole numbers above 0, one for all levels or one for each.'],
};

/** Keys of a codes cell's choices, for messages that list them. */
export const CODES_CHOICES = Object.keys(CHOICES) as readonly (keyof CodesChoices)[];

/** @throws NotebookError naming the field, what was seen and the remedy */
export function toCodes(stored: Readonly<Record<string, unknown>>, { published }: Pick<Catalog, 'published'>, where: string): CodesCell['spec'] {
  const sample = text(stored.sample);
  return { data: text(stored.data) ?? DEFAULT_DATA, ...(sample && { sample }), choices: toCodesChoices(stored.choices, where), kind: published.kind, params: {}, seed: 1 };
}

/** Whether columns of these names exist is the engine's to say. @throws NotebookError */
export function toCodesChoices(stored: unknown, where: string): CodesChoices {
  if (stored === undefined) return {};
  if (!isRecord(stored)) throw new NotebookError(where, `"choices" is ${describe(stored)}, not an object.`, 'Write it as {"idColumn": "id", "columns": ["code_1", "code_2"]}.');
  check(stored, CHOICES, where, '');
  return stored as CodesChoices;
}

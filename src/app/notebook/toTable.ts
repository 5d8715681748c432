/** A table cell's stored settings with every default filled in: the files it reads, and how they become rows, features and a target. */
import type { FieldType, SplitChoices, TableChoices } from '../../engine/records/table';
import { describe, isRecord, isTexts, text } from './read';
import { check } from './rules';
import type { Rule } from './rules';
import { NotebookError } from './spec';
import type { TableCell } from './spec';

const DEFAULT_DATA = 'table';
export const FIELD_TYPES: readonly FieldType[] = ['number', 'category', 'list'];
export const SPLITS: readonly SplitChoices['how'][] = ['random', 'group', 'time'];

const NAME: Rule = [(value) => text(value) !== undefined, 'Use a name.'];
const NAMES: Rule = [isTexts, 'Use a list of names.'];
const COUNT: Rule = [(value) => Number.isInteger(value) && (value as number) >= 0, 'Use a whole number of at least 0.'];
const SHARE: Rule = [(value) => typeof value === 'number' && value > 0 && value < 1, 'Use a share of the rows above 0 and below 1, such as 0.2.'];

const CHOICES: Readonly<Record<keyof TableChoices, Rule>> = {
  target: NAME, features: NAMES, references: NAMES, join: NAME, joinOn: NAME, sampleRows: COUNT, sampleSeed: COUNT,
  outliers: [(value) => value === 'keep' || value === 'clip' || value === 'drop', 'Use keep, clip or drop.'],
  unit: [(value) => typeof value === 'string', 'Use a text, such as "s".'],
  types: [(value) => isRecord(value) && Object.values(value).every((type) => FIELD_TYPES.includes(type as FieldType)), `Write it as {"column": "category"}, each one of ${FIELD_TYPES.join(', ')}.`],
  split: [isRecord, 'Write it as {"how": "random", "seed": 1, "validation": 0.1, "test": 0.2}.'],
};
const SPLIT: Readonly<Record<keyof SplitChoices, Rule>> = {
  how: [(value) => SPLITS.includes(value as SplitChoices['how']), `Use one of ${SPLITS.join(', ')}.`],
  column: NAME, seed: COUNT, validation: SHARE, test: SHARE,
};

/** @throws NotebookError naming the field, what was seen and the remedy */
export function toTable(stored: Readonly<Record<string, unknown>>, where: string): TableCell['spec'] {
  const [sample, joinData] = [text(stored.sample), text(stored.joinData)];
  return { data: text(stored.data) ?? DEFAULT_DATA, ...(joinData && { joinData }), ...(sample && { sample }), choices: toTableChoices(stored.choices, where) };
}

/** A table's choices, checked; unknown names and wrong types are refused. Whether columns of these names exist is the engine's to say. @throws NotebookError */
export function toTableChoices(stored: unknown, where: string): TableChoices {
  if (stored === undefined) return {};
  if (!isRecord(stored)) throw new NotebookError(where, `"choices" is ${describe(stored)}, not an object.`, 'Write it as {"target": "watch_s", "unit": "s", ...}.');
  checkFields(stored, where);
  checkSplit((stored as TableChoices).split ?? {}, where);
  return stored as TableChoices;
}

/** Refuses unknown names and wrong types, one field at a time. @throws NotebookError */
export function checkFields(stored: Readonly<Record<string, unknown>>, where: string): void {
  check(stored, CHOICES, where, '');
  if (stored.split !== undefined) check(stored.split as Readonly<Record<string, unknown>>, SPLIT, where, 'split.');
}

/** Refuses fields that do not go together. */
function checkSplit(split: Partial<SplitChoices>, where: string): void {
  if (split.how !== undefined && split.how !== 'random' && split.column === undefined) {
    throw new NotebookError(where, `the rows are split by ${split.how === 'time' ? 'time' : 'group'}, but "split.column" is missing.`, 'Name the column to split them by.');
  }
  const { validation = 0.1, test = 0.2 } = split;
  if (validation + test >= 1) throw new NotebookError(where, `validation ${validation} and test ${test} leave no rows to train on.`, 'Make both shares smaller.');
}

/** `--set TABLE.SETTING=VALUE`: how a table becomes rows, features and a target, given as text. */
import type { FieldType, SplitChoices, TableChoices } from '../engine/records/table';
import { NotebookError } from './notebook/spec';
import type { TableCell } from './notebook/spec';
import { checkFields, FIELD_TYPES } from './notebook/toTable';

type Change = (value: string) => { readonly [Name in keyof TableChoices]?: unknown } | { readonly split: { readonly [Name in keyof SplitChoices]?: unknown } };

const names = (value: string) => value.split(',').map((name) => name.trim()).filter(Boolean);
/** What is no number is refused as it was written. */
const number = (value: string) => (value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value));

const CHANGES = {
  target: (target) => ({ target }),
  features: (value) => ({ features: names(value) }),
  references: (value) => ({ references: names(value) }),
  types: (value) => ({ types: Object.fromEntries(names(value).map((pair) => pair.split(':').map((part) => part.trim()) as [string, FieldType])) }),
  join: (join) => ({ join }),
  joinOn: (joinOn) => ({ joinOn }),
  unit: (unit) => ({ unit }),
  outliers: (outliers) => ({ outliers }),
  sampleRows: (value) => ({ sampleRows: number(value) }),
  sampleSeed: (value) => ({ sampleSeed: number(value) }),
  split: (how) => ({ split: { how } }),
  splitColumn: (column) => ({ split: { column } }),
  splitSeed: (value) => ({ split: { seed: number(value) } }),
  validation: (value) => ({ split: { validation: number(value) } }),
  test: (value) => ({ split: { test: number(value) } }),
} satisfies Readonly<Record<string, Change>>;

/** Settings of a table; a predictor passes them on to the table it reads. */
export const TABLE_SETTINGS: readonly string[] = [...Object.keys(CHANGES), 'joinData'];

export function isTableSetting(param: string): boolean {
  return TABLE_SETTINGS.includes(param);
}

/** The cell with one setting changed. Fields that must go together are not looked at. @throws NotebookError naming the setting, what was seen and the remedy */
export function setTable(cell: TableCell, param: string, value: string, where: string): TableCell {
  if (!isTableSetting(param)) throw new NotebookError(where, `there is no setting "${param}".`, `Known: ${TABLE_SETTINGS.join(', ')}.`);
  if (param === 'joinData') return { ...cell, spec: { ...cell.spec, joinData: value } };
  if (param === 'types' && names(value).some((pair) => !/^.+:.+$/.test(pair))) throw new NotebookError(where, `it is ${JSON.stringify(value)}.`, `Write it as column:type,column:type, each type one of ${FIELD_TYPES.join(', ')}.`);
  const change = (CHANGES as Readonly<Record<string, Change>>)[param]!(value);
  checkFields(change, where);
  const { choices } = cell.spec;
  const split = 'split' in change ? { split: { ...choices.split, ...(change.split as Partial<SplitChoices>) } } : {};
  return { ...cell, spec: { ...cell.spec, choices: { ...choices, ...(change as TableChoices), ...split } } };
}

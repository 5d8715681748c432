/** `--set TABLE.SETTING=VALUE`: how a table becomes rows, features and a target, given as text. */
import type { FieldType, SplitChoices, TableChoices } from '../engine/records/table';
import { NotebookError } from './notebook/spec';
import type { Cell, Notebook, TableCell } from './notebook/spec';
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

/** What of a dataset's choices names no column. */
const PLAIN: readonly string[] = ['sampleRows', 'sampleSeed', 'preprocessing', 'badRows', 'outliers'];

/**
 * The notebook for files of one's own under these data names: where a cell stands on a bundled sample, everything that names columns of the sample (target, label,
 * features, ids, unit) gives way to guesses; a random split of a table and the parts of a log stay as they are. Codes
 * of one's own are not joined to the vectors of a sample.
 */
export function withoutSampleChoices(notebook: Notebook, given: readonly string[]): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell): Cell => {
      if (!('sample' in cell.spec) || cell.spec.sample === undefined || !given.includes(cell.spec.data)) return cell;
      if (cell.mode === 'log') {
        const { sample: _, choices: { split }, ...spec } = cell.spec;
        return { ...cell, spec: { ...spec, choices: split ? { split } : {} } };
      }
      if (cell.mode === 'codes') {
        const { sample: _, ...spec } = cell.spec;
        const { rows, ...inputs } = cell.inputs;
        const vectors = notebook.cells.find(({ id }) => id === rows);
        const others = vectors?.mode === 'dataset' && vectors.spec.sample !== undefined && !given.includes(vectors.spec.data);
        return { ...cell, inputs: others ? inputs : cell.inputs, spec: { ...spec, choices: {} } };
      }
      if (cell.mode === 'dataset') {
        const { sample: _, choices, ...spec } = cell.spec;
        return { ...cell, spec: { ...spec, choices: Object.fromEntries(Object.entries(choices).filter(([name]) => PLAIN.includes(name))) } };
      }
      if (cell.mode !== 'table') return cell;
      const { sample: _, choices: { split }, ...spec } = cell.spec;
      return { ...cell, spec: { ...spec, choices: split && (split.how ?? 'random') === 'random' ? { split } : {} } };
    }),
  };
}

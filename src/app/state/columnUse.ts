/** What each column of a table is used for, and the choices that follow where that is changed. */
import type { FieldType, TableChoices, TableColumn } from '../../engine/records/table';

export type ColumnUse = 'target' | 'feature' | 'reference' | 'nothing';
export const USES: readonly { readonly value: ColumnUse; readonly title: string }[] = [
  { value: 'feature', title: 'feature' }, { value: 'nothing', title: 'nothing' }, { value: 'target', title: 'value to predict' }, { value: 'reference', title: 'reference' },
];

/** What a column is used for with these choices, completed by guesses. */
export function columnUse(choices: TableChoices, name: string): ColumnUse {
  if (choices.target === name) return 'target';
  if (choices.references?.includes(name)) return 'reference';
  return choices.features?.includes(name) ? 'feature' : 'nothing';
}

/**
 * The choices that use a column so; the column that was the target before is used for nothing then. `choices`: completed by guesses. `chosen`: by the
 * person alone; features that are guessed are guessed anew for another target, since what leaks one may be a fair feature of the other.
 */
export function withUse(choices: TableChoices, name: string, use: ColumnUse, chosen: TableChoices = choices): Partial<TableChoices> {
  const without = (names: readonly string[] = []) => names.filter((other) => other !== name);
  if (use === 'target') return { target: name, references: without(choices.references), ...(chosen.features && { features: without(chosen.features) }) };
  return {
    features: use === 'feature' ? [...without(choices.features), name] : without(choices.features),
    references: use === 'reference' ? [...without(choices.references), name] : without(choices.references),
  };
}

/** The choices that read a column as this type; a label is no value to predict, so a target that becomes one is guessed anew. */
export function withType(choices: TableChoices, column: Pick<TableColumn, 'name' | 'guessed'>, type: FieldType): Partial<TableChoices> {
  const { [column.name]: _, ...others } = choices.types ?? {};
  return { types: type === column.guessed ? others : { ...others, [column.name]: type }, ...(type !== 'number' && choices.target === column.name && { target: undefined }) };
}

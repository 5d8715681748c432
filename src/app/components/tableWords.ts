/** A table's target, features and parts in plain words. */
import type { FieldType, SplitChoices, TableChoices, TableInspection } from '../../engine/records/table';
import { formatCount, listWords } from '../../viz/format';

export const TYPE_WORDS: Record<FieldType, string> = { number: 'number', category: 'category', list: 'list of labels' };
export const SPLIT_DEFAULTS: SplitChoices = { how: 'random', seed: 1, validation: 0.1, test: 0.2 };

export function splitOf(choices: TableChoices): SplitChoices {
  return { ...SPLIT_DEFAULTS, ...choices.split };
}

/** "drawn row by row, seed 1", "rows of one user_id stay together, seed 1", "the latest rows by date are the test part". */
export function splitWords(choices: TableChoices): string {
  const { how, column, seed } = splitOf(choices);
  if (how === 'group') return `rows of one ${column ?? 'group'} stay together, seed ${seed}`;
  return how === 'time' ? `the latest rows by ${column ?? 'time'} are the test part` : `drawn row by row, seed ${seed}`;
}

/** "6 features: 4 numbers and 2 categories". */
export function featureWords(inspection: TableInspection): string {
  const features = inspection.choices.features ?? [];
  const chosen = new Set(features);
  const counts = (['number', 'category', 'list'] as const).map((type) => [type, inspection.columns.filter((column) => chosen.has(column.name) && column.type === type).length] as const);
  const plurals = { number: ['number', 'numbers'], category: ['category', 'categories'], list: ['list', 'lists'] } as const;
  return listWords(counts.filter(([, count]) => count > 0).map(([type, count]) => `${formatCount(count)} ${plurals[type][count === 1 ? 0 : 1]}`));
}

/** "12.3 s" with a unit, "12.3" without. */
export function inUnit(words: string, unit: string | undefined): string {
  return unit ? `${words}\u202f${unit}` : words;
}

/** Whether a column is a magnitude, a label or a list, guessed from its values and its name. */
import type { FieldType } from '../records/table';
import type { Column } from './column';
import { listEntries, looksLikeList } from './tableCells';
import { dateSeconds } from './tableDates';
import { namesId, namesLabel, namesRow } from './tableNames';
import { readUnits } from './tableUnits';

/** Different whole values at most that a name like "level" or "is_new" makes labels. */
const FEW = 12;

/**
 * - list: lists in the file, and text of which more than half of the cells look like "[1, 2]" or "a|b|c", or a tenth where their entries come again and again
 *   (at most half as many different entries as different lists);
 * - number: numbers throughout, and text that is throughout dates (their seconds since 1970), money, percent or durations (tableUnits.ts);
 * - but category: whole numbers under the name of an id ("user_id", "zip") or of labels ("type", "category", "onehot_feat3"), and at most 12 different whole
 *   numbers under a name like "is_new", "level", "status", "gender";
 * - category: all other text, "007" and whole numbers of more than 15 digits among it.
 */
export function guessType(column: Column): FieldType {
  if (column.type === 'list') return 'list';
  if (column.type === 'number') return labelsInNumbers(column.name, column.values) ? 'category' : 'number';
  const { labels, codes } = column;
  if (labels.length > 0 && labels.every((label) => dateSeconds(label) !== null)) return 'number';
  if (!namesId(column.name) && readUnits(labels) !== null) return 'number';
  const isListLike = labels.map(looksLikeList);
  let lists = 0;
  let present = 0;
  for (const code of codes) {
    if (code < 0) continue;
    present++;
    if (isListLike[code]) lists++;
  }
  const entriesRecur = (): boolean => {
    const written = labels.filter((_, code) => isListLike[code]);
    return 2 * new Set(written.flatMap(listEntries)).size <= written.length;
  };
  return 2 * lists > present || (10 * lists >= present && lists > 0 && entriesRecur()) ? 'list' : 'category';
}

function labelsInNumbers(name: string, values: Float64Array): boolean {
  const many = namesId(name) || namesRow(name) || namesLabel(name, false);
  if (!many && !namesLabel(name, true)) return false;
  const seen = new Set<number>();
  for (const value of values) {
    if (value !== value) continue;
    if (!Number.isInteger(value)) return false;
    if (many) continue;
    seen.add(value);
    if (seen.size > FEW) return false;
  }
  return values.some((value) => value === value);
}

/** The labels that prefix purity is measured against: one metadata column, its values numbered. */
import { InputError } from '../errors';

interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * int32 [rows]: equal texts have equal numbers, from 0 in order of appearance; an empty text is no label, -1. A text of several labels is
 * one label. Null where there is no label column: `wanted` is '', or it is absent and no column's values repeat (at most half as many
 * labels as labelled rows; ids and titles do not).
 * @throws InputError where the wanted column is none of the metadata columns.
 */
export function labelNumbers(metadata: readonly Column[], wanted: string | undefined): Int32Array | null {
  if (wanted === '') return null;
  if (wanted !== undefined) {
    const column = metadata.find(({ name }) => name === wanted);
    if (column) return numbered(column.values).numbers;
    const names = metadata.map(({ name }) => `"${name}"`).join(', ') || 'none';
    throw new InputError(`The label column "${wanted}" is not among the metadata columns (${names}).`, 'Choose it as a metadata column too, or another label column.');
  }
  for (const column of metadata) {
    const { numbers, labels, labelled } = numbered(column.values);
    if (labels > 1 && 2 * labels <= labelled) return numbers;
  }
  return null;
}

function numbered(values: readonly string[]): { numbers: Int32Array; labels: number; labelled: number } {
  const known = new Map<string, number>();
  let labelled = 0;
  const numbers = Int32Array.from(values, (value) => {
    const text = value.trim();
    if (text === '') return -1;
    labelled++;
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  });
  return { numbers, labels: known.size, labelled };
}

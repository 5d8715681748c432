/** Ids: the cells of a column as texts, numbered in the order they are met, each as it is written. */
import { InputError } from '../../errors';
import type { Column } from '../column';

export interface Ids {
  /** int32 [rows]: place in `names`, -1 where missing. */
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** "12e5" is another id than "1200000", though both are one number; "1.0" is the id "1", as programs write ids beside missing values. Throws InputError for lists. */
export function idsOf(column: Column): Ids {
  if (column.type === 'list') throw new InputError(`The column "${column.name}" holds lists; single ids were wanted.`, 'Choose another column, or read the file as sequences.');
  if (column.type === 'category') return column.written ? writtenIds(column.codes, column.labels, column.written) : { codes: column.codes.slice(), names: column.labels };
  const known = new Map<number, number>();
  const names: string[] = [];
  const codes = new Int32Array(column.values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = column.values[row]!;
    let code = value === value ? known.get(value) : -1;
    if (code === undefined) known.set(value, (code = names.push(String(value)) - 1));
    codes[row] = code;
  }
  return { codes, names };
}

/** Codes of labels told apart again where several ways of writing were one label. */
export function writtenIds(labelled: Int32Array, labels: readonly string[], written: ReadonlyMap<number, string>): Ids {
  const known = new Map<string, number>();
  const names: string[] = [];
  const codes = labelled.map((label, at) => {
    if (label < 0) return -1;
    const name = written.get(at) ?? labels[label]!;
    let code = known.get(name);
    if (code === undefined) known.set(name, (code = names.push(name) - 1));
    return code;
  });
  return { codes, names };
}

/** Codes and names without those that no row in use has; names stay in order of appearance. */
export function idsInUse(ids: Ids, rows: ArrayLike<number>): Ids {
  const newCodes = new Int32Array(ids.names.length).fill(-1);
  const names: string[] = [];
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = ids.codes[rows[i]!]!;
    if (code >= 0 && newCodes[code]! < 0) newCodes[code] = names.push(ids.names[code]!) - 1;
    codes[i] = code < 0 ? -1 : newCodes[code]!;
  }
  return { codes, names };
}

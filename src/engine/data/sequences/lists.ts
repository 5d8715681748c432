/** Lists of ids in the cells of a column, each entry as it is written. */
import type { Column } from '../column';
import { listEntries } from '../tableCells';
import { dateSeconds } from '../tableDates';
import { guessType } from '../tableTypes';
import { idsOf, writtenIds } from '../log/ids';

export interface Lists {
  /** uint32 [rows + 1] */
  readonly offsets: Uint32Array;
  /** int32: place in `names`; no entry is missing. */
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** An id with a digit in it, two at least, between blanks, commas or semicolons. */
const WRITTEN_IDS = /^[\w:-]*\d[\w:-]*(?:[\s,;]+[\w:-]*\d[\w:-]*)+$/;

/** Lists as the file has them, or texts that are lists: in brackets, "a|b|c", or ids between blanks or commas. */
export function holdsLists(column: Column): boolean {
  if (column.type !== 'category') return column.type === 'list';
  if (guessType(column) === 'list') return true;
  const written = column.labels.filter((label) => WRITTEN_IDS.test(label) && dateSeconds(label) === null).length;
  return 2 * written > column.labels.length;
}

/** `asText`: entries that are titles; a text without brackets is then one entry. A number is a list of itself. */
export function listsOf(column: Column, asText = false): Lists {
  if (column.type === 'list') {
    const { codes, names } = column.written ? writtenIds(column.codes, column.labels, column.written) : { codes: column.codes, names: column.labels };
    return { offsets: column.offsets, codes, names };
  }
  if (column.type === 'number') {
    const { codes, names } = idsOf(column);
    const offsets = new Uint32Array(codes.length + 1);
    codes.forEach((code, row) => (offsets[row + 1] = offsets[row]! + (code < 0 ? 0 : 1)));
    return { offsets, codes: codes.filter((code) => code >= 0), names };
  }
  const known = new Map<string, number>();
  const names: string[] = [];
  const codesOf = (text: string): number[] => entriesOf(text, asText).map((entry) => {
    let code = known.get(entry);
    if (code === undefined) known.set(entry, (code = names.push(entry) - 1));
    return code;
  });
  const parsed: (number[] | undefined)[] = [];
  const lists = Array.from(column.codes, (code, row): readonly number[] => {
    if (code < 0) return [];
    const written = column.written?.get(row);
    return written === undefined ? (parsed[code] ??= codesOf(column.labels[code]!)) : codesOf(written);
  });
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, row) => (offsets[row + 1] = offsets[row]! + list.length));
  const codes = new Int32Array(offsets.at(-1)!);
  lists.forEach((list, row) => codes.set(list, offsets[row]));
  return { offsets, codes, names };
}

/** Python writes tuples, sets and arrays in other brackets and with words around them. */
function entriesOf(text: string, asText: boolean): string[] {
  const inner = /^(?:[A-Za-z_][\w.]*\()?[[({]([^]*?)[\])}](?:,\s*dtype=.*)?\)?$/.exec(text.trim());
  if (inner) return listEntries(`[${inner[1]!}]`).filter((entry) => entry !== '');
  if (asText) return [text];
  return (text.includes('|') ? text.split('|') : text.split(/[\s,;]+/)).map((entry) => entry.trim()).filter((entry) => entry !== '');
}

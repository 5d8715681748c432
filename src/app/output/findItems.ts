/** Items found by what a person types: an ID pattern such as 12-*-3, a row number, an id, or words of a title or of other metadata. */
import { itemId } from './itemRows';
import type { ItemRows } from './itemRows';

/** Codes of a run, for patterns. */
export interface CodedRows {
  readonly codes: Int32Array;
  readonly levels: number;
}

export interface Found {
  /** Every row that fits, best first; rows that fit alike in their order. */
  readonly rows: readonly number[];
  /** How the words were understood: "IDs that begin with 12, any, 3". */
  readonly how: string;
}

/** One code a level, null for any. */
export type Pattern = readonly (number | null)[];

/** `12-*-3`, `12 * 3`, `12·3`, `12,*`: two places at least, since one number alone is a row. */
export function patternOf(text: string): Pattern | null {
  const places = text.trim().replace(/^<|>$/g, '').split(/\s*[-–·,;\s]\s*/);
  if (places.length < 2 || !places.every((place) => /^(\d+|\*|\?)$/.test(place))) return null;
  return places.map((place) => (/\d/.test(place) ? Number(place) : null));
}

/** `run`: whose codes a pattern is of; null: there is none yet. */
export function findItems(items: ItemRows, text: string, run: CodedRows | null): Found {
  const wanted = text.trim();
  if (wanted === '') return { rows: [], how: '' };
  const pattern = patternOf(wanted);
  if (pattern) return ofPattern(items, pattern, run);
  return ofWords(items, wanted);
}

function ofPattern(items: ItemRows, pattern: Pattern, run: CodedRows | null): Found {
  const words = pattern.map((code) => code ?? 'any').join(', ');
  if (!run) return { rows: [], how: `An ID pattern (${words}) needs a method with a result: run one.` };
  if (pattern.length > run.levels) return { rows: [], how: `The pattern has ${pattern.length} codes, the IDs have ${run.levels}.` };
  const rows: number[] = [];
  for (let row = 0; row < items.rows; row++) if (pattern.every((code, level) => code === null || run.codes[row * run.levels + level] === code)) rows.push(row);
  return { rows, how: pattern.length === run.levels ? `IDs ${words}` : `IDs that begin with ${words}` };
}

/** Exact ids and row numbers first, then titles that begin with the words, then titles, ids and other values that hold all of them. */
function ofWords(items: ItemRows, wanted: string): Found {
  const low = fold(wanted);
  const parts = low.split(/\s+/);
  const ranked: [number[], number[], number[]] = [[], [], []];
  const others = items.metadata.filter(({ values }) => values !== items.titles);
  const number = /^(row\s+)?\d+$/i.test(wanted) ? Number(wanted.replace(/\D/g, '')) : -1;
  for (let row = 0; row < items.rows; row++) {
    const title = fold(items.titles?.[row] ?? '');
    const id = fold(itemId(items, row));
    if (id === low || (number >= 0 && (items.rowIndex?.[row] ?? row) === number)) ranked[0].push(row);
    else if (title !== '' && title.startsWith(low)) ranked[1].push(row);
    else if (parts.every((part) => title.includes(part) || id.includes(part) || others.some(({ values }) => fold(values[row] ?? '').includes(part)))) ranked[2].push(row);
  }
  return { rows: ranked.flat(), how: number >= 0 && ranked[0].length > 0 ? `Row ${number}, and items with “${wanted}”` : `Items with “${wanted}”` };
}

/** Case and accents do not matter. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Generated codes, as the engine tells of them. */
import type { CodesChoices, CodesInspection } from '../../engine/records/codes';

/** Files named `*.bad` hold no codes; `*named*` holds ids that are no numbers. */
export function fakeCodes(file: File, choices: CodesChoices, rows: number): CodesInspection {
  const base = { name: file.name, format: 'index.json', bytes: file.size, fileRows: rows, form: '', columns: [], choices, preview: { columns: [], rows: [] }, warnings: [] };
  if (file.name.endsWith('.bad')) return { ...base, fileRows: 0, problem: { name: 'input', message: `${file.name} holds no item with codes.`, hint: 'Choose a file with one ID for each item.' } };
  return {
    ...base, form: 'the column "codes", all of an item in one cell', columns: ['key', 'codes'], choices: { idColumn: 'key', columns: ['codes'], ...choices },
    preview: { columns: ['key', 'codes'], rows: [['0', '<a_12>|<b_3>|<c_7>'], ['1', '<a_0>|<b_15>|<c_2>']] },
    summary: { items: rows, distinct: rows - 16, levels: 3, numCodes: [64, 64, 64], usedCodes: [64, 64, 60], prefixes: ['a', 'b', 'c'], offsets: null, leftOut: 0 },
  };
}

/** Null: items are numbered. */
export function fakeIds(file: File, rows: number): string[] | null {
  return file.name.includes('named') ? Array.from({ length: rows }, (_, row) => `item-${row}`) : null;
}

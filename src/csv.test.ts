/** Both writers of CSV, the engine's and the page's, against formulas hidden in text. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvText } from './engine/export/csv';
import { codesCsv } from './app/output/csv';
import { csv } from './viz/format';

const WRITERS = { 'src/engine/export/csv.ts': csvText, 'src/viz/format.ts': csv } as const;
const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const FORMULAS = [
  ...SIGNS.flatMap((sign) => ['', ' ', '\u00a0', '\ufeff'].flatMap((before) => [`${before}${sign}`, `${before}${sign}HYPERLINK("http://x", "y")`, `${before}${sign}1+cmd|' /C calc'!A0`])),
  ...['\t', '\r', '\n'].flatMap((start) => [`${start}=1`, `${start}text`]), '+4915112345', '-007', '-', '--1',
];
const HARMLESS = ['', '\r\n', '\t', 'item-1', 'a=b', '1-2', '-1.5', '-3', '-1e-7', '\'=1', 'me@here', 'Ä', '0x-1'];

describe.each(Object.entries(WRITERS))('%s', (_, write) => {
  const cells = (text: string) => Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
  it.each(FORMULAS)('writes %j as text, as name and as value', (formula) => {
    const [header, row] = cells(write([formula, 'n'], [[formula, -1.5]]));
    expect([header, row]).toEqual([[`'${formula}`, 'n'], [`'${formula}`, '-1.5']]);
  });
  it.each(HARMLESS)('leaves %j as it is', (text) => {
    expect(cells(write(['n', text], [[-1.5, text]]))).toEqual([['n', text], ['-1.5', text]]);
  });
  it('leaves numbers alone', () => {
    expect(write(['n'], [[-1.5], [-1e-300], [1e21], [-0.25]]).split(/\r?\n/).slice(1, 5)).toEqual(['-1.5', '-1e-300', '1e+21', '-0.25']);
  });
});

describe('codes as CSV', () => {
  it('escape ids', () => {
    expect(codesCsv({ codes: Int32Array.of(0, 1), rows: 2, levels: 1 }, { ids: ['=1', '9007199254740993'], rowIndex: Uint32Array.of(0, 1) })).toBe("id,code_1\n'=1,0\n9007199254740993,1\n");
  });
});

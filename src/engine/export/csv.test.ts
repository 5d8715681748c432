/** Quoting as RFC 4180 asks, checked literally and by reading it back with another program's parser. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvText } from './csv';

describe('csvText', () => {
  it('quotes what must be quoted and nothing else', () => {
    expect(
      csvText(
        ['id', 'a "b", c'],
        [
          ['x\ny', 1.5],
          ['plain text', -2],
          ['', Number.NaN],
        ],
      ),
    ).toBe('id,"a ""b"", c"\r\n"x\ny",1.5\r\nplain text,-2\r\n,\r\n');
  });

  it('reads back exactly, numbers to the last bit', () => {
    const rows: (string | number)[][] = [
      ['a,b', Math.fround(0.1)],
      ['"', 1e-300],
      ['\r\n', 2 ** 53],
    ];
    const parsed = Papa.parse<string[]>(csvText(['name', 'value'], rows), { skipEmptyLines: true }).data;
    expect(parsed.slice(1).map(([name, value]) => [name, Number(value)])).toEqual(rows);
  });

  it('takes rows as they come and keeps a lone empty field', () => {
    const rows = function* (): Generator<[string]> {
      yield [''];
      yield ['b'];
    };
    expect(csvText(['only'], rows())).toBe('only\r\n""\r\nb\r\n');
    expect(csvText(['v'], [[Infinity], [-Infinity]])).toBe('v\r\ninf\r\n-inf\r\n');
  });

  it('refuses a row of another length', () => {
    expect(() => csvText(['a', 'b'], [[1, 2], [3]])).toThrow('Row 2 has 1 fields, the header has 2.');
  });
});

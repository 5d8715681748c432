/** Delimiters, headers, quotes, blocks, ids and samples; and each way a text file can be wrong. */
import { describe, expect, it } from 'vitest';
import { csvText } from '../export/csv';
import type { DatasetChoices } from '../records/data';
import { csvReader } from './csv';
import { fileOf, refusal } from './testFiles';

const open = async (text: string, choices: DatasetChoices = {}, name = 'x.csv') => {
  const file = fileOf(name, text);
  const layout = await csvReader.inspect(file, choices);
  return { layout, table: await csvReader.read(file, layout.choices) };
};
const rowsOf = (table: { data: Float32Array; dim: number; rowIndex: Uint32Array }) =>
  [...table.rowIndex].map((_, i) => [...table.data.subarray(i * table.dim, (i + 1) * table.dim)]);

describe('csv', () => {
  it.each([
    ['commas and a header', 'a,b\n1,2\n3,4\n'],
    ['no header', '1,2\n3,4'],
    ['tabs and \\r\\n', 'a\tb\r\n1\t2\r\n3\t4\r\n'],
    ['semicolons and \\r', 'a;b\r1;2\r3;4\r'],
    ['bars and empty lines', '\na|b\n\n1|2\n\n3|4\n\n'],
    ['runs of spaces, as numpy.savetxt and R write', '  1.0   2e0\n  3.00  4\n'],
    ['a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['quotes', '"a","b"\n"1","2"\n"3","4"\n'],
  ])('reads %s', async (_, text) => {
    const { table } = await open(text);
    expect([table.fileRows, table.dim]).toEqual([2, 2]);
    expect(rowsOf(table)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it.each([
    ['under a header', 'a;b;name\n1,5;2;x\n-3,25;4e1;y\n'],
    ['without one', '1,5;2;x\n-3,25;4e1;y\n'],
  ])('reads a comma before decimals %s', async (_, text) => {
    expect(rowsOf((await open(text)).table)).toEqual([[1.5, 2], [-3.25, 40]]);
  });

  it('takes no list, no date and nothing beside decimal points for a comma before decimals', async () => {
    const typeOf = async (text: string) => (await open(text)).layout.columns.map(({ type }) => type);
    expect(await typeOf('v;tags\n1;2,3\n2;1,2,3\n')).toEqual(['number', 'text']);
    expect(await typeOf('v;pair\n1.5;2,3\n2;1,2\n')).toEqual(['number', 'text']);
    expect(await typeOf('v|when\n1|2,3 s\n2|1,2\n')).toEqual(['number', 'text']);
  });

  it('reads one column, with and without a name', async () => {
    expect(rowsOf((await open('1.5\n2.5\n')).table)).toEqual([[1.5], [2.5]]);
    expect((await open('size\n1.5\n2.5\n')).table.columns).toEqual(['size']);
  });

  it('keeps a first row of whole numbers as data, but takes the column numbers of pandas for a header', async () => {
    expect((await open('0,1,2\n3,4,5\n')).table.fileRows).toBe(2);
    const { layout, table } = await open(',0,1\nx,0.5,1.5\ny,2.5,3.5\n');
    expect(table.ids).toEqual(['x', 'y']);
    expect(layout.choices).toEqual({ idColumn: 'index', metadataColumns: [], columns: ['0', '1'] });
    expect(rowsOf(table)).toEqual([
      [0.5, 1.5],
      [2.5, 3.5],
    ]);
  });

  it.each(['id,0,1,2,3', 'item,0,1,2,3', '0,1,2,3,label', 'id,1,2,3,4', '1,2,3,4,kind', ',0,1,2,3'])('takes the bare numbers of %s for names', async (header) => {
    const isLast = /^\d/.test(header);
    const rows = Array.from({ length: 30 }, (_, i) => [0.5 + i, -i / 3, Math.sin(i), i ** 0.5].map((value) => value.toFixed(3)));
    const { table } = await open([header, ...rows.map((row, i) => (isLast ? [...row, `k${i % 3}`] : [`x${i}`, ...row]).join())].join('\n'));
    expect([table.fileRows, table.dim, table.data[0]]).toEqual([30, 4, 0.5]);
  });

  it('finds ids by name, else by values without repeats; the other text columns are metadata', async () => {
    const named = await open('x,item_id,y,kind\n1,7,2,a\n3,8,4,a\n');
    expect(named.layout.columns).toEqual([
      { name: 'x', type: 'number' },
      { name: 'item_id', type: 'number' },
      { name: 'y', type: 'number' },
      { name: 'kind', type: 'text' },
    ]);
    expect(named.layout.choices).toEqual({ idColumn: 'item_id', metadataColumns: ['kind'], columns: ['x', 'y'] });
    expect(named.table.ids).toEqual(['7', '8']);
    expect(named.table.metadata).toEqual([{ name: 'kind', values: ['a', 'a'] }]);
    expect(rowsOf(named.table)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect((await open('user_id,a,b_id\n1,2,3\n4,5,6\n')).layout.choices).toMatchObject({ idColumn: 'user_id', columns: ['a'] });
    const distinct = await open('kind,title,x\na,"one, two",1\na,three,2\n');
    expect(distinct.layout.choices.idColumn).toBe('title');
    expect(distinct.table.ids).toEqual(['one, two', 'three']);
  });

  it('follows the choices: no ids, some columns in their own order, numbers as metadata', async () => {
    const { table } = await open('id,a,b,c\n1,2,3,4\n5,6,7,8\n', { idColumn: '', metadataColumns: ['a'], columns: ['c', 'b'] });
    expect(table.ids).toBeNull();
    expect(rowsOf(table)).toEqual([
      [4, 3],
      [8, 7],
    ]);
    expect(table.metadata).toEqual([{ name: 'a', values: ['2', '6'] }]);
  });

  it('takes empty fields, NaN and NA for missing and inf for infinite', async () => {
    const { table } = await open('a,b,c\n,nan,NA\ninf,-inf,1e400\n1,2,3\n');
    expect(rowsOf(table)).toEqual([
      [NaN, NaN, NaN],
      [Infinity, -Infinity, Infinity],
      [1, 2, 3],
    ]);
  });

  it('reads several blocks, quoted line breaks and all, and samples the same rows as any other reader would', async () => {
    // 9 MB: many blocks of text, borders inside quotes, numbers and characters.
    const rows = Array.from({ length: 200_000 }, (_, i) => [
      i % 1000 === 0 ? `line\n${i}` : `é${i}`,
      i / 7,
      Math.fround(Math.sin(i)),
      -1 - i,
    ]);
    for (const text of [
      csvText(['name', 'a', 'b', 'c'], rows),
      csvText(
        ['name', 'a', 'b', 'c'],
        rows.map((row, i) => [`é${i}`, ...row.slice(1)]),
      ),
    ]) {
      const { table } = await open(text);
      expect(table.fileRows).toBe(rows.length);
      expect(table.data.length).toBe(rows.length * 3);
      for (let i = 0; i < rows.length; i += 101)
        expect([...table.data.subarray(i * 3, i * 3 + 3)]).toEqual(rows[i]!.slice(1).map((value) => Math.fround(value as number)));
      expect(table.ids![199_999]).toBe('é199999');
      const sample = (await open(text, { sampleRows: 500, sampleSeed: 4 })).table;
      expect(sample.rowIndex.length).toBe(500);
      sample.rowIndex.forEach((row, i) => expect(sample.data[3 * i + 2]).toBe(-1 - row));
      expect(sample.ids![7]).toBe(table.ids![sample.rowIndex[7]!]);
    }
  });
});

describe('csv that cannot be read', () => {
  it.each([
    [
      'text in a numeric column',
      'a,b\n1,2\n3,4\n5,abc\n',
      'x.csv: row 2 (counted from 0, without the header), column "b" holds "abc"; a number was wanted.',
      'leave this column out',
    ],
    [
      'a decimal comma beside decimal points',
      'a;b\n1;2\n3.5;4\n5;0,5\n',
      'x.csv: row 2 (counted from 0, without the header), column "b" holds "0,5"; a number was wanted.',
      'use a decimal point',
    ],
    [
      'a short row',
      'a,b,c\n1,2,3\n4,5\n',
      'x.csv: row 1 (counted from 0, without the header) has 2 fields, the header has 3; it begins with "4, 5".',
      'the same number of fields',
    ],
    [
      'a long row',
      '1,2\n3,4\n5,6,7\n8,9\n',
      'x.csv: row 2 (counted from 0) has 3 fields, the first row has 2; it begins with "5, 6, 7".',
      'the same number of fields',
    ],
    [
      'no numbers',
      'a,b\nx,y\nz,y\n',
      'x.csv has no numeric columns for the vector; it has "a" (text, the ids), "b" (text).',
      'Choose at least one numeric column',
    ],
    [
      'only an id',
      'id\n1\n2\n',
      'x.csv has no numeric columns for the vector; it has "id" (number, the ids).',
      'Choose at least one numeric column',
    ],
    ['a header alone', 'a,b\n', 'x.csv has no rows; at least one is needed.', 'one row per item'],
    ['empty lines', '\n\n  \n', 'x.csv holds no rows, only empty lines.', 'one row per item'],
    [
      'an open quote',
      'a,b\n1,2\n"3,4\n5,6\n',
      'x.csv: a quote is opened and never closed; the text after it reads "3,4\\n5,6\\n".',
      'Close the quote',
    ],
  ])('refuses %s', async (_, text, message, hint) => {
    const seen = await refusal(open(text));
    expect(seen.message).toBe(message);
    expect(seen.hint).toContain(hint);
  });

  it('refuses 5 million columns without splitting them', async () => {
    const seen = await refusal(open('0,'.repeat(4_999_999) + '0\n'));
    expect(seen.message).toBe('x.csv has 5,000,000 columns; at most 65,536 can be used.');
    expect(seen.hint).toContain('transposed');
  });

  it('refuses chosen columns that are not there or not numbers', async () => {
    expect((await refusal(open('a,b\n1,x\n2,x\n', { columns: ['a', 'z'] }))).message).toBe('x.csv has no column "z"; it has "a", "b".');
    expect((await refusal(open('a,b\n1,x\n2,x\n', { columns: ['b'] }))).message).toBe(
      'x.csv: the column "b" holds text; number was wanted.',
    );
    expect((await refusal(open('a,b\n1,x\n2,x\n', { idColumn: 'q' }))).message).toBe('x.csv has no column "q"; it has "a", "b".');
  });
});

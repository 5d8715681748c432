/** Tables read from every format: the same cells from all, missing values, long ids, samples, a million labels, and each way a file can be wrong. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { cellsOf, csvFile } from './tableTestFiles';
import { readTable, tableExtensions } from './tableReaders';
import { fileOf, refusal } from './testFiles';

const rows = [
  { user: '007', age: 31, city: 'Aachen, West', spend: 1.5, tags: ['a', 'b'], when: '2024-02-03 10:00:00', paid: true },
  { user: '12', age: null, city: 'Bonn', spend: -2, tags: [], when: null, paid: false },
  { user: '3', age: 44, city: null, spend: 0, tags: ['b'], when: '2024-02-04 00:00:00', paid: null },
];
/** What all three files hold; text files and JSON give lists as they are written. */
const cells = {
  user: ['007', '12', '3'], age: ['31', '', '44'], city: ['Aachen, West', 'Bonn', ''], spend: ['1.5', '-2', '0'], tags: ['a|b', '', 'b'],
  when: ['2024-02-03 10:00:00', '', '2024-02-04 00:00:00'], paid: ['true', 'false', ''],
};
const text = (delimiter: string): string => {
  const quoted = (value: unknown): string => (Array.isArray(value) ? value.join('|') : value === null ? '' : String(value).includes(delimiter) ? `"${value as string}"` : String(value));
  return [Object.keys(rows[0]!).join(delimiter), ...rows.map((row) => Object.values(row).map(quoted).join(delimiter))].join('\r\n');
};
const optional = (name: string, element: Partial<SchemaElement>): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...element });
const UTF8 = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const parquet = (): ArrayBuffer =>
  parquetWriteBuffer({
    rowGroupSize: 2,
    columnData: Object.keys(cells).map((name) => ({ name, data: rows.map((row) => row[name as keyof (typeof rows)[0]]) })),
    schema: [
      { name: 'root', num_children: 7 },
      optional('user', UTF8), optional('age', { type: 'INT32' }), optional('city', UTF8), optional('spend', { type: 'DOUBLE' }),
      optional('tags', { num_children: 1, converted_type: 'LIST' }), { name: 'list', repetition_type: 'REPEATED', num_children: 1 }, optional('element', UTF8),
      optional('when', UTF8), optional('paid', { type: 'BOOLEAN' }),
    ],
  });

describe('table files', () => {
  it('reads a comma before decimals and says so; ids and labels stay as they are', async () => {
    const read = await readTable(fileOf('x.csv', 'spend;pair;age\n1,50;1,2;31\n;1,2,3;0,5\n-2,0;3;44\n'), {});
    expect(cellsOf(read.columns)).toEqual({ spend: ['1.5', '', '-2'], pair: ['1,2', '1,2,3', '3'], age: ['31', '0.5', '44'] });
    expect(read.notes).toEqual(['Read with a comma before decimals: "spend", "age".']);
  });

  it.each([
    ['x.csv', 'csv', () => text(',')],
    ['x.tsv', 'csv', () => text('\t')],
    ['x.txt', 'csv', () => text(';')],
    ['x.jsonl', 'jsonl', () => rows.map((row) => JSON.stringify(row)).join('\n')],
    ['x.NDJSON', 'jsonl', () => rows.map((row) => `${JSON.stringify(row)}\r\n\r\n`).join('')],
    ['x.parquet', 'parquet', parquet],
    ['x.pq', 'parquet', parquet],
  ])('%s gives its cells', async (name, format, content) => {
    const read = await readTable(fileOf(name, content()), {});
    expect([read.format, read.fileRows, Array.from(read.rowIndex)]).toEqual([format, 3, [0, 1, 2]]);
    expect(cellsOf(read.columns)).toEqual(cells);
    const types = Object.fromEntries(read.columns.map((column) => [column.name, column.type]));
    expect(types).toEqual({ user: 'category', age: 'number', city: 'category', spend: 'number', tags: format === 'csv' ? 'category' : 'list', when: 'category', paid: 'category' });
    expect(tableExtensions).toContain(name.split('.')[1]!.toLowerCase());
  });

  it('draws the same rows from every format', async () => {
    const all = Array.from({ length: 3000 }, (_, i) => ({ i, word: `w${i % 7}` }));
    const files = [
      csvFile('a.csv', ['i', 'word'], all.map(({ i, word }) => [i, word])),
      fileOf('a.jsonl', all.map((row) => JSON.stringify(row)).join('\n')),
      fileOf('a.parquet', parquetWriteBuffer({ rowGroupSize: 700, columnData: [{ name: 'i', data: all.map(({ i }) => i), type: 'INT32' }, { name: 'word', data: all.map(({ word }) => word) }] })),
    ];
    const drawn = [];
    for (const file of files) drawn.push(await readTable(file, { sampleRows: 50, sampleSeed: 3 }));
    expect(drawn.map(({ fileRows }) => fileRows)).toEqual([3000, 3000, 3000]);
    for (const { rowIndex, columns } of drawn) {
      expect(cellsOf(columns)).toEqual({ i: Array.from(rowIndex, String), word: Array.from(rowIndex, (row) => `w${row % 7}`) });
      expect(rowIndex).toEqual(drawn[0]!.rowIndex);
    }
    expect(new Set(drawn[0]!.rowIndex).size).toBe(50);
  });

  it('takes NaN, NA, null and blanks for missing, and long or zero-led numbers for labels', async () => {
    const { columns } = await readTable(csvFile('x.csv', ['n', 'word', 'long', 'late'], [
      ['1.0', 'NA', '12345678901234567890', 1], [' nan ', ' b ', '12345678901234567891', '2.0'], ['null', '', 'NaN', 'x'], ['', 'None', '1', '1.0'],
    ]), {});
    expect(cellsOf(columns)).toEqual({ n: ['1', '', '', ''], word: ['', 'b', '', ''], long: ['12345678901234567890', '12345678901234567891', '', '1'], late: ['1', '2', 'x', '1'] });
    expect(columns.map(({ type }) => type)).toEqual(['number', 'category', 'category', 'category']);
  });

  it('fills keys that not every object has, and keeps what lies within them as a label', async () => {
    const { columns } = await readTable(fileOf('x.jsonl', '{"a":1}\n{"b":{"c":[1]}}\n{"a":2,"b":null,"d":[3,"x"]}\n{"d":5}\n'), {});
    expect(cellsOf(columns)).toEqual({ a: ['1', '', '2', ''], b: ['', '{"c":[1]}', '', ''], d: ['', '', '3|x', '5'] });
  });

  it('makes columns of the components of vectors, from every format, and lists of labels of all else', async () => {
    const random = new Random(8);
    const vectors = Array.from({ length: 40 }, (_, i) => (i === 4 ? [] : Array.from({ length: 300 }, () => (i === 0 ? 0 : Number(random.normal().toFixed(3))))));
    const tags = vectors.map((_, i) => [i % 5, (i + 1) % 7]);
    const uneven = vectors.map((vector, i) => vector.slice(0, 2 + (i % 3)));
    const list = (name: string, type: SchemaElement['type']): SchemaElement[] => [optional(name, { num_children: 1, converted_type: 'LIST' }), { name: 'list', repetition_type: 'REPEATED', num_children: 1 }, optional('element', { type })];
    const files = [
      fileOf('v.jsonl', vectors.map((emb, i) => JSON.stringify({ emb, tags: tags[i], uneven: uneven[i] })).join('\n')),
      fileOf('v.csv', `emb;tags;uneven\n${vectors.map((emb, i) => [emb, tags[i], uneven[i]].map((cell) => JSON.stringify(cell)).join(';')).join('\n')}`),
      fileOf('v.parquet', parquetWriteBuffer({
        columnData: [{ name: 'emb', data: vectors }, { name: 'tags', data: tags }, { name: 'uneven', data: uneven }],
        schema: [{ name: 'root', num_children: 3 }, ...list('emb', 'DOUBLE'), ...list('tags', 'INT32'), ...list('uneven', 'DOUBLE')],
      })),
    ];
    for (const file of files) {
      const { columns, notes } = await readTable(file, {});
      const components = columns.filter(({ name }) => name.startsWith('emb['));
      expect(components.length).toBe(256);
      for (const j of [0, 7, 255]) {
        const component = components[j]!;
        expect(component.name).toBe(`emb[${j}]`);
        expect(component.type === 'number' && Array.from(component.values)).toEqual(vectors.map((vector) => vector[j] ?? NaN));
      }
      expect(notes).toEqual(['"emb" holds vectors: the first 256 of its 300 components are columns.']);
      expect(columns.slice(256).map(({ name }) => name)).toEqual(['tags', 'uneven']);
      const [tagged] = columns.slice(256);
      expect(tagged!.type).toBe(file.name === 'v.csv' ? 'category' : 'list');
    }
  });

  it('survives a column of a million different labels', async () => {
    const lines = Array.from({ length: 1_000_000 }, (_, i) => `key-${(i * 7919) % 1_000_003},${i % 100}\n`);
    const { columns, fileRows } = await readTable(fileOf('x.csv', `key,n\n${lines.join('')}`), {});
    const [key] = columns;
    expect([fileRows, key!.type === 'category' && key!.labels.length]).toEqual([1_000_000, 1_000_000]);
    expect(cellsOf([key!]).key![999_999]).toBe(`key-${(999_999 * 7919) % 1_000_003}`);
  }, 60_000);

  it('refuses what is no table, in words', async () => {
    const random = new Random(1);
    const tellsOf = async (file: File): Promise<string> => (await refusal(readTable(file, {}))).message;
    const cut = new Uint8Array(parquet()).slice(0, -10);
    const broken = new Uint8Array(parquet()).map((byte, i, all) => (i > 4 && i < all.length - 8 ? random.integer(256) : byte));
    expect(await tellsOf(fileOf('x.xlsx', 'PK'))).toContain('ends in .xlsx');
    expect(await tellsOf(fileOf('x.csv', ''))).toContain('is empty (0 bytes)');
    expect(await tellsOf(fileOf('x.csv', 'a,b\n'))).toContain('has no rows');
    expect(await tellsOf(fileOf('x.csv', 'a,b\n1,2\n3\n'))).toContain('row 1 (counted from 0, without the header) has 1 field');
    expect(await tellsOf(fileOf('x.jsonl', '{"a":1}\n{"a":none}\n'))).toContain('line 2 is not JSON');
    expect(await tellsOf(fileOf('x.jsonl', '[1,2]\n'))).toContain('line 1 holds a list');
    expect(await tellsOf(fileOf('x.jsonl', '\n\n'))).toContain('has no columns');
    expect(await tellsOf(fileOf('x.parquet', 'a,b\n1,2'))).toContain('a Parquet file starts with "PAR1"');
    expect(await tellsOf(fileOf('x.parquet', cut))).toContain('a whole Parquet file ends with "PAR1"');
    expect(await tellsOf(fileOf('x.parquet', broken))).toContain('x.parquet cannot be read as Parquet');
    expect(await tellsOf(fileOf('x.csv', `${Array.from({ length: 1001 }, (_, j) => `c${j}`).join()}\n${'1,'.repeat(1000)}1\n`))).toContain('1,001 columns');
    expect(await refusal(readTable(fileOf('x.csv', 'a\n1\n'), { sampleRows: 1.5 }))).toMatchObject({ message: expect.stringContaining('1.5') });
  });
});

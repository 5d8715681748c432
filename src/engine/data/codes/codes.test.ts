/** Published codes in every way that programs write them, and what is said of files that are none. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../../export/npy';
import { fileOf } from '../testFiles';
import { inspectCodes, loadCodes } from './codes';
import { findOffsets } from './offsets';
import { tokensOf } from './tokens';

const IDS = [[12, 3, 7], [0, 15, 2], [5, 5, 1], [12, 3, 8]];
const TOKENS = IDS.map((codes) => codes.map((code, level) => `<${'abc'[level]!}_${code}>`));
const NAMES = ['B01', 'B02', 'B07', 'B09'];
const lines = (rows: readonly unknown[]) => rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
const csv = (header: string, rows: readonly (string | number)[][]) => `${header}\n${lines(rows.map((row) => row.join(',')))}`;
const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) => fileOf('c.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
const index = (entries: Record<string, unknown>, name = 'x.index.json') => fileOf(name, JSON.stringify(entries));
const byKey = (keys: readonly (string | number)[], values: readonly unknown[]) => Object.fromEntries(keys.map((key, i) => [String(key), values[i]]));

async function read(file: File, choices = {}) {
  const { published, inspection } = await loadCodes(file, choices);
  const { levels } = inspection.summary!;
  return { ids: published.ids, codes: Array.from({ length: published.codes.length / levels }, (_, i) => [...published.codes.subarray(i * levels, (i + 1) * levels)]), inspection };
}

describe('the same IDs are read from', () => {
  const rows = IDS.map((codes, i) => [NAMES[i]!, ...codes]);
  it.each([
    ['an index of tokens', null, index(byKey([0, 1, 2, 3], TOKENS))],
    ['an index of numbers', null, index(byKey([0, 1, 2, 3], IDS))],
    ['an index by name', NAMES, index(byKey(NAMES, TOKENS))],
    ['an index of texts', NAMES, index(byKey(NAMES, TOKENS.map((each) => each.join(''))))],
    ['a list of lists', null, fileOf('x.json', JSON.stringify(IDS))],
    ['a list of lists of tokens', null, fileOf('x.json', JSON.stringify(TOKENS))],
    ['lines of objects', NAMES, fileOf('x.jsonl', lines(IDS.map((codes, i) => ({ item: NAMES[i], codes }))))],
    ['lines of objects with tokens', NAMES, fileOf('x.jsonl', lines(TOKENS.map((tokens, i) => ({ item_id: NAMES[i], sid: tokens.join('') }))))],
    ['lines of lists', null, fileOf('x.jsonl', lines(IDS))],
    ['lines of lists of tokens', null, fileOf('x.jsonl', lines(TOKENS))],
    ['a column for each level', NAMES, fileOf('x.csv', csv('id,code_1,code_2,code_3', rows))],
    ['tabs', NAMES, fileOf('x.tsv', csv('id,code_1,code_2,code_3', rows).replaceAll(',', '\t'))],
    ['columns of tokens', NAMES, fileOf('x.csv', csv('asin,c0,c1,c2', TOKENS.map((tokens, i) => [NAMES[i]!, ...tokens])))],
    ['columns that are named anyhow', NAMES, fileOf('x.csv', csv('id,first,second,third', rows))],
    ['one column with dashes', NAMES, fileOf('x.csv', csv('id,sid', IDS.map((codes, i) => [NAMES[i]!, codes.join('-')])))],
    ['one column with lists', NAMES, fileOf('x.csv', csv('id,codes', IDS.map((codes, i) => [NAMES[i]!, `"[${codes.join(', ')}]"`])))],
    ['one column with commas', NAMES, fileOf('x.csv', csv('id,codes', IDS.map((codes, i) => [NAMES[i]!, `"${codes.join(',')}"`])))],
    ['one column of tokens', NAMES, fileOf('x.csv', csv('id,semantic_id', TOKENS.map((tokens, i) => [NAMES[i]!, tokens.join('')])))],
    ['Parquet columns', NAMES, parquet([{ name: 'id', data: NAMES }, ...[0, 1, 2].map((level) => ({ name: `code_${level + 1}`, data: IDS.map((codes) => codes[level]!), type: 'INT32' as const }))])],
    ['Parquet texts', NAMES, parquet([{ name: 'id', data: NAMES }, { name: 'sid', data: TOKENS.map((tokens) => tokens.join('')) }])],
    ['an array', null, fileOf('x.npy', npyBytes(Int32Array.from(IDS.flat()), [4, 3]))],
    ['an array of floats', null, fileOf('x.npy', npyBytes(Float32Array.from(IDS.flat()), [4, 3]))],
  ])('%s', async (_, ids, file) => {
    expect(await read(file)).toMatchObject({ ids, codes: IDS });
  });

  it('a vocabulary of all levels, and says so', async () => {
    const { codes, inspection } = await read(index(byKey([0, 1, 2, 3], IDS.map((each) => each.map((code, level) => code + 16 * level)))));
    expect(codes).toEqual(IDS);
    expect(inspection.summary).toMatchObject({ offsets: [0, 16, 32], numCodes: [16, 16, 16], distinct: 4 });
    expect(inspection.warnings).toEqual(['All levels share one vocabulary: level 1 begins at 0, level 2 begins at 16, level 3 begins at 32. The codes are read without these offsets, each level from 0.']);
    expect((await read(index(byKey([0, 1], [[1, 17], [2, 18]])), { offsets: false })).codes).toEqual([[1, 17], [2, 18]]);
  });
});

describe('what is wrong is said', () => {
  const bad = async (file: File, choices = {}) => (await inspectCodes(file, choices)).problem;
  it.each([
    ['2 of 4 items have another number of codes', 'one code for each level', index(byKey([0, 1, 2, 3], [[1, 2, 3], [1, 2], [1, 2, 3], [4]]))],
    ['"B02" has the code -1 at level 2; codes are whole numbers', 'Correct the code', index(byKey(NAMES, [[1, 2], [1, -1], [0, 0], [1, 1]]))],
    ['the item "a" twice', 'one ID for each item', fileOf('x.index.json', '{"a": ["<a_1>"], "b": ["<a_2>"], "a": ["<a_3>"]}')],
    ['the item "B01" has two IDs: 1-2 in row 0 and 1-3 in row 1', 'Keep one row', fileOf('x.csv', 'id,code_1,code_2\nB01,1,2\nB01,1,3\n')],
    ['is empty (0 bytes)', 'Copy or download', fileOf('x.index.json', '')],
    ['has no columns', '', fileOf('x.index.json', '{}')],
    ['has no rows', '', fileOf('x.csv', 'id,code_1,code_2\n')],
    ['holds no item with codes: 2 rows are empty', 'one ID for each item', fileOf('x.csv', 'id,code_1,code_2\na,,\nb,-1,-1\n')],
    ['no column that looks like codes', 'Choose the columns', fileOf('x.csv', 'id,city\nB01,Bonn\nB02,Ulm\n')],
    ['is not JSON', 'Write one value', fileOf('x.index.json', '{"a": ["<a_1>"')],
    ['has <b_1> at level 1', 'same order', index(byKey([0, 1], [['<a_1>', '<b_2>'], ['<b_1>', '<a_2>']]))],
    ['768 columns', 'as vectors', fileOf('x.npy', npyBytes(new Float32Array(768 * 2), [2, 768]))],
    ['a codebook has 1,048,576 codes at most', 'Ids or hashes', index(byKey([0, 1], [[1, 99_999_999], [2, 5]]))],
    ['row 1 (counted from 0) holds "0.5"', 'whole numbers', fileOf('x.npy', npyBytes(Float32Array.of(1, 2, 0.5, 4), [2, 2]))],
  ])('%s', async (message, hint, file) => {
    const problem = await bad(file);
    expect(problem).toMatchObject({ name: 'input', message: expect.stringContaining(message) as string });
    expect(problem!.hint).toContain(hint);
  });

  it('of choices', async () => {
    const file = () => fileOf('x.csv', 'id,code_1,code_2\nB01,1,2\nB02,1,3\n');
    expect((await bad(file(), { columns: ['nope'] }))!.message).toContain('nope');
    expect((await bad(file(), { numCodes: [2] }))!.message).toBe('x.csv: level 2 uses the code 3; with 2 codes they end at 1.');
    expect((await bad(file(), { numCodes: [2, 3, 4] }))!.message).toBe('3 numbers of codes are chosen for 2 levels.');
    expect((await bad(index(byKey([0, 1], [[1, 2], [2, 1]])), { offsets: true }))!.message).toContain('share no vocabulary');
    expect((await inspectCodes(file(), { numCodes: [8] })).summary).toMatchObject({ numCodes: [8, 8], usedCodes: [1, 2] });
    expect((await inspectCodes(file(), { columns: ['code_2'], idColumn: '' })).summary).toMatchObject({ levels: 1, items: 2 });
  });

  it('and what is odd is told, not refused', async () => {
    const told = async (file: File) => (await inspectCodes(file)).warnings.join(' ');
    expect(await told(fileOf('x.csv', 'id,code_1,code_2\na,1,2\nb,-1,-1\nc,,\n'))).toContain('2 rows have no ID');
    expect(await told(fileOf('x.csv', 'id,code_1,code_2\na,0,2\na,0,2\nb,1,1\n'))).toContain('1 row repeats an item');
    expect(await told(index(byKey([0, 1, 2, 5], IDS)))).toContain('Ids are numbers up to 5, and 2 of them are missing.');
    expect(await told(index(byKey([0, 1], [[1, 40_000], [2, 5]])))).toContain('more than there are items (2)');
    expect(await told(index(byKey([0, 1], [[1, 1], [2, 4]])))).toContain('seem to start at 1');
  });
});

it('tells codes by their letters, and where levels start', () => {
  expect(['<a_12>', 'a_12', '[a_12]', '<|sid_0_12|>', '12', 'C12', 'x', '1.5', ''].map((text) => tokensOf(text)?.map(({ prefix, code }) => `${prefix}:${code}`).join())).toEqual(['a:12', 'a:12', 'a:12', 'sid_0:12', ':12', 'C:12', undefined, undefined, undefined]);
  expect(['<a_1><b_2>', 'a_1-b_2', 'a1b2', '(1, 2)', "['<a_1>', '<b_2>']", '[a_1][b_2]', '1_2', '1 2', '1|2'].map((text) => tokensOf(text)?.map(({ code }) => code))).toEqual(Array.from({ length: 9 }, () => [1, 2]));
  expect(findOffsets([0, 256, 512], [255, 511, 767])).toEqual({ offsets: [0, 256, 512], numCodes: [256, 256, 256] });
  expect(findOffsets([32_001, 32_256, 32_513], [32_255, 32_511, 32_767])).toEqual({ offsets: [32_000, 32_256, 32_512], numCodes: [256, 256, 256] });
  expect(findOffsets([0, 10, 40], [7, 30, 41])).toEqual({ offsets: [0, 10, 40], numCodes: [10, 30, 2] });
  expect(findOffsets([0, 5], [8, 9])).toBeNull();
});

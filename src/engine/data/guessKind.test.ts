/** What files are taken for, by their beginning. */
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import { guessKind } from './guessKind';
import { csvFile, viewsFile } from './tableTestFiles';
import { fileOf } from './testFiles';

const dims = Array.from({ length: 10 }, (_, j) => `e${j}`);
const row = (i: number) => dims.map((_, j) => (Math.sin(i * 10 + j)).toFixed(3));
const rows = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a file is taken for', () => {
  it.each([
    ['vectors', 'the format holds arrays', fileOf('a.npy', 'x')],
    ['vectors', '10 numbered columns of numbers ("e…")', csvFile('v.csv', ['item_id', ...dims, 'label'], rows(30).map((i) => [`i${i}`, ...row(i), i % 2]))],
    ['vectors', '10 numbered columns of numbers', fileOf('v.tsv', rows(30).map((i) => `${row(i).join('\t')}\n`).join(''))],
    ['vectors', '"emb" holds lists of numbers', fileOf('v.jsonl', rows(5).map((i) => `${JSON.stringify({ id: i, emb: row(i).map(Number) })}\n`).join(''))],
    ['vectors', 'columns of numbers', csvFile('v.csv', ['a', 'b'], rows(5).map((i) => [i / 3, i / 7]))],
    ['log', '"user_id" names users, "item_id" items, "ts" times', csvFile('l.csv', ['user_id', 'item_id', 'ts'], rows(9000).map((i) => [i % 50, i % 13, 1_650_000_000 + i]))],
    ['log', '"uid" names users, "asin" items, "rating" labels', csvFile('l.csv', ['uid', 'asin', 'rating'], rows(30).map((i) => [i % 5, `B${i}`, i % 5]))],
    ['sequences', 'lines of ids, in different numbers', fileOf('s.txt', rows(20).map((i) => `${rows(2 + (i % 5)).map((j) => i * j).join(' ')}\n`).join(''))],
    ['sequences', '"item_seq" holds lists of items', csvFile('s.tsv', ['user_id', 'item_seq', 'item_id'], rows(9).map((i) => [i, `${i} ${i + 1} 3`, 3]), '\t')],
    ['table', '"watch_s" is named as a value to predict', viewsFile()],
    ['table', '2 of 3 columns hold words or labels', csvFile('t.csv', ['city', 'kind', 'n'], rows(20).map((i) => [`c${i % 4}`, `k${i % 3}`, i / 3]))],
  ] as const)('%s: %s', async (kind, reason, file) => {
    expect(await guessKind(file)).toEqual({ kind, reason });
  });

  it.each([
    ['"codes" holds tokens such as <a_1><b_2>', fileOf('x.index.json', JSON.stringify({ 0: ['<a_1>', '<b_2>'], 1: ['<a_4>', '<b_0>'] }))],
    ['"sid" holds tokens such as <a_0><b_1>', csvFile('c.csv', ['item', 'sid'], rows(9).map((i) => [`i${i}`, `<a_${i}><b_1>`]))],
    ['"codes" holds lists of codes such as 0-5-1', fileOf('c.jsonl', rows(9).map((i) => `${JSON.stringify({ id: i, codes: [i, 5, 1] })}\n`).join(''))],
    ['whole numbers in "code_1" to "code_3"', csvFile('c.csv', ['id', 'code_1', 'code_2', 'code_3'], rows(9).map((i) => [`i${i}`, i % 3, i % 5, 1]))],
  ] as const)('codes: %s', async (reason, file) => {
    expect(await guessKind(file)).toEqual({ kind: 'codes', reason });
  });

  it('arrays of few whole numbers are codes or vectors, and columns of whole numbers vectors or codes', async () => {
    expect(await guessKind(fileOf('c.npy', npyBytes(Int32Array.of(1, 2, 3, 4), [2, 2])))).toEqual({ kind: 'codes', reason: '2 whole numbers for each row (int32)', also: ['vectors'] });
    expect(await guessKind(csvFile('c.csv', ['a', 'b'], rows(5).map((i) => [i, 7 - i])))).toMatchObject({ kind: 'vectors', also: ['codes'] });
  });

  it('nothing where it cannot be read or says nothing', async () => {
    expect([await guessKind(fileOf('a.csv', '')), await guessKind(fileOf('a.parquet', 'PAR1')), await guessKind(fileOf('a.csv', 'x\nword\n'))]).toEqual([null, null, null]);
  });
});

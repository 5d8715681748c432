/** Vectors and tables in JSON: every layout, long whole numbers digit for digit, missing lists, and what is refused by name. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { loadTable } from './table';
import { readTable } from './tableReaders';
import { cellsOf } from './tableTestFiles';
import { fileOf, refusal } from './testFiles';

const N = 45;
const DIM = 6;
const random = new Random(9);
const matrix = Array.from({ length: N }, () => Array.from({ length: DIM }, () => Number(random.normal().toFixed(4))));
const ids = matrix.map((_, i) => `k${i}`);
const named = matrix.map((row, i) => ({ id: ids[i], ...Object.fromEntries(row.map((value, j) => [`e${j}`, value])) }));
const listed = matrix.map((row, i) => ({ id: ids[i], embedding: row }));
const columns = Object.keys(named[0]!) as (keyof (typeof named)[0])[];
const byColumn = Object.fromEntries(columns.map((name) => [name, named.map((row) => row[name])]));
const byRow = (rows: readonly unknown[]) => Object.fromEntries(rows.map((row, i) => [String(i), row]));

describe('vectors in JSON', () => {
  it.each<[string, string, string, readonly string[] | null]>([
    ['objects with a list, one a line', 'x.jsonl', listed.map((row) => JSON.stringify(row)).join('\n'), ids],
    ['objects of numbers, one a line', 'x.ndjson', named.map((row) => JSON.stringify(row)).join('\r\n\r\n'), ids],
    ['lists, one a line', 'x.jsonl', matrix.map((row) => JSON.stringify(row)).join('\n'), null],
    ['a list of lists', 'x.json', JSON.stringify(matrix), null],
    ['a list of objects over many lines', 'x.json', JSON.stringify(listed, null, 2), ids],
    ['a list in a file named .jsonl', 'x.jsonl', JSON.stringify(named, null, 1), ids],
    ['lines in a file named .json', 'x.json', listed.map((row) => JSON.stringify(row)).join('\n'), ids],
    ['a list in a file named .txt', 'x.txt', JSON.stringify(matrix), null],
    ['columns (pandas)', 'x.json', JSON.stringify(Object.fromEntries(columns.map((name) => [name, byRow(byColumn[name]!)]))), ids],
    ['index (pandas)', 'x.json', JSON.stringify(byRow(named)), ids],
    ['index by id (pandas)', 'x.json', JSON.stringify(Object.fromEntries(matrix.map((row, i) => [ids[i], { vector: row }]))), ids],
    ['split (pandas)', 'x.json', JSON.stringify({ columns, index: [...named.keys()], data: named.map((row) => columns.map((name) => row[name])) }), ids],
    ['table (pandas)', 'x.json', JSON.stringify({ schema: { fields: [] }, data: named.map((row, index) => ({ index, ...row })) }), ids],
    ['lists of columns', 'x.json', JSON.stringify(byColumn), ids],
    ['ids and vectors side by side', 'x.json', JSON.stringify({ ids, embeddings: matrix }), ids],
    ['ids and vectors side by side, and a name', 'x.json', JSON.stringify({ model: 'm', ids, count: N, embeddings: matrix }), ids],
    ['vectors by key', 'x.json', JSON.stringify(Object.fromEntries(matrix.map((row, i) => [ids[i], row]))), ids],
    ['rows within an answer', 'x.json', JSON.stringify({ object: 'list', model: 'm', data: matrix.map((embedding, i) => ({ object: 'embedding', id: ids[i], embedding })) }), ids],
    ['an object within the object', 'x.jsonl', matrix.map((row, i) => JSON.stringify({ id: ids[i], data: { vec: row, lang: 'en' } })).join('\n'), ids],
  ])('%s', async (_, name, text, wanted) => {
    const { data, summary, ids: read } = await loadDataset(fileOf(name, text), {});
    expect([summary.rows, summary.dim]).toEqual([N, DIM]);
    expect(Array.from(data)).toEqual(matrix.flat().map(Math.fround));
    expect(read).toEqual(wanted);
  });

  it('chooses the list by what it holds: fractions first, then equal lengths', async () => {
    const rows = matrix.map((row, i) => ({ tags: Array.from({ length: 1 + (i % 9) }, (_, k) => k), history: Array.from({ length: 12 }, (_, k) => k + i), vec: row, ragged: row.slice(i % 3) }));
    const { choices } = await inspectFile(fileOf('x.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')));
    expect(choices.vectorColumn).toBe('vec');
  });

  it('takes null, empty lists and absent keys for bad rows; null within a list is NaN', async () => {
    const rows = listed.map((row, i) => (i === 3 ? { id: row.id, embedding: null } : i === 5 ? { id: row.id, embedding: [] } : i === 7 ? { id: row.id } : i === 9 ? { id: row.id, embedding: [null, ...row.embedding.slice(1)] } : row));
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    expect((await inspectFile(fileOf('x.jsonl', text))).summary).toMatchObject({ nanRows: 4, firstBadRows: [3, 5, 7, 9] });
    const dropped = await loadDataset(fileOf('x.jsonl', text), { badRows: 'drop' });
    expect(dropped.ids).toEqual(ids.filter((_, i) => ![3, 5, 7, 9].includes(i)));
  });

  it('reads what Python writes for NaN and infinities', async () => {
    const text = listed.map((row, i) => JSON.stringify(row).replace(/\[[^,]*/, i === 2 ? '[NaN' : i === 4 ? '[-Infinity' : '$&')).join('\n');
    expect((await inspectFile(fileOf('x.jsonl', text))).summary).toMatchObject({ nanRows: 1, infRows: 1 });
  });

  it('calls published semantic IDs what they are', async () => {
    const codes = Object.fromEntries(matrix.map((_, i) => [String(i), [`<a_${i}>`, `<b_${2 * i}>`, '<c_1>']]));
    const seen = (await inspectFile(fileOf('index.json', JSON.stringify(codes)))).problem!;
    expect(seen.message).toBe('index.json holds published semantic IDs (one item\'s: <a_0><b_0><c_1>), not vectors.');
    expect((await refusal(readTable(fileOf('index.json', JSON.stringify(codes)), {}))).message).toContain('published semantic IDs');
  });

  it.each([
    ['a list that ends early', 'x.json', JSON.stringify(matrix).slice(0, -30), 'ends within its list'],
    ['text behind the list', 'x.json', `${JSON.stringify(matrix, null, 1)} x`, 'goes on after its list'],
    ['a line that is no JSON', 'x.jsonl', `${listed.slice(0, 9).map((row) => JSON.stringify(row)).join('\n')}\n{"id": 'a'}\n`, 'line 10 is not JSON'],
    ['lists of another length', 'x.jsonl', matrix.map((row, i) => JSON.stringify(i === 20 ? row.slice(1) : row)).join('\n'), 'line 21 of column "vector" has 5 numbers, most others have 6'],
    ['words in a vector', 'x.jsonl', matrix.map((row, i) => JSON.stringify(i === 20 ? ['a', ...row.slice(1)] : row)).join('\n'), 'line 21, "vector" holds'],
    ['single numbers', 'x.jsonl', '1\n2\n3\n', 'an object or a list was wanted'],
    ['nothing', 'x.json', '[]', 'holds no rows'],
    ['a hundred thousand brackets', 'x.json', '['.repeat(100_000) + ']'.repeat(100_000), 'x.json'],
  ])('refuses %s in words', async (_, name, text, message) => {
    expect((await refusal(loadDataset(fileOf(name, text), {}))).message).toContain(message);
  });
});

describe('ids beyond 2^53', () => {
  const long = matrix.map((_, i) => String(9_007_199_254_740_993n + BigInt(i)));
  it.each([
    ['x.jsonl', long.map((id, i) => `{"id": ${id}, "v": ${JSON.stringify(matrix[i])}}`).join('\n')],
    ['x.json', `[${long.map((id, i) => `{"id":${id},"v":${JSON.stringify(matrix[i])}}`).join(',')}]`],
    ['x.csv', `id,v\n${long.map((id, i) => `${id},"${JSON.stringify(matrix[i])}"`).join('\n')}`],
    ['x.tsv', `id\tv\n${long.map((id, i) => `${id}\t${JSON.stringify(matrix[i])}`).join('\n')}`],
  ])('stay what they are in %s', async (name, text) => {
    expect((await loadDataset(fileOf(name, text), {})).ids).toEqual(long);
  });

  it('stay apart in tables and join digit for digit; texts and fractions are left alone', async () => {
    const spend = (i: number): number => (i * 7919) % 101;
    const own = fileOf('a.jsonl', long.map((id, i) => `{"user": ${id}, "spend": ${spend(i)}, "x": ${matrix[i]![0]}, "note": "id 9007199254740993, 0.12345678901234567"}`).join('\n'));
    const other = fileOf('b.jsonl', [...long.keys()].reverse().map((i) => `{"user": ${long[i]}, "age": ${20 + i}}`).join('\n'));
    const { table } = await loadTable({ file: own, joined: other, choices: { target: 'spend', features: ['age', 'x'], join: 'user' } });
    expect(Array.from(table.features.find(({ name }) => name === 'age')!.type === 'number' ? (table.features.find(({ name }) => name === 'age') as { values: Float64Array }).values : [])).toEqual(long.map((_, i) => 20 + i));
    const { columns: read } = await readTable(own, {});
    expect(cellsOf(read).user).toEqual(long);
    expect(cellsOf(read).note![0]).toBe('id 9007199254740993, 0.12345678901234567');
  });
});

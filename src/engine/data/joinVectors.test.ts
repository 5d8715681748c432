/** Titles, labels and ids from a second file: by row, by row number, by key; what has no partner is counted and named, and no row is lost. */
import { describe, expect, it } from 'vitest';
import type { DatasetChoices } from '../records/data';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { csvFile } from './tableTestFiles';
import { fileOf, npyOf, refusal } from './testFiles';

const npy = (rows: number, value: (i: number) => number = (i) => i + 0.5) => fileOf('v.npy', npyOf('<f4', `(${rows}, 2)`, Float32Array.from({ length: 2 * rows }, (_, i) => value(i))));
const vectors = () => csvFile('v.csv', ['item_id', 'e0', 'e1', 'kind'], [['B1', 0.1, 0.2, 'x'], ['B2', 0.3, 0.4, 'y'], ['B3', 0.5, 0.6, 'x']]);
const load = async (file: File, joined: File, choices: DatasetChoices = {}) => {
  const { ids, metadata, summary } = await loadDataset(file, choices, undefined, { file: joined });
  return { ids, rows: summary.rows, metadata: Object.fromEntries(metadata.map(({ name, values }) => [name, values])) };
};
const look = (file: File, joined: File, choices: DatasetChoices = {}) => inspectFile(file, choices, { file: joined });

describe('a file joined to vectors', () => {
  it.each([
    ['CSV', csvFile('t.csv', ['title', 'brand'], [['A', 'a'], ['B', 'b'], ['C', '']])],
    ['TSV', csvFile('t.tsv', ['title', 'brand'], [['A', 'a'], ['B', 'b'], ['C', '']], '\t')],
    ['JSON lines', fileOf('t.jsonl', '{"title": "A", "brand": "a"}\n{"title": "B", "brand": "b"}\n{"title": "C"}\n')],
    ['JSON by row', fileOf('t.json', '{"0": {"title": "A", "brand": "a"}, "1": {"title": "B", "brand": "b"}, "2": {"title": "C", "brand": ""}}')],
  ])('meets them row beside row: %s', async (_, joined) => {
    expect(await load(npy(3), joined)).toEqual({ ids: null, rows: 3, metadata: { title: ['A', 'B', 'C'], brand: ['a', 'b', ''] } });
    expect((await look(npy(3), joined)).join).toEqual({ name: joined.name, rows: 3, columns: ['title', 'brand'], metadata: ['title', 'brand'], by: 'row', alone: { count: 0, first: [] }, unused: { count: 0, first: [] } });
  });

  it('may be a list of plain values, or values and lists by key', async () => {
    expect((await load(npy(3), fileOf('t.json', '["A", "B", null]'))).metadata).toEqual({ value: ['A', 'B', ''] });
    expect((await load(npy(3), fileOf('t.json', '{"a": "A", "b": "B", "c": "C"}')))).toEqual({ ids: ['a', 'b', 'c'], rows: 3, metadata: { value: ['A', 'B', 'C'] } });
    expect((await load(vectors(), fileOf('t.json', '{"B3": ["p", "q"], "B1": ["r"], "B9": []}'))).metadata).toEqual({ kind: ['x', 'y', 'x'], vector: ['r', '', 'p|q'] });
  });

  it('may be the semantic IDs that others published, by row or by item', async () => {
    const byRow = fileOf('x.index.json', '{"0": ["<a_236>", "<b_231>"], "1": ["<a_42>", "<b_80>"], "2": ["<a_42>", "<b_194>"]}');
    expect(await load(npy(3), byRow)).toEqual({ ids: null, rows: 3, metadata: { codes: ['<a_236>|<b_231>', '<a_42>|<b_80>', '<a_42>|<b_194>'] } });
    const byItem = fileOf('x.index.json', '{"B3": ["a_1", "b_2"], "B1": ["a_3", "b_4", "c_1"]}');
    expect((await load(vectors(), byItem)).metadata).toEqual({ kind: ['x', 'y', 'x'], codes: ['a_3|b_4|c_1', '', 'a_1|b_2'] });
    expect((await refusal(loadDataset(byRow, {}))).message).toContain('published semantic IDs');
  });

  it('meets them by their ids in any order, and counts and names who is alone', async () => {
    for (const joined of [csvFile('t.csv', ['asin', 'title'], [['B3', 'C'], ['B1', 'A'], ['B7', 'G']]), fileOf('t.json', '{"B3": {"title": "C"}, "B1": {"title": "A"}, "B7": {"title": "G"}}')]) {
      expect(await load(vectors(), joined)).toEqual({ ids: ['B1', 'B2', 'B3'], rows: 3, metadata: { kind: ['x', 'y', 'x'], title: ['A', '', 'C'] } });
      const seen = await look(vectors(), joined);
      expect(seen.join).toMatchObject({ by: 'key', alone: { count: 1, first: ['B2'] }, unused: { count: 1, first: ['B7'] } });
      expect([seen.choices.join, seen.choices.joinColumns]).toEqual(['item_id', ['title']]);
      expect(seen.notes).toEqual([`1 of 3 rows have no partner in ${joined.name} ("B2"): their joined cells are empty.`, `1 rows of ${joined.name} belong to no vector ("B7").`]);
    }
  });

  it('meets them by row number where a column counts rows, and where it is chosen', async () => {
    const joined = () => csvFile('t.csv', ['row', 'title'], [[4, 'E'], [0, 'A']]);
    const seen = await look(npy(5), joined());
    expect(seen.join).toMatchObject({ by: 'rowNumber', alone: { count: 3, first: ['1', '2', '3'] }, unused: { count: 0 } });
    expect((await load(npy(5), joined())).metadata).toEqual({ title: ['A', '', '', '', 'E'] });
    expect((await load(npy(2), csvFile('t.csv', ['n', 'title'], [[1, 'B'], [0, 'A']]), { joinOn: 'n' })).metadata).toEqual({ title: ['A', 'B'] });
  });

  it('gives only what is chosen: columns, ids, none of both; names that are taken get the file’s in front', async () => {
    const joined = () => csvFile('t.csv', ['code', 'kind', 'title'], [['p', 'k1', 'A'], ['q', 'k2', 'B'], ['r', 'k3', 'C']]);
    expect(await load(vectors(), joined(), { join: '', joinColumns: ['kind'], joinId: 'code' })).toEqual({ ids: ['p', 'q', 'r'], rows: 3, metadata: { kind: ['x', 'y', 'x'], t_kind: ['k1', 'k2', 'k3'] } });
    expect(await load(vectors(), joined(), { join: '', joinColumns: [] })).toEqual({ ids: ['B1', 'B2', 'B3'], rows: 3, metadata: { kind: ['x', 'y', 'x'] } });
  });

  it('goes with the rows through samples and dropped rows', async () => {
    const titles = csvFile('t.csv', ['title'], Array.from({ length: 20 }, (_, i) => [`T${i}`]));
    const { rowIndex, metadata } = await loadDataset(npy(20, (i) => (i === 6 ? NaN : i)), { badRows: 'drop', sampleRows: 12, sampleSeed: 3 }, undefined, { file: titles });
    expect(metadata[0]!.values).toEqual(Array.from(rowIndex, (row) => `T${row}`));
    expect(rowIndex).not.toContain(3);
  });

  it('is refused in words where the files do not meet; the vectors are shown all the same', async () => {
    const told = async (file: File, joined: File, choices: DatasetChoices = {}): Promise<string> => {
      const seen = await look(file, joined, choices);
      expect(seen.summary!.rows).toBeGreaterThan(0);
      expect((await refusal(load(file, joined, choices))).message).toBe(seen.problem!.message);
      return seen.problem!.message;
    };
    const two = csvFile('t.csv', ['title'], [['A'], ['B']]);
    expect(await told(npy(3), two)).toBe('t.csv has 2 rows, the vectors 3, and no column of either file holds the ids of the other.');
    expect(await told(npy(3), two, { join: '' })).toBe('v.npy has 3 rows, t.csv has 2, so they cannot be joined row by row.');
    expect(await told(vectors(), two, { join: 'item_id', joinOn: 'title' })).toBe('No row of v.csv has a partner in t.csv: "item_id" holds "B1", "B2", "B3", "title" holds "A", "B".');
    expect(await told(vectors(), two, { join: 'nothing', joinOn: 'title' })).toContain('v.csv has no column "nothing" to join on; it has "item_id"');
    expect(await told(vectors(), csvFile('t.csv', ['key', 'title'], [['B1', 'A'], ['B1', 'B']]), { join: 'item_id', joinOn: 'key' })).toContain('the key "B1" of column "key" is in rows 0 and 1');
    expect(await told(npy(2), two, { joinColumns: ['none'] })).toContain('t.csv has no column "none"');
    expect(await told(npy(3), fileOf('t.csv', ''))).toContain('t.csv is empty');
  });
});

/** A table from file to parts: guesses, leaks, what a target may be, choices that cannot be used, and new rows read alike. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { TableChoices } from '../records/table';
import { inspectTable, loadTable, readLike } from './table';
import { cellsOf, csvFile, viewsFile } from './tableTestFiles';
import { fileOf, refusal } from './testFiles';

const inspect = (choices: TableChoices = {}, file = viewsFile()) => inspectTable({ file, choices });
/** 40 rows with a feature and a target of these values. */
const targets = (value: (i: number) => string | number, rows = 40): File => csvFile('t.csv', ['x', 'y'], Array.from({ length: rows }, (_, i) => [(i * 37) % 11, value(i)]));
/** The refusal, the same from a look and from loading; the columns stay to choose others from. */
const refused = async (file: File, choices: TableChoices = {}): Promise<string> => {
  const { problem, columns } = await inspectTable({ file, choices });
  expect(await refusal(loadTable({ file, choices }))).toEqual({ message: problem?.message, hint: problem?.hint });
  expect(columns.length).toBeGreaterThan(1);
  return problem!.message;
};

describe('a table', () => {
  it('is guessed from names and values', async () => {
    const seen = await inspect();
    expect(seen.problem).toBeUndefined();
    expect([seen.name, seen.format, seen.fileRows, seen.bytes]).toEqual(['views.csv', 'csv', 300, viewsFile().size]);
    expect(seen.choices).toEqual({ target: 'watch_s', references: [], features: ['user_id', 'kind', 'length_s', 'noise', 'day'], split: { how: 'random', seed: 1, validation: 0.1, test: 0.2 } });
    expect(seen.columns.map(({ name, type, distinct, missing, warning }) => [name, type, distinct, missing, warning])).toEqual([
      ['user_id', 'category', 30, 0, ''], ['kind', 'category', 3, 0, ''], ['length_s', 'number', seen.columns[2]!.distinct, 0, ''], ['noise', 'number', seen.columns[3]!.distinct, 0, ''],
      ['day', 'number', 28, 0, ''], ['watch_s', 'number', seen.columns[5]!.distinct, 0, ''],
    ]);
    expect(seen.columns[4]!.examples).toEqual(['2024-01-01', '1704067200 s since 1970']);
    const ranks = Object.fromEntries(seen.columns.map(({ name, ranksTarget }) => [name, ranksTarget]));
    expect([ranks.length_s! > 0.3, ranks.noise! < 0.2, ranks.kind! > 0.2, Number.isNaN(ranks.watch_s)]).toEqual([true, true, true, true]);
    expect(seen.target).toMatchObject({ name: 'watch_s', rows: 300, missing: 0, zeroShare: 0.1, negativeShare: 0, min: 0 });
    expect(seen.target!.histogram.counts.reduce((sum, n) => sum + n)).toBe(300);
    expect(seen.splits).toEqual({ train: 210, validation: 30, test: 60 });
    expect(seen.preview.rows[1]).toEqual(seen.preview.columns.map((name) => (name === 'user_id' ? 'u1' : seen.preview.rows[1]![seen.preview.columns.indexOf(name)])));
    expect(seen.warnings).toEqual([]);
  });

  it('is loaded with its rows, labels in order of appearance, and parts', async () => {
    const choices: TableChoices = { features: ['kind', 'user_id'], references: ['length_s'], split: { how: 'group', column: 'user_id', seed: 3 }, sampleRows: 200, sampleSeed: 4 };
    const { table, inspection } = await loadTable({ file: viewsFile('v.csv', (row, i) => i % 50 === 7 && (row[5] = '')), choices });
    expect([table.rows, table.rowIndex.length, table.target.values.length, table.parts.length, table.references.map(({ name }) => name)]).toEqual([table.rows, table.rows, table.rows, table.rows, ['length_s']]);
    expect(inspection.target!.rows + inspection.target!.missing).toBe(200);
    expect(inspection.warnings[0]).toBe(`${inspection.target!.missing} of 200 rows have no target; they are left out.`);
    expect(inspection.target!.missing).toBeGreaterThan(0);
    expect(table.features.map(({ name }) => name)).toEqual(['kind', 'user_id']);
    const users = cellsOf(table.features).user_id!;
    expect(users).toEqual(Array.from(table.rowIndex, (row) => `u${row % 30}`));
    const [, user] = table.features;
    expect(user?.type === 'category' && user.labels).toEqual([...new Set(users)]);
    expect(Array.from(table.rowIndex).some((row) => row % 50 === 7)).toBe(false);
    const again = await loadTable({ file: viewsFile('v.csv', (row, i) => i % 50 === 7 && (row[5] = '')), choices: inspection.choices });
    expect(again.table).toEqual(table);
    expect(inspection.warnings.some((warning) => warning.includes('"user_id" splits the rows'))).toBe(true);
  });

  it('reads a target from Parquet and JSON Lines, lists among the features', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ tags: [`a${i % 3}`, `b${i % 4}`], spend: (i * 7) % 13 }));
    const lines = fileOf('t.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const parquet = fileOf('t.parquet', parquetWriteBuffer({
      columnData: [{ name: 'tags', data: rows.map(({ tags }) => tags) }, { name: 'spend', data: rows.map(({ spend }) => BigInt(spend)) }],
      schema: [
        { name: 'root', num_children: 2 }, { name: 'tags', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' }, { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }, { name: 'spend', type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
    }).slice(0));
    const [fromLines, fromParquet] = await Promise.all([lines, parquet].map((file) => loadTable({ file, choices: {} })));
    expect(fromLines!.table.features[0]).toMatchObject({ type: 'list', labels: ['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'b3'] });
    expect({ ...fromParquet!.table, name: '' }).toEqual({ ...fromLines!.table, name: '' });
  });

  it('prefers a named target of many values to the last number', async () => {
    const guess = async (header: string[]): Promise<string | undefined> => {
      const random = new Random(2);
      const rows = Array.from({ length: 50 }, (_, i) => header.map((name) => (name === 'label' ? i % 2 : Number(random.uniform().toFixed(6)))));
      return (await inspect({}, csvFile('g.csv', header, rows))).choices.target;
    };
    expect(await guess(['spend', 'target_spend', 'x'])).toBe('target_spend');
    expect(await guess(['label', 'playTime', 'x'])).toBe('playTime');
    expect(await guess(['a', 'y', 'price'])).toBe('y');
    expect(await guess(['watch_s', 'law_median', 'prediction'])).toBe('watch_s');
    expect(await guess(['yield', 'x'])).toBe('x');
    expect((await inspect({}, csvFile('g.csv', ['watch_s', 'law_median', 'x'], Array.from({ length: 50 }, (_, i) => [i, i + (i % 3), i % 5])))).choices.references).toEqual(['law_median']);
  });
});

describe('columns that a person may not want', () => {
  it('are named and left out of the default features', async () => {
    const random = new Random(9);
    const rows = Array.from({ length: 400 }, (_, i) => {
      const y = Number((random.uniform() ** 3 * 100).toFixed(3));
      return [`row${i}`, y * 2 + 1e-3 * random.uniform(), y > 12 ? 1 : 0, y > 12 ? 'long' : 'short', i % 2, 7, i === 3 ? 5 : '', '', i % 3 === 0 ? 7 : '', random.integer(9), i % 7, y];
    });
    const seen = await inspect({}, csvFile('c.csv', ['name', 'twice', 'big', 'big_word', 'is_click', 'same', 'rare', 'none', 'seven', 'fine', 'watch_time_rank', 'watch_time_s'], rows));
    expect(seen.choices.features).toEqual(['seven', 'fine']);
    const warnings = Object.fromEntries(seen.columns.map(({ name, warning }) => [name, warning]));
    expect(warnings).toMatchObject({ same: 'One value throughout.', none: 'Nothing in it.', rare: '99.7 % missing.', seven: '', fine: '', watch_time_s: '' });
    expect(warnings.name).toContain('an id, which new rows will not share');
    expect(warnings.twice).toContain('almost as the target does (rank correlation 1.00)');
    expect(warnings.big).toContain('predict the order of the target almost perfectly (100 %');
    expect(warnings.big_word).toContain('predict the order of the target almost perfectly (100 %');
    expect(warnings.is_click).toContain('suggests an outcome');
    expect(warnings.watch_time_rank).toContain("contains the target's name");
    const kept = await inspect({ target: 'watch_time_s', features: ['twice', 'fine', 'watch_time_s'] }, csvFile('c.csv', ['twice', 'fine', 'watch_time_s'], rows.map((row) => [row[1]!, row[9]!, row[11]!])));
    expect(kept.problem).toBeUndefined();
    expect(kept.warnings).toEqual(['"watch_time_s" is the target, so it cannot be a feature.', expect.stringContaining('Feature "twice": Orders the rows almost as the target does')]);
  });

  it('count an infinite value of a feature as missing, and say so', async () => {
    const file = csvFile('i.csv', ['x', 'z', 'y'], Array.from({ length: 40 }, (_, i) => [i === 4 ? 'inf' : (i * 7) % 13, (i * 3) % 7, (i * 5) % 17]));
    const { table, inspection } = await loadTable({ file, choices: {} });
    expect(table.features[0]).toMatchObject({ name: 'x', type: 'number' });
    expect(table.features[0]!.type === 'number' && table.features[0]!.values[4]).toBe(NaN);
    expect(inspection.warnings).toEqual(['"x" is infinite in 1 row; there it counts as missing.']);
  });
});

describe('targets', () => {
  it('are refused in words where they cannot be predicted', async () => {
    expect(await refused(targets((i) => (i === 5 ? '1,5' : i).toString().replace(',', ' '), 40), { target: 'y' })).toBe('The column "y" holds "1 5" in row 5 (counted from 0); a number was wanted.');
    expect(await refused(targets(() => 3.5), { target: 'y' })).toContain('is 3.5 in all 40 rows; there is nothing to predict');
    expect(await refused(targets(() => 0), { target: 'y' })).toContain('is 0 in all 40 rows; there is nothing to predict');
    expect(await refused(targets(() => ''), { target: 'y' })).toContain('is missing in all 40 rows');
    expect(await refused(targets((i) => i, 1), { target: 'y' })).toContain('has 1 row with a value; at least 20');
    expect(await refused(targets((i) => (i < 15 ? i : '')), { target: 'y' })).toContain('has 15 rows with a value');
    expect(await refused(targets((i) => (i === 8 ? '-inf' : i)), { target: 'y' })).toContain('is infinite in row 8');
    expect(await refused(targets((i) => i), { target: 'z' })).toContain('t.csv has no column "z"; it has "x", "y".');
    expect(await refused(csvFile('w.csv', ['a', 'b'], Array.from({ length: 40 }, (_, i) => [`a${i}`, `b${i % 3}`])))).toContain('w.csv has no numeric column with more than one value');
  });

  it('may be negative, with a warning', async () => {
    const { target, warnings, problem } = await inspect({}, targets((i) => i - 10));
    expect([problem, target!.negativeShare, target!.min]).toEqual([undefined, 0.25, -10]);
    expect(warnings[0]).toContain('The target is negative in 25 % of the rows');
  });

  it('with a long tail are counted over their logarithm, in their own unit', async () => {
    const long = (await inspect({}, targets((i) => 1.5 ** i))).target!;
    const even = (await inspect({}, targets((i) => i))).target!;
    const widths = ({ histogram: { edges } }: typeof long): [number, number] => [edges[1]! - edges[0]!, edges.at(-1)! - edges.at(-2)!];
    expect(widths(long)[1]).toBeGreaterThan(100 * widths(long)[0]);
    expect(widths(even)[1]).toBeCloseTo(widths(even)[0], 4);
    expect(Math.abs(long.histogram.edges.at(-1)! / 1.5 ** 39 - 1)).toBeLessThan(1e-4);
    expect(long.histogram.counts.reduce((sum, n) => sum + n)).toBe(40);
  });
});

describe('choices', () => {
  it('are refused where they name nothing, or leave nothing', async () => {
    const file = viewsFile();
    expect(await refused(file, { features: ['kind', 'gone'] })).toContain('has no column "gone"');
    expect(await refused(file, { types: { gone: 'list' } })).toContain('has no column "gone"');
    expect(await refused(file, { references: ['gone'] })).toContain('has no column "gone"');
    expect(await refused(file, { references: ['kind'] })).toContain('The column "kind" holds');
    expect(await refused(file, { types: { kind: 'number' } })).toMatch(/The column "kind" holds "(film|song|news)" in row 0/);
    expect(await refused(file, { features: [] })).toContain('No column is left to predict from');
    expect(await refused(file, { features: ['watch_s'] })).toContain('No column is left to predict from');
    expect(await refused(file, { split: { test: 0 } })).toContain('leaves no test rows');
    expect(await refused(file, { split: { how: 'time', column: 'kind' } })).toContain('The column "kind" holds');
    expect(await refused(file, { join: 'user_id' })).toContain('but no file to join');
  });

  it('keep what is known of the target beside a split that is refused', async () => {
    const seen = await inspect({ split: { validation: 0 } });
    expect([seen.problem?.message.slice(0, 39), seen.target?.rows, seen.splits]).toEqual(['The split leaves no validation rows: a ', 300, undefined]);
  });

  it('change types, and guess what a split needs', async () => {
    const { table } = await loadTable({ file: viewsFile(), choices: { types: { length_s: 'category', user_id: 'list', watch_s: 'category' }, features: ['length_s', 'user_id'] } });
    expect([table.features.map(({ type }) => type), table.target.type]).toEqual([['category', 'list'], 'number']);
    const group = await inspect({ split: { how: 'group' } });
    const time = await inspect({ split: { how: 'time' } });
    expect([group.choices.split!.column, time.choices.split!.column]).toEqual(['user_id', 'day']);
    expect([group.choices.features!.includes('user_id'), time.choices.features!.includes('day')]).toEqual([false, false]);
  });

  it('join a second file, by the id that both have', async () => {
    const users = csvFile('users.csv', ['user_id', 'age', 'kind'], Array.from({ length: 29 }, (_, i) => [`u${i}`, 20 + ((i * 7) % 29), `k${i % 2}`]));
    const { table, inspection } = await loadTable({ file: viewsFile(), joined: users, choices: {} });
    expect([inspection.choices.join, inspection.choices.joinOn]).toEqual(['user_id', 'user_id']);
    expect(inspection.columns.filter(({ joined }) => joined).map(({ name, missing }) => [name, missing])).toEqual([['age', 10], ['users_kind', 10]]);
    expect(inspection.warnings[0]).toContain('10 of 300 rows have no partner in users.csv');
    expect(cellsOf(table.features).age!.slice(0, 31)).toEqual([...Array.from({ length: 29 }, (_, i) => String(20 + ((i * 7) % 29))), '', '20']);
    const bad = await inspectTable({ file: viewsFile(), joined: csvFile('o.csv', ['nobody', 'age'], [['x', 1]]), choices: {} });
    expect([bad.problem?.message, bad.columns.length, bad.target?.rows]).toEqual(['No column has the same name in both files: the columns to join o.csv on must be chosen.', 6, 300]);
  });

  it('never make a look reject, whatever the file is', async () => {
    const bad = await inspectTable({ file: fileOf('x.bin', 'abc'), choices: { target: 'y' } });
    expect(bad).toMatchObject({ name: 'x.bin', bytes: 3, columns: [], choices: { target: 'y' }, problem: { name: 'input', message: expect.stringContaining('ends in .bin') } });
    expect((await refusal(loadTable({ file: fileOf('x.csv', ''), choices: {} }))).message).toContain('is empty');
  });
});

describe('new rows', () => {
  const load = async () => (await loadTable({ file: viewsFile(), choices: { features: ['kind', 'length_s', 'user_id', 'day'] } })).table;

  it('have the features of the table, missing where the file lacks them', async () => {
    const file = csvFile('new.csv', ['watch_s', 'day', 'kind', 'user_id', 'more'], [[3, '1970-01-02', 'opera', 5, 1], ['', '', 'film', 'u1', 2]]);
    const fresh = await readLike({ file, choices: { sampleRows: 1 } }, await load());
    expect([fresh.name, fresh.rows, fresh.columns.map(({ name, type }) => `${name}: ${type}`)]).toEqual(['new.csv', 2, ['kind: category', 'length_s: number', 'user_id: category', 'day: number']]);
    expect(cellsOf(fresh.columns)).toEqual({ kind: ['opera', 'film'], length_s: ['', ''], user_id: ['5', 'u1'], day: ['86400', ''] });
    expect(Array.from(fresh.targets!)).toEqual([3, NaN]);
    expect(fresh.notes).toEqual(['new.csv has no column "length_s": missing in every row.']);
  });

  it('go without targets that are none, and are refused where they do not fit', async () => {
    const table = await load();
    const words = await readLike({ file: csvFile('n.csv', ['kind', 'length_s', 'user_id', 'day', 'watch_s'], [['film', 1, 'u1', '2024-01-01', 'soon']]), choices: {} }, table);
    expect([words.targets, words.notes]).toEqual([null, [expect.stringContaining('The true values are not used: The column "watch_s" holds "soon"')]]);
    expect((await readLike({ file: csvFile('n.csv', ['kind'], [['film']]), choices: { join: 'user_id' } }, table)).targets).toBeNull();
    await expect(readLike({ file: csvFile('n.csv', ['a', 'b'], [[1, 2]]), choices: {} }, table)).rejects.toThrow('n.csv has none of the 4 features');
    await expect(readLike({ file: csvFile('n.csv', ['kind', 'length_s'], [['film', 'long']]), choices: {} }, table)).rejects.toThrow('"length_s" holds "long" in row 0');
  });

  it('are joined as the table was', async () => {
    const users = csvFile('users.csv', ['user_id', 'age'], Array.from({ length: 30 }, (_, i) => [`u${i}`, 20 + ((i * 7) % 29)]));
    const { table, inspection } = await loadTable({ file: viewsFile(), joined: users, choices: { features: ['age', 'kind'] } });
    const fresh = await readLike({ file: csvFile('n.csv', ['user_id', 'kind'], [['u2', 'film'], ['u99', 'song']]), joined: users, choices: inspection.choices }, table);
    expect(cellsOf(fresh.columns)).toEqual({ age: ['34', ''], kind: ['film', 'song'] });
    expect(fresh.notes).toEqual([expect.stringContaining('1 of 2 rows have no partner')]);
  });
});

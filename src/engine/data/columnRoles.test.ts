/** Counters, ids, codes and labels stay out of the vector, in any writing, position and number; dimensions stay in, whatever they look like. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { inspectFile } from './inspect';
import { loadDataset } from './dataset';
import { fileOf } from './testFiles';

const ROWS = 80;
const random = new Random(11);
const floats = (columns: number): string[][] => Array.from({ length: columns }, () => Array.from({ length: ROWS }, () => random.normal().toFixed(4)));
const whole = (make: (row: number) => number | string): string[] => Array.from({ length: ROWS }, (_, row) => String(make(row)));
const shuffled = random.split('rows').choose(ROWS, ROWS);

/** What may stand beside a vector: a name and its cells. */
const BESIDE: readonly (readonly [string, string[]])[] = [
  ['user_id', whole(() => random.integer(500))], ['userId', whole(() => random.integer(500))], ['UserID', whole((i) => i * 3)], ['user_ids', whole(() => random.integer(40))],
  ['item id', whole((i) => 9000 - i)], ['itemIds', whole(() => random.integer(1e9))], ['movieid', whole(() => random.integer(900))], ['author-id', whole(() => random.integer(30))],
  ['category_id', whole(() => random.integer(12))], ['categoryId', whole(() => random.integer(12))], ['sku', whole((i) => 100 + i)], ['pid', whole((i) => 7 * i)],
  ['label', whole(() => random.integer(4))], ['labels', whole(() => random.integer(2))], ['class', whole(() => random.integer(9))], ['cluster', whole(() => random.integer(20))],
  ['target', whole(() => random.integer(3))], ['y', whole(() => `${random.integer(3)}.0`)], ['category', whole(() => random.integer(30))], ['group', whole(() => random.integer(6))],
  ['split', whole(() => random.integer(3))], ['fold', whole(() => random.integer(5))], ['year', whole(() => 1950 + random.integer(70))], ['rating', whole(() => 1 + random.integer(5))],
  ['timestamp', whole(() => 1_500_000_000 + random.integer(1e8))], ['view_count', whole(() => random.integer(1e6))], ['is_new', whole(() => random.integer(2))], ['gender', whole(() => random.integer(2))],
  ['Unnamed: 0', whole((i) => i)], ['Unnamed: 0.1', whole((i) => i)], ['Unnamed: 0.1.1', whole((i) => shuffled[i]!)], ['__index_level_0__', whole((i) => i)], ['level_0', whole((i) => i)],
  ['index', whole((i) => i)], ['index.1', whole((i) => i + 1)], ['idx', whole((i) => shuffled[i]!)], ['row_number', whole((i) => i + 1)], ['n', whole((i) => i + 1)],
  ['foo', whole((i) => shuffled[i]! * 17 + 5)], ['zzz', whole(() => random.integer(7))], ['hash', whole(() => `0x${random.integer(1 << 30).toString(16)}`)], ['ean', whole(() => 4e12 + random.integer(1e9))],
];
const FAMILIES: readonly ((j: number) => string)[] = [(j) => `e${j}`, (j) => `emb_${j}`, (j) => `dim ${j}`, (j) => `Feature${j + 1}`, (j) => `pc${j + 1}`, (j) => `x.${j}`];

const fileFrom = (columns: readonly (readonly [string, readonly string[]])[], header = true): File =>
  fileOf('x.csv', [...(header ? [columns.map(([name]) => name).join()] : []), ...Array.from({ length: ROWS }, (_, row) => columns.map(([, cells]) => cells[row]).join())].join('\n'));

describe('columns beside a vector', () => {
  it.each(BESIDE.map(([name], i) => [name, i] as const))('%s is no dimension, in front, within and behind', async (_, i) => {
    for (const [at, family] of [[0, 0], [3, 1], [8, 2], [5, 4]] as const) {
      const dims = floats(8).map((cells, j) => [FAMILIES[family]!(j), cells] as const);
      const columns = [...dims.slice(0, at), BESIDE[i]!, ...dims.slice(at)];
      const seen = await inspectFile(fileFrom(columns));
      expect(seen.choices.columns).toEqual(dims.map(([name]) => name));
      const left = [...(seen.leftOut ?? []).map(({ name }) => name), ...(seen.choices.idColumn ? [seen.choices.idColumn] : []), ...(seen.choices.metadataColumns ?? [])];
      expect(left).toContain(BESIDE[i]![0]);
    }
  });

  it('any number of them at once, in any order, by 60 draws', async () => {
    for (let draw = 0; draw < 60; draw++) {
      const chance = new Random(draw);
      const dims = floats(4 + chance.integer(9)).map((cells, j) => [FAMILIES[draw % FAMILIES.length]!(j), cells] as const);
      const others = Array.from(chance.choose(BESIDE.length, 1 + chance.integer(5)), (k) => BESIDE[k]!);
      const all = [...dims, ...others];
      const order = Array.from(chance.choose(all.length, all.length));
      const { choices } = await inspectFile(fileFrom(order.map((k) => all[k]!)));
      expect(choices.columns!.toSorted(), `draw ${draw}: ${others.map(([name]) => name).join()}`).toEqual(dims.map(([name]) => name).toSorted());
    }
  });

  it('where nothing has a name: counters, ids and labels at any place', async () => {
    const beside = [whole((i) => i), whole((i) => 1000 + shuffled[i]!), whole((i) => 31 * shuffled[i]!), whole(() => random.integer(5)), whole(() => 1_600_000_000 + random.integer(1e7))];
    for (const cells of beside)
      for (const at of [0, 2, 6]) {
        const dims = floats(6);
        const { choices } = await inspectFile(fileFrom([...dims.slice(0, at), cells, ...dims.slice(at)].map((column) => ['', column] as const), false));
        expect(choices.columns).toEqual([0, 1, 2, 3, 4, 5, 6].filter((j) => j !== at).map((j) => `column ${j}`));
      }
  });

  it.each(['user_id_', 'label', 'code_', 'categoryId', 'class '])('numbered ids and labels, as in %s1, beside a family with fractions', async (stem) => {
    const dims = floats(6).map((cells, j) => [`e${j}`, cells] as const);
    const beside = [1, 2, 3].map((j) => [`${stem}${j}`, whole(() => random.integer(30))] as const);
    expect((await inspectFile(fileFrom([...beside, ...dims]))).choices.columns).toEqual(dims.map(([name]) => name));
    const genres = [0, 1, 2].map((j) => [`genre_${j}`, whole(() => random.integer(2))] as const);
    const seen = await inspectFile(fileFrom([...dims, ...genres]));
    expect(seen.odd!.map(({ name }) => name)).toEqual(['genre_0', 'genre_1', 'genre_2']);
  });

  it('says why, and takes back what a person chooses', async () => {
    const columns = [['user_id', whole(() => random.integer(9))], ...floats(4).map((cells, j) => [`e${j}`, cells] as const), ['label', whole(() => random.integer(3))]] as const;
    const seen = await inspectFile(fileFrom(columns));
    expect(seen.leftOut).toEqual([{ name: 'user_id', reason: 'an id, by its name' }, { name: 'label', reason: 'labels (3 different whole numbers), by its name' }]);
    expect(seen.choices.metadataColumns).toContain('label');
    const back = await loadDataset(fileFrom(columns), { columns: ['user_id', 'e0', 'e1', 'e2', 'e3'] });
    expect(back.summary.dim).toBe(5);
  });

  it('one column with a thousand times the variance of others that are alike', async () => {
    const columns = [...floats(5).map((cells, j) => [['alpha', 'beta', 'gamma', 'delta', 'eps'][j]!, cells] as const), ['price', whole(() => (500 * random.normal()).toFixed(2))]] as const;
    const seen = await inspectFile(fileFrom(columns));
    expect(seen.choices.columns).toEqual(['alpha', 'beta', 'gamma', 'delta', 'eps']);
    expect(seen.leftOut![0]!.reason).toMatch(/^its variance is [\d,]+ times that of the others/);
  });
});

describe('dimensions that look like something else', () => {
  const keeps = async (columns: readonly (readonly [string, readonly string[]])[], header = true): Promise<void> => {
    const { choices } = await inspectFile(fileFrom(columns, header));
    expect(choices.columns).toEqual(header ? columns.map(([name]) => name) : columns.map((_, j) => `column ${j}`));
  };

  it.each([true, false])('matrices of whole numbers: pixels, counts, one-hot, signs (with names: %s)', async (header) => {
    const named = (cells: string[], j: number) => [`d${j}`, cells] as const;
    await keeps(Array.from({ length: 16 }, () => whole(() => random.integer(256))).map(named), header);
    await keeps(Array.from({ length: 12 }, () => whole(() => Math.floor(-3 * Math.log(random.uniform() + 1e-9)))).map(named), header);
    await keeps(Array.from({ length: 6 }, (_, j) => whole((i) => Number(i % 6 === j))).map(named), header);
    await keeps(Array.from({ length: 8 }, () => whole(() => (random.integer(2) ? 1 : -1))).map(named), header);
  });

  it('a family keeps its members: one of zeros, one of 0 and 1, one that counts, and a first component with most of the variance', async () => {
    const dims = floats(6);
    await keeps(dims.map((cells, j) => [`e${j}`, j === 2 ? whole(() => 0) : cells] as const));
    await keeps(dims.map((cells, j) => [`e${j}`, j === 2 ? whole(() => random.integer(2)) : cells] as const));
    await keeps(dims.map((cells, j) => [`e${j}`, j === 2 ? whole((i) => i) : cells] as const));
    await keeps(dims.map((cells, j) => [`pc${j + 1}`, j === 0 ? cells.map((cell) => String(100 * Number(cell))) : cells] as const));
  });

  it('coordinates, bare numbers as names, negative whole numbers, and a matrix of ids alone', async () => {
    await keeps(floats(2).map((cells, j) => ['xy'[j]!, cells] as const));
    await keeps(floats(3).map((cells, j) => ['xyz'[j]!, cells] as const));
    await keeps([['x', whole(() => random.integer(50))], ['y', whole(() => random.integer(50))]]);
    await keeps(floats(5).map((cells, j) => [String(j), cells] as const));
    await keeps([...floats(3).map((cells, j) => ['abc'[j]!, cells] as const), ['d', whole((i) => -1 - i)]]);
    await keeps(Array.from({ length: 4 }, (_, j) => [`level_${j}`, whole(() => random.integer(9))] as const));
  });

  it('says what is odd about a column that stays', async () => {
    const dims = floats(6).map((cells, j) => [`e${j}`, j === 4 ? whole(() => random.integer(2)) : cells] as const);
    expect((await inspectFile(fileFrom(dims))).odd).toEqual([{ name: 'e4', reason: 'the only column of whole numbers' }]);
  });
});

describe('ids', () => {
  it('come from the column that tells items apart, not from one that repeats or only counts', async () => {
    const dims = floats(4).map((cells, j) => [`e${j}`, cells] as const);
    const idOf = async (...beside: (readonly [string, string[]])[]): Promise<string | undefined> => (await inspectFile(fileFrom([...beside, ...dims]))).choices.idColumn;
    expect(await idOf(['user_id', whole(() => random.integer(9))], ['item_id', whole((i) => 500 - i)])).toBe('item_id');
    expect(await idOf(['Unnamed: 0', whole((i) => i)], ['title', whole((i) => `t${i}`)])).toBe('title');
    expect(await idOf(['Unnamed: 0', whole((i) => i)])).toBe('Unnamed: 0');
    expect(await idOf(['user_id', whole(() => random.integer(9))])).toBe('');
  });
});

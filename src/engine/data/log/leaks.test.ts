/** Leaks that are there are found, and what is chance, a good feature or plain popularity is none. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { drawClicks } from '../generators/plantedClicks';
import { csvFile } from '../tableTestFiles';
import { leaksIn, leaksOfLog, type LeakTable } from './leaks';
import { loadLog } from './log';

const ROWS = 6000;

/** Ids whose counts fall as 1 / rank: some come hundreds of times, thousands once. */
function ids(random: Random, rows = ROWS): Int32Array {
  return Int32Array.from({ length: rows }, () => Math.floor(4000 ** random.uniform() * (1 + random.uniform())));
}

function timesOf(codes: Int32Array): Int32Array {
  const times = new Map<number, number>();
  for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  return codes.map((code) => times.get(code)!);
}

/** Labels that are 1 with a probability by the row. */
function labels(random: Random, rows: number, probability: (row: number) => number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => (random.uniform() < probability(row) ? 1 : 0));
}

const table = (parts: Partial<LeakTable> & Pick<LeakTable, 'labels'>): LeakTable => ({ ids: [], columns: [], ...parts });

describe('counts of ids', () => {
  it('that tell the label are found, with what was seen and what to do', () => {
    const random = new Random(1);
    const item = ids(random);
    const times = timesOf(item);
    const leaks = leaksIn(table({ labels: labels(random, ROWS, (row) => (times[row]! >= 3 ? 0.99 : 0.012)), ids: [{ name: 'user', codes: ids(random) }, { name: 'item', codes: item }] }));
    expect(leaks).toMatchObject([{ kind: 'count', column: 'item' }]);
    expect(leaks[0]!.auc).toBeGreaterThan(0.97);
    const once = times.filter((each) => each === 1).length;
    expect(leaks[0]!.text).toMatch(new RegExp(`^How often an id of "item" comes tells the label: positive are [0-2]\\.\\d % of the ${once.toLocaleString('en-US')} rows whose item comes once, but 9\\d\\.\\d % of the [\\d,]+ rows whose item comes 15 times or more \\(AUC \\.?0\\.9`));
    expect(leaks[0]!.remedy).toContain('leave out "item"');
  });

  it('are no leak where labels are noise, whatever the seed, few rows included', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed);
      const rows = seed % 2 === 0 ? ROWS : 300;
      expect(leaksIn(table({ labels: labels(random, rows, () => 0.3), ids: [{ name: 'item', codes: ids(random, rows) }, { name: 'all different', codes: Int32Array.from({ length: rows }, (_, row) => row) }] }))).toEqual([]);
    }
  });

  it('are no leak where frequent items are somewhat better', () => {
    const random = new Random(2);
    const item = ids(random);
    const times = timesOf(item);
    expect(leaksIn(table({ labels: labels(random, ROWS, (row) => 1 / (1 + Math.exp(1 - 0.35 * Math.log(times[row]!)))), ids: [{ name: 'item', codes: item }] }))).toEqual([]);
  });

  it('are no leak where items differ, even one that makes half of the rows', () => {
    const random = new Random(3);
    const effects = Float64Array.from({ length: 8001 }, () => 3 * random.normal());
    const item = ids(random);
    const codes = item.map((code, row) => (row % 2 === 0 ? 0 : code));
    expect(leaksIn(table({ labels: labels(random, ROWS, (row) => 1 / (1 + Math.exp(-effects[item[row]!]!))), ids: [{ name: 'item', codes: item }] }))).toEqual([]);
    expect(leaksIn(table({ labels: labels(random, ROWS, (row) => (codes[row] === 0 ? 0.95 : 0.2)), ids: [{ name: 'item', codes }] }))).toEqual([]);
  });

  it('are no leak in the planted clicks', () => {
    const { user, item, label, law, hour } = drawClicks(2);
    const columns = [{ name: 'law', type: 'number' as const, values: law }, { name: 'hour', type: 'number' as const, values: Float64Array.from(hour) }];
    expect(leaksIn({ labels: label, ids: [{ name: 'user', codes: user }, { name: 'item', codes: item }], columns })).toEqual([]);
  });

  it('leave out missing ids', () => {
    const random = new Random(4);
    const item = ids(random);
    const times = timesOf(item);
    const codes = item.map((code, row) => (row % 3 === 0 ? -1 : code));
    const leaks = leaksIn(table({ labels: labels(random, ROWS, (row) => (times[row]! >= 3 ? 0.95 : 0.05)), ids: [{ name: 'item', codes }] }));
    expect(leaks.map(({ column }) => column)).toEqual(['item']);
    expect(leaksIn(table({ labels: labels(random, ROWS, () => 0.5), ids: [{ name: 'none', codes: codes.map(() => -1) }] }))).toEqual([]);
  });
});

describe('columns', () => {
  const random = new Random(5);
  const y = labels(random, ROWS, () => 0.25);
  const number = (name: string, value: (row: number) => number) => ({ name, type: 'number' as const, values: Float64Array.from({ length: ROWS }, (_, row) => value(row)) });

  it('that tell the label are found: larger or smaller numbers, numbers in the middle, missing ones, and labels', () => {
    const columns = [
      number('above', (row) => y[row]! * 3 + random.uniform() * 3.05), number('below', (row) => -y[row]! + random.uniform()), number('middle', (row) => (y[row] ? 5 : 10 * random.integer(2))),
      number('missing', (row) => (y[row] ? random.normal() : NaN)), number('same', (row) => y[row]!),
      { name: 'word', type: 'category' as const, codes: Int32Array.from(y, (label, row) => (label ? 0 : row % 5 === 0 ? -1 : 1)), labels: ['bought', 'left'] },
    ];
    const leaks = leaksIn(table({ labels: y, columns }));
    expect(leaks.map(({ column }) => column)).toEqual(columns.map(({ name }) => name));
    expect(leaks.at(-1)!.text).toMatch(/^"word" alone tells the label: positive are 0\.0 % of the [\d,]+ rows with "left", but 100\.0 % of the [\d,]+ rows with "bought" \(AUC 1\.000\)\.$/);
    expect(leaks[3]!.text).toContain('without a value');
    expect(leaks[0]!.text).toMatch(/rows from \d[.\d]* to \d[.\d]*, but 100\.0 % /);
    expect(leaks[0]!.remedy).toContain('known only after the label');
  });

  it('that are good features or chance are none, nor is an id that is different in every row', () => {
    const columns = [
      number('good', (row) => 2 * y[row]! + random.normal()), number('noise', () => random.normal()), number('constant', () => 1), number('empty', () => NaN),
      { name: 'id', type: 'category' as const, codes: Int32Array.from({ length: ROWS }, (_, row) => row), labels: Array.from({ length: ROWS }, (_, row) => `x${row}`) },
      { name: 'list', type: 'list' as const, offsets: new Uint32Array(ROWS + 1), codes: new Int32Array(), labels: [] },
    ];
    expect(leaksIn(table({ labels: y, columns }))).toEqual([]);
  });

  it('are not judged on few rows or rows of one label', () => {
    const few = y.subarray(0, 150);
    expect(leaksIn(table({ labels: few, columns: [{ name: 'same', type: 'number', values: Float64Array.from(few) }] }))).toEqual([]);
    const one = new Uint8Array(500).fill(1);
    expect(leaksIn(table({ labels: one, columns: [{ name: 'same', type: 'number', values: Float64Array.from(one) }] }))).toEqual([]);
  });
});

it('a log is looked at in its training events, its context ids among the ids', async () => {
  const random = new Random(6);
  const item = ids(random, 3000);
  const author = ids(random, 3000);
  const times = timesOf(author);
  const label = labels(random, 3000, (row) => (times[row]! >= 3 ? 0.9 : 0.05));
  const rows = Array.from({ length: 3000 }, (_, row) => [`u${random.integer(90)}`, `i${item[row]}`, 1_650_000_000 + row, row % 10 === 9 ? '' : label[row]! * 5, `a${author[row]}`, (label[row]! * random.uniform()).toFixed(3)]);
  const { log } = await loadLog({ file: csvFile('log.csv', ['user_id', 'item_id', 'timestamp', 'rating', 'author', 'watched'], rows), choices: { context: ['author', 'watched'] } });
  const all = Uint32Array.from({ length: log.events }, (_, row) => row);
  const leaks = leaksOfLog(log, all);
  expect(leaks.map(({ kind, column }) => [kind, column])).toEqual([['count', 'author'], ['column', 'watched']]);
  expect(leaksOfLog(log, all, (value) => value >= 4)).toEqual(leaks);
  expect(leaksOfLog(log, all.subarray(0, 100))).toEqual([]);
  expect(leaksOfLog({ ...log, label: null }, all)).toEqual([]);
});

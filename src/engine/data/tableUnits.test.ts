/** Amounts, percent and durations read back to the numbers they were written from, in every style; mixtures are refused, and no other column is predicted in their place. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { loadTable, inspectTable, readLike } from './table';
import { csvFile } from './tableTestFiles';
import { readUnits } from './tableUnits';

const random = new Random(4);
const ROWS = 60;
const amounts = Array.from({ length: ROWS }, () => Math.round(100 * Math.exp(4 + 3 * random.normal())) / 100);
const seconds = Array.from({ length: ROWS }, () => random.integer(90_000));
const grouped = (value: number, group: string, point: string): string => {
  const [whole, decimals] = value.toFixed(2).split('.');
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, group)}${point}${decimals}`;
};
const two = (n: number): string => String(n).padStart(2, '0');
const clock = (s: number): string => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;

const WRITINGS: readonly [string, readonly number[], (value: number, i: number) => string, string][] = [
  ['$1,038.30', amounts, (v) => `$${grouped(v, ',', '.')}`, '$'],
  ['1.038,30 €', amounts, (v) => `${grouped(v, '.', ',')} €`, '€'],
  ['1 038,30 €', amounts, (v) => `${grouped(v, '\u00a0', ',')} €`, '€'],
  ["CHF 1'038.30", amounts, (v) => `CHF ${grouped(v, "'", '.')}`, 'CHF'],
  ['USD 1038.30', amounts, (v) => `USD ${v.toFixed(2)}`, 'USD'],
  ['¥1,038', amounts.map(Math.round), (v) => `¥${grouped(v, ',', '.').slice(0, -3)}`, '¥'],
  ['1,038.30', amounts, (v) => grouped(v, ',', '.'), ''],
  ['(1,038.30) for negatives', amounts.map((v, i) => (i % 4 ? v : -v)), (v) => (v < 0 ? `(${grouped(-v, ',', '.')})` : grouped(v, ',', '.')), ''],
  ['-$5.00', amounts.map((v, i) => (i % 4 ? v : -v)), (v) => `${v < 0 ? '-' : ''}$${Math.abs(v).toFixed(2)}`, '$'],
  ['12.5 %', amounts, (v) => `${v.toFixed(2)} %`, '%'],
  ['12,5%', amounts, (v) => `${v.toFixed(2).replace('.', ',')}%`, '%'],
  ['00:03:12', seconds, clock, 's'],
  ['3:12', seconds.map((s) => s % 3600), (s) => `${Math.floor(s / 60)}:${two(s % 60)}`, 's'],
  ['1 days 00:03:12', seconds, (s) => `${Math.floor(s / 86_400)} days ${clock(s % 86_400)}`, 's'],
  ['-1 days +23:59:57', seconds.map((s) => s - 45_000), (s) => { const days = Math.floor(s / 86_400); return `${days} days +${clock(s - 86_400 * days)}`; }, 's'],
  ['-PT3M', seconds.map((s) => -s), (s) => `-PT${-s}S`, 's'],
  ['6EUR', amounts, (v) => `${v.toFixed(2)}EUR`, 'EUR'],
  ['₹12,34,567', amounts.map((v) => Math.round(v * 1e4)), (v) => `₹${new Intl.NumberFormat('en-IN').format(v)}`, '₹'],
  ['1h 3m 12s', seconds, (s) => `${Math.floor(s / 3600)}h ${Math.floor(s / 60) % 60}m ${s % 60}s`, 's'],
  ['PT1H3M12S', seconds, (s) => `PT${Math.floor(s / 3600)}H${Math.floor(s / 60) % 60}M${s % 60}S`, 's'],
  ['1500 ms', seconds.map((s) => s / 1000), (s) => `${Math.round(1000 * s)} ms`, 's'],
  ['1.2k and 3.4M', seconds.map((s, i) => (i % 2 ? s * 1e3 : s * 1e6)), (v, i) => (i % 2 ? `${v / 1e3}k` : `${v / 1e6}M`), ''],
];

describe.each(WRITINGS)('%s', (_, values, write, unit) => {
  const rows = values.map((value, i) => [(i * 37) % 11, `"${write(value, i)}"`, (i * 7) % 5]);

  it('as target, with its unit, among other numbers', async () => {
    const { table, inspection } = await loadTable({ file: csvFile('t.csv', ['x', 'spend', 'z'], rows), choices: {} });
    expect(table.target.name).toBe('spend');
    table.target.values.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 6));
    expect(inspection.choices.unit).toBe(unit === '' ? undefined : unit);
    expect(inspection.warnings.some((warning) => warning.startsWith('"spend" is read as'))).toBe(true);
  });

  it('as feature, missing cells among them, and of new rows', async () => {
    const holes = rows.map(([x, spend, z], i) => [x!, i === 3 ? '' : i === 8 ? '-' : spend!, z!]);
    const file = csvFile('t.csv', ['x', 'cost', 'target'], holes.map(([x, cost, z], i) => [x!, cost!, Number(z) + i]));
    const { table } = await loadTable({ file, choices: { target: 'target' } });
    const cost = table.features.find(({ name }) => name === 'cost')!;
    expect(cost.type).toBe('number');
    expect(cost.type === 'number' && [cost.values[3], cost.values[8]]).toEqual([NaN, NaN]);
    expect(cost.type === 'number' && cost.values[9]).toBeCloseTo(values[9]!, 6);
    const fresh = await readLike({ file: csvFile('n.csv', ['x', 'cost'], holes.slice(9, 20).map(([x, c]) => [x!, c!])), choices: {} }, table);
    const again = fresh.columns.find(({ name }) => name === 'cost')!;
    expect(again.type === 'number' && again.values[0]).toBeCloseTo(values[9]!, 6);
  });
});

describe('what is no amount', () => {
  it.each([['007', '12'], ['12345678901234567890', '1'], ['$5', '5 €'], ['$5', '00:03:12'], ['3A', '4A'], ['12:75', '1:10'], ['1,2,3', '4'], ['5', '6']])('%s beside %s', (...labels) => {
    expect(readUnits(labels)).toBeNull();
  });

  it('a target of a usual name is never replaced in silence', async () => {
    const file = (target: (i: number) => string) => csvFile('t.csv', ['x', 'target', 'score'], amounts.map((_, i) => [i % 11, target(i), (i * 7919) % 97]));
    const mixed = await inspectTable({ file: file((i) => (i % 2 ? `$${i}` : `00:03:${two(i)}`)), choices: {} });
    expect(mixed.choices.target).toBe('target');
    expect(mixed.problem!.message).toBe('The column "target" holds numbers of several kinds ("00:03:00", "$1"), which have no common unit.');
    const currencies = await inspectTable({ file: file((i) => (i % 2 ? `$${i}` : `${i} €`)), choices: {} });
    expect(currencies.problem!.message).toContain('amounts in several currencies (€, $)');
    const words = await inspectTable({ file: file((i) => ['good', 'bad', 'fair'][i % 3]!), choices: {} });
    expect(words.choices.target).toBe('score');
    expect(words.warnings).toContain('"target" has a usual name for a target, but holds words; "score" is predicted instead.');
  });

  it('no text is mistaken for a number: line breaks within a cell, names of object parts', () => {
    for (const text of ['1\n2', 'a\nb', '12 constructor', '3 toString', '1 __proto__']) expect(readUnits([text]), JSON.stringify(text)).toBeNull();
  });
});

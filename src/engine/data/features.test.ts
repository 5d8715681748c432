/** What features learn: from training rows only, by label, with missing values kept apart. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { CategoryColumn, ListColumn, NumberColumn } from './column';
import { fitFeatures } from './features';

const all = (n: number) => Uint32Array.from({ length: n }, (_, row) => row);

function number(name: string, values: readonly number[]): NumberColumn {
  return { name, type: 'number', values: Float64Array.from(values) };
}

function category(name: string, values: readonly (string | null)[]): CategoryColumn {
  const labels = [...new Set(values.filter((value) => value !== null))];
  return { name, type: 'category', codes: Int32Array.from(values, (value) => (value === null ? -1 : labels.indexOf(value))), labels };
}

function list(name: string, values: readonly (readonly string[])[]): ListColumn {
  const labels = [...new Set(values.flat())];
  let end = 0;
  return { name, type: 'list', offsets: Uint32Array.from([0, ...values.map((entries) => (end += entries.length))]), codes: Int32Array.from(values.flat(), (value) => labels.indexOf(value)), labels };
}

describe('numbers', () => {
  it('have mean 0 and spread 1 over the training rows that have a value; missing ones are 0 and flagged', () => {
    const column = number('a', [1, 2, NaN, 3, 100]);
    const { encode, shape } = fitFeatures([column], all(4));
    expect(shape.numbers).toEqual(['a']);
    const { numbers, missing } = encode([column]);
    const spread = Math.sqrt(2 / 3);
    expect([...numbers]).toEqual([-1 / spread, 0, 0, 1 / spread, 20].map(Math.fround));
    expect([...missing]).toEqual([0, 0, 1, 0, 0]);
  });

  it('with a heavy tail come a second time as logarithms, in which the tail is gone, whatever the unit', () => {
    const random = new Random(1);
    const values = Array.from({ length: 500 }, () => Math.exp(2 * random.normal()));
    for (const unit of [1, 1000]) {
      const column = number('spend', values.map((value) => value * unit));
      const { encode, shape } = fitFeatures([column], all(500));
      expect(shape.numbers).toEqual(['spend', 'log spend']);
      const logs = encode([column]).numbers.filter((_, i) => i % 2 === 1);
      expect(Math.max(...logs)).toBeLessThan(4.5);
      const first = Math.min(...values);
      expect(logs[values.indexOf(first)]).toBeCloseTo(Math.min(...logs), 6);
    }
  });

  it('learn nothing from rows outside the training part', () => {
    const train = [1, 5, 2, 8];
    const one = fitFeatures([number('a', [...train, 3])], all(4)).encode([number('a', [...train, 3])], Uint32Array.of(0, 1, 2, 3));
    const other = fitFeatures([number('a', [...train, 1e9])], all(4)).encode([number('a', [...train, 1e9])], Uint32Array.of(0, 1, 2, 3));
    expect(other).toEqual(one);
  });
});

describe('labels', () => {
  it('get ids by how often training rows have them; rare, new and missing ones are 0', () => {
    const column = category('c', ['rare', 'x', 'often', 'often', 'x', 'often', null, 'test', 'test']);
    const { encode, shape } = fitFeatures([column], all(7));
    expect(shape.categories).toEqual([{ name: 'c', levels: 2 }]);
    expect([...encode([column]).categories]).toEqual([0, 2, 1, 1, 2, 1, 0, 0, 0]);
  });

  it('are found by label in another file, whose codes differ', () => {
    const { encode, unseen } = fitFeatures([category('c', ['a', 'a', 'b', 'b', 'b'])], all(5));
    const other = category('c', ['new', 'b', null, 'a']);
    expect([...encode([other]).categories]).toEqual([0, 1, 0, 2]);
    expect(unseen([other])).toEqual([expect.stringContaining('"c": 33.3 % of its labels')]);
    expect(unseen([category('c', ['a'])])).toEqual([]);
  });

  it('are at most 1,000 a column', () => {
    const column = category('c', Array.from({ length: 2600 }, (_, i) => `label ${i % 1300}`));
    expect(fitFeatures([column], all(2600)).shape.categories[0]!.levels).toBe(1000);
  });

  it('of lists are kept entry by entry, those not learned as 0', () => {
    const column = list('l', [['a', 'b'], [], ['b', 'z', 'a'], ['b']]);
    const { encode, shape } = fitFeatures([column], all(4));
    expect(shape.lists).toEqual([{ name: 'l', levels: 2 }]);
    const [encoded] = encode([column], Uint32Array.of(2, 1, 0)).lists;
    expect([...encoded!.offsets]).toEqual([0, 3, 3, 5]);
    expect([...encoded!.values]).toEqual([1, 0, 2, 2, 1]);
  });
});

describe('columns', () => {
  it('that tell nothing in the training rows are left out', () => {
    const columns = [number('constant', [4, 4, 4, 9]), number('empty', [NaN, NaN, NaN, 1]), category('one', ['a', 'a', 'a', 'b']), category('ids', ['a', 'b', 'c', 'a']), list('none', [[], [], [], ['a']])];
    expect(fitFeatures(columns, all(3)).shape).toEqual({ numbers: [], categories: [], lists: [] });
  });

  it('that are constant where they have a value are kept for where they have none', () => {
    const column = number('a', [4, NaN, 4, NaN]);
    const { encode } = fitFeatures([column], all(4));
    expect([...encode([column]).missing]).toEqual([0, 1, 0, 1]);
    expect([...encode([column]).numbers]).toEqual([0, 0, 0, 0]);
  });

  it('that are absent or of another type in a new file are missing, and told', () => {
    const columns = [number('a', [1, 2, 3]), category('c', ['x', 'x', 'y']), list('l', [['u', 'u'], [], []])];
    const { encode, unseen } = fitFeatures(columns, all(3));
    const rows = encode([category('a', ['1', '2'])]);
    expect([rows.rows, ...rows.missing, ...rows.categories, ...rows.lists[0]!.offsets]).toEqual([2, 1, 1, 0, 0, 0, 0, 0]);
    expect(unseen([category('a', ['1', '2'])])).toEqual([expect.stringContaining('type category here'), expect.stringContaining('"c" is absent'), expect.stringContaining('"l" is absent')]);
  });
});

/** Guessed types, dates, lists written as text, and the change from one type into another. */
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../records/table';
import type { Column } from './column';
import { asType, takeRows } from './tableCells';
import { cellsOf } from './tableTestFiles';
import { ColumnBuilder } from './tableBuilder';
import { dateSeconds } from './tableDates';
import { guessType } from './tableTypes';

const column = (name: string, cells: readonly string[]): Column => {
  const builder = new ColumnBuilder(name);
  for (const cell of cells) builder.addText(cell);
  return builder.columns()[0]!;
};
const upTo = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i));
const converted = (cells: readonly string[], type: FieldType): Column => asType(column('x', cells), type, Uint32Array.from(cells.keys()));

describe('types', () => {
  it.each<[string, readonly string[], FieldType]>([
    ['age', ['31', '', '44'], 'number'],
    ['age', ['31', 'old'], 'category'],
    ['user_id', upTo(50), 'category'],
    ['videoId', upTo(50), 'category'],
    ['userid', upTo(50), 'category'],
    ['user_id', ['1.5', '2'], 'number'],
    ['id', upTo(50), 'category'],
    ['width', upTo(50), 'number'],
    ['paid', upTo(5), 'number'],
    ['onehot_feat3', upTo(50), 'category'],
    ['is_new', ['0', '1', '-124'], 'category'],
    ['isNew', ['0', '1'], 'category'],
    ['level', upTo(12), 'category'],
    ['level', upTo(13), 'number'],
    ['level', ['1', '2.5'], 'number'],
    ['level', ['', ''], 'number'],
    ['visits', ['0', '1'], 'number'],
    ['postcode', ['01234', '52062'], 'category'],
    ['day', ['2024-01-31', '', '2024/2/29'], 'number'],
    ['day', ['2024-01-31', '2024-02-30'], 'category'],
    ['tags', ['a|b', 'c', '', 'a|d'], 'list'],
    ['tags', ['[1, 2]', '[]', "['x']"], 'list'],
    ['range', ['[10,30)', '[30,60)'], 'category'],
    ['title', ['a|b', 'c', 'd', 'e'], 'category'],
    ['tags', ['a', 'a|b', 'b', 'c', 'a|c', 'd', 'b|c', 'b|a', 'a', 'c|a', 'c|b', 'd', 'd', 'd', 'd'], 'list'],
    ['title', ['a', 'a|b', 'b', 'c', 'd|c', 'd', 'e|f', 'g|h', 'a', 'i|j', 'k|l', 'd', 'd', 'd', 'd'], 'category'],
  ])('%s of %j is a %s', (name, cells, type) => {
    expect(guessType(column(name, cells))).toBe(type);
  });

  it('reads dates as UTC seconds', () => {
    expect(dateSeconds('1970-01-02')).toBe(86_400);
    expect(dateSeconds('2022-04-10 08:59:09')).toBe(Date.parse('2022-04-10T08:59:09Z') / 1000);
    expect(dateSeconds('2022-04-10T08:59:09.25+02:00')).toBe(Date.parse('2022-04-10T06:59:09.250Z') / 1000);
    expect(dateSeconds('2022-04-10T08:59-0130')).toBe(Date.parse('2022-04-10T10:29:00Z') / 1000);
    expect(['2023-02-29', '2022-13-01', '2022-04-10 25:00', '20220410', '10.04.2022', ''].map(dateSeconds)).toEqual([null, null, null, null, null, null]);
  });

  it('turns each type into the others', () => {
    expect(converted(['2', '', '2.0', '10'], 'category')).toEqual({ name: 'x', type: 'category', codes: Int32Array.of(0, -1, 0, 1), labels: ['2', '10'] });
    expect(converted(['007', '', '1e2'], 'number')).toEqual({ name: 'x', type: 'number', values: Float64Array.of(7, NaN, 100) });
    expect(converted(['1970-01-01 00:00:07', '', '1970-01-02'], 'number')).toMatchObject({ values: Float64Array.of(7, NaN, 86_400) });
    const list = converted(['a|b|a', '', '[1, 2]', "['it''s', \"x, y\"]", '[3 4]', 'z', '[]'], 'list');
    expect(cellsOf([list]).x).toEqual(['a|b|a', '', '1|2', "it|s|x, y", '3|4', 'z', '']);
    expect(cellsOf([asType(list, 'category', [])]).x).toEqual(['a|b|a', '', '1|2', 'it|s|x, y', '3|4', 'z', '']);
    expect(cellsOf([converted(['5', '', '6'], 'list')]).x).toEqual(['5', '', '6']);
  });

  it('says which value of which row is no number', () => {
    expect(() => asType(column('x', ['3', 'n/a', '1,5', 'two']), 'number', [10, 11, 12, 13])).toThrow('The column "x" holds "1,5" in row 12 (counted from 0); a number was wanted.');
    expect(() => asType(converted(['a|b'], 'list'), 'number', [0])).toThrow('holds lists');
  });

  it('takes rows with their labels in order of first appearance', () => {
    expect(takeRows(column('x', ['a', 'b', '', 'c']), [3, -1, 2, 0, 3])).toEqual({ name: 'x', type: 'category', codes: Int32Array.of(0, -1, -1, 1, 0), labels: ['c', 'a'] });
    expect(takeRows(column('x', ['1', '2']), [1, -1])).toMatchObject({ values: Float64Array.of(2, NaN) });
    const list = takeRows(converted(['a|b', '', 'c|b'], 'list'), [2, -1, 0]);
    expect(list).toEqual({ name: 'x', type: 'list', offsets: Uint32Array.of(0, 2, 2, 4), codes: Int32Array.of(0, 1, 2, 1), labels: ['c', 'b', 'a'] });
  });
});

/** Columns of a second file beside the rows of the first: keys as text, rows without a partner, names that clash, and keys that do not join. */
import { describe, expect, it } from 'vitest';
import { joinTable } from './tableJoin';
import { readTable } from './tableReaders';
import { cellsOf, csvFile } from './tableTestFiles';

const join = async (left: File, right: File, key: { left: string; right: string }) => joinTable(await readTable(left, {}), left.name, await readTable(right, {}), right.name, key);
const views = csvFile('views.csv', ['user', 'age', 'spend'], [['2', 9, 1], [' 1.0', 9, 2], ['9', 9, 3], ['', 9, 4], ['2', 9, 5]]);

describe('joins', () => {
  it('gives every row its partner, or missing values and a count', async () => {
    const users = csvFile('users.v2.csv', ['id', 'age', 'city', 'tags'], [['1', 31, 'Aachen', 'a|b'], ['2.0', 44, 'Bonn', 'c|d'], ['3', 5, 'Ulm', 'e|f'], ['', 7, 'Kiel', 'g']]);
    const { columns, notes } = await join(views, users, { left: 'user', right: 'id' });
    expect(cellsOf(columns)).toEqual({ 'users.v2_age': ['44', '31', '', '', '44'], city: ['Bonn', 'Aachen', '', '', 'Bonn'], tags: ['c|d', 'a|b', '', '', 'c|d'] });
    expect(columns.map((column) => (column.type === 'category' ? column.labels : column.type))).toEqual(['number', ['Bonn', 'Aachen'], ['c|d', 'a|b']]);
    expect(notes).toEqual(['2 of 5 rows have no partner in users.v2.csv by "user": the joined columns are missing there.']);
  });

  it('says nothing where all is well', async () => {
    expect((await join(views, csvFile('u.csv', ['age', 'x'], [['9', 0]]), { left: 'age', right: 'age' })).notes).toEqual([]);
  });

  it('refuses keys that join to two rows, to none, or are not there', async () => {
    const users = (rows: (string | number)[][]): File => csvFile('users.csv', ['id', 'x'], rows);
    await expect(join(views, users([['1', 0], ['2', 0], ['3', 0], [' 2', 0]]), { left: 'user', right: 'id' })).rejects.toThrow('the key "2" of column "id" is in rows 1 and 3');
    await expect(join(views, users([['a', 0], ['b', 0]]), { left: 'user', right: 'id' })).rejects.toThrow('No row of views.csv has a partner in users.csv: "user" holds "2", "1", "9", "id" holds "a", "b".');
    await expect(join(views, users([['1', 0]]), { left: 'name', right: 'id' })).rejects.toThrow('views.csv has no column "name"; it has "user", "age", "spend".');
    await expect(join(views, users([['1', 0]]), { left: 'user', right: 'user' })).rejects.toThrow('users.csv has no column "user"; it has "id", "x".');
  });
});

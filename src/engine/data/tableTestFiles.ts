/** Tables made by hand for the tests. */
import { Random } from '../math/random';
import type { Column } from './column';
import { cellText, rowsOf } from './tableCells';
import { fileOf } from './testFiles';

/** A table as text: a header and one line a row. */
export function csvFile(name: string, header: readonly string[], rows: readonly (readonly (string | number)[])[], delimiter = ','): File {
  return fileOf(name, [header, ...rows].map((row) => `${row.join(delimiter)}\n`).join(''));
}

/** Columns by name, the cells as text and '' where missing. */
export function cellsOf(columns: readonly Column[]): Record<string, string[]> {
  return Object.fromEntries(columns.map((column) => [column.name, Array.from({ length: rowsOf(column) }, (_, row) => cellText(column, row))]));
}

/** 300 views: 30 users, 3 kinds, a length, a weak number, and a watch time that depends on them; every tenth is 0. */
export function viewsFile(name = 'views.csv', change: (row: (string | number)[], i: number) => void = () => {}): File {
  const random = new Random(5);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const kind = ['film', 'song', 'news'][random.integer(3)]!;
    const length = Math.round(10 + 90 * random.uniform());
    const watched = i % 10 === 0 ? 0 : Number((length * random.uniform() * (kind === 'film' ? 4 : 1)).toFixed(2));
    const row = [`u${i % 30}`, kind, length, Number(random.normal().toFixed(3)), `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`, watched];
    change(row, i);
    return row;
  });
  return csvFile(name, ['user_id', 'kind', 'length_s', 'noise', 'day', 'watch_s'], rows);
}

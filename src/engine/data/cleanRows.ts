/** Rows that hold NaN or an infinity: found, refused, dropped or repaired. */
import { InputError } from '../errors';
import { count } from './limits';
import type { VectorRows } from './reader';

export interface BadRowReport {
  readonly nanRows: number;
  readonly infRows: number;
  /** Positions in the table, ascending. */
  readonly positions: readonly number[];
  /** 0-based row numbers in the file, at most 5. */
  readonly first: readonly number[];
}

/** One sweep over the table; a row may hold both NaN and an infinity. */
export function findBadRows({ data, dim, rowIndex }: VectorRows): BadRowReport {
  const positions: number[] = [];
  let nanRows = 0;
  let infRows = 0;
  for (let i = 0; i < rowIndex.length; i++) {
    let nan = false;
    let inf = false;
    for (let k = i * dim; k < (i + 1) * dim; k++) {
      const value = data[k]!;
      // value - value is 0 for every finite number and NaN otherwise.
      if (value - value === 0) continue;
      if (value !== value) nan = true;
      else inf = true;
    }
    if (nan) nanRows++;
    if (inf) infRows++;
    if (nan || inf) positions.push(i);
  }
  return { nanRows, infRows, positions, first: positions.slice(0, 5).map((i) => rowIndex[i]!) };
}

/** The error that offers what can be done. */
export function refuseBadRows(name: string, table: VectorRows, bad: BadRowReport): InputError {
  const which = bad.positions.length > bad.first.length ? 'the first are rows' : bad.first.length === 1 ? 'it is row' : 'they are rows';
  return new InputError(
    `${name}: ${count(bad.positions.length)} of ${count(table.rowIndex.length)} rows hold NaN (${count(bad.nanRows)}) ` +
      `or an infinity (${count(bad.infRows)}); ${which} ${bad.first.join(', ')} (counted from 0). Vectors need finite float32 numbers.`,
    'Drop these rows, replace the values by the mean of their column, or cancel and correct the file.',
  );
}

/** The table without its bad rows; the data is moved up in place. Throws InputError where none is left. */
export function dropBadRows(name: string, table: VectorRows, bad: Pick<BadRowReport, 'positions'>): VectorRows {
  const { data, dim, rowIndex } = table;
  if (bad.positions.length === 0) return table;
  const rows = rowIndex.length - bad.positions.length;
  if (rows === 0)
    throw new InputError(
      `${name}: all ${count(rowIndex.length)} rows hold NaN or an infinity; none is left when they are dropped.`,
      'Replace the values by the mean of their column, or correct the file.',
    );
  const dropped = new Set(bad.positions);
  const kept = Uint32Array.from({ length: rows });
  for (let i = 0, used = 0; i < rowIndex.length; i++) {
    if (dropped.has(i)) continue;
    if (used !== i) data.copyWithin(used * dim, i * dim, (i + 1) * dim);
    kept[used++] = i;
  }
  const pick = (values: readonly string[]): string[] => Array.from(kept, (i) => values[i]!);
  return {
    ...table,
    // A copy, so that nobody who looks at the buffer finds rows that were dropped.
    data: data.slice(0, rows * dim),
    rowIndex: kept.map((i) => rowIndex[i]!),
    ids: table.ids && pick(table.ids),
    metadata: table.metadata.map((column) => ({ name: column.name, values: pick(column.values) })),
  };
}

/** Every NaN and infinity becomes the mean of its column's finite values, in place. Throws InputError for a column without any. */
export function replaceBadValues(name: string, table: VectorRows, bad: BadRowReport): void {
  const { data, dim, rowIndex, columns } = table;
  if (bad.positions.length === 0) return;
  const sums = new Float64Array(dim);
  const counts = new Float64Array(dim);
  for (let i = 0, k = 0; i < rowIndex.length; i++) {
    for (let j = 0; j < dim; j++, k++) {
      const value = data[k]!;
      if (value - value !== 0) continue;
      sums[j]! += value;
      counts[j]!++;
    }
  }
  for (const i of bad.positions) {
    for (let j = 0; j < dim; j++) {
      const value = data[i * dim + j]!;
      if (value - value === 0) continue;
      if (counts[j] === 0)
        throw new InputError(
          `${name}: the column "${columns[j] ?? j}" holds no finite number, so its values cannot be replaced by their mean.`,
          'Leave this column out of the vector, or correct the file.',
        );
      data[i * dim + j] = sums[j]! / counts[j]!;
    }
  }
}

/** The entries of each sparse format of SciPy, one after the other. Formats: https://docs.scipy.org/doc/scipy/reference/sparse.html */
import { InputError } from '../errors';
import { count } from './limits';

export interface SparseArrays {
  readonly shape: readonly [number, number];
  /** Of the members, as their headers say. */
  readonly shapes: { readonly data: readonly number[] };
  take(name: string): Promise<Float64Array>;
}

type Put = (row: number, column: number, value: number) => void;
type Entries = (name: string, arrays: SparseArrays, put: Put) => Promise<void>;

/** By the name that SciPy gives the format. */
export const ENTRIES: Readonly<Record<string, Entries>> = {
  csr: (name, arrays, put) => compressed(name, arrays, arrays.shape[0], put),
  csc: (name, arrays, put) => compressed(name, arrays, arrays.shape[1], (column, row, value) => put(row, column, value)),

  async coo(name, { take }, put) {
    const [rows, columns, data] = [await take('row'), await take('col'), await take('data')];
    if (rows.length !== data.length || columns.length !== data.length) throw unequal(name, [rows, columns, data]);
    data.forEach((value, k) => put(rows[k]!, columns[k]!, value));
  },

  async bsr(name, { shape, shapes, take }, put) {
    const [pointers, indices, data] = [await take('indptr'), await take('indices'), await take('data')];
    const [blocks, height, width] = shapes.data as [number, number, number];
    if (shapes.data.length !== 3 || !(height > 0 && width > 0) || blocks !== indices.length) throw unequal(name, [indices, data]);
    eachRun(name, pointers, Math.ceil(shape[0] / height), indices.length, (blockRow, k) => {
      for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) put(blockRow * height + i, indices[k]! * width + j, data[(k * height + i) * width + j]!);
    });
  },

  async dia(name, { shape, shapes, take }, put) {
    const [offsets, data] = [await take('offsets'), await take('data')];
    const [diagonals, length] = shapes.data as [number, number];
    if (shapes.data.length !== 2 || diagonals !== offsets.length) throw unequal(name, [offsets, data]);
    // The value of column j stands at place j of its diagonal, whatever the offset; places outside of the matrix are not used.
    offsets.forEach((offset, k) => {
      for (let column = Math.max(0, offset); column < Math.min(length, shape[1], shape[0] + offset); column++) put(column - offset, column, data[k * length + column]!);
    });
  },
};

async function compressed(name: string, { take }: SparseArrays, lines: number, put: Put): Promise<void> {
  const [pointers, indices, data] = [await take('indptr'), await take('indices'), await take('data')];
  if (indices.length !== data.length) throw unequal(name, [indices, data]);
  eachRun(name, pointers, lines, data.length, (line, k) => put(line, indices[k]!, data[k]!));
}

/** Entries pointers[i] .. pointers[i + 1] - 1 belong to line i. */
function eachRun(name: string, pointers: Float64Array, lines: number, entries: number, visit: (line: number, k: number) => void): void {
  const rising = pointers.every((pointer, i) => Number.isInteger(pointer) && pointer >= (i === 0 ? 0 : pointers[i - 1]!));
  if (pointers.length !== lines + 1 || !rising || pointers[0] !== 0 || pointers[lines]! > entries)
    throw new InputError(`${name} has ${count(pointers.length)} row pointers up to ${pointers.at(-1)}; ${count(lines + 1)} ascending ones up to ${count(entries)} were wanted.`, 'The file is damaged: copy or write it again.');
  for (let line = 0; line < lines; line++) for (let k = pointers[line]!; k < pointers[line + 1]!; k++) visit(line, k);
}

function unequal(name: string, arrays: readonly Float64Array[]): InputError {
  return new InputError(`${name} has arrays of ${arrays.map(({ length }) => count(length)).join(', ')} numbers that do not fit together.`, 'The file is damaged: copy or write it again.');
}

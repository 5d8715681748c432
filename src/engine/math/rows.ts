/** Rows of matrices kept row-major in typed arrays: some of them, and several matrices one below the other. */

type Matrix = Float32Array | Int32Array | Uint8Array;

/** These rows of [n, width], in this order; a copy of the same type. */
export function rowsOf<M extends Matrix>(matrix: M, width: number, rows: ArrayLike<number>): M {
  const some = new (matrix.constructor as new (length: number) => M)(rows.length * width);
  for (let i = 0; i < rows.length; i++) some.set(matrix.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return some;
}

/** Columns of n numbers each as [n, columns], row-major. */
export function rowMajor(columns: readonly Int32Array[]): Int32Array {
  const matrix = new Int32Array(columns.length * (columns[0]?.length ?? 0));
  columns.forEach((column, at) => column.forEach((value, row) => (matrix[row * columns.length + at] = value)));
  return matrix;
}

/** The parts one after another. */
export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** What a level is fitted to: rows less their mean, and then less their code vectors. In kept memory the new rows are written where they stay. */
import * as road from '../cpu/rowSums';
import { keptAt } from './rowSums';
import { Vectors } from './vectors';

type Rows = Pick<Vectors, 'data' | 'rows' | 'dim' | 'chunkRows'>;

/** Rows with `means` [dim] subtracted from each. */
export function lessMeans({ data, rows, dim, chunkRows }: Rows, means: Float64Array): Vectors {
  const kept = keptAt(data);
  return kept
    ? Vectors.inKept(kept.road, rows, dim, chunkRows, (out) => road.lessRow(kept.road, kept.address, rows, dim, means, out))
    : new Vectors(centred(data, rows, dim, means), rows, dim, null, chunkRows);
}

/** What is left of the rows after the vectors of their codes int32 [rows], of a codebook [K, dim], are taken away. */
export function lessCodes({ data, rows, dim, chunkRows }: Rows, codes: Int32Array, codebook: Float32Array): Vectors {
  const kept = keptAt(data);
  return kept
    ? Vectors.inKept(kept.road, rows, dim, chunkRows, (out) => road.lessCodes(kept.road, kept.address, rows, dim, codes, codebook, out))
    : new Vectors(residuals(data, rows, dim, codes, codebook), rows, dim, null, chunkRows);
}

/** A copy with `means` subtracted from every row. */
export function centred(data: Float32Array, rows: number, dim: number, means: ArrayLike<number>): Float32Array {
  const result = new Float32Array(rows * dim);
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++, at++) result[at] = data[at]! - means[d]!;
  return result;
}

/** A copy with each row's code vector subtracted from it. */
export function residuals(data: Float32Array, rows: number, dim: number, codes: ArrayLike<number>, codebook: ArrayLike<number>): Float32Array {
  const result = new Float32Array(rows * dim);
  for (let i = 0, at = 0; i < rows; i++) {
    let from = codes[i]! * dim;
    for (let d = 0; d < dim; d++, at++) result[at] = data[at]! - codebook[from++]!;
  }
  return result;
}

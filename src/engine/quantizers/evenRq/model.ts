/** All levels together, as joint rounds and the search for distinct IDs work on them. */
import type { Vectors } from '../vectors';
import { BiasedBeam } from './beam';
import { moveMeans, solveJoint } from './jointSolve';

export interface Model {
  /** float32 [K_l, dim] a level. */
  books: Float32Array[];
  /** [K_l] a level. */
  biases: Float64Array[];
  /** int32 [n] a level: the codes of the training rows. */
  codes: Int32Array[];
}

/** Solves the codebooks for the model's codes and moves means to the first level. Returns the sum of squared errors before. */
export async function refit(model: Model, x: Pick<Vectors, 'data' | 'rows' | 'dim'>, ridge: number, breathe: () => Promise<void>): Promise<number> {
  const { books, squaredErrorBefore } = await solveJoint(x, model.codes, model.books, ridge, breathe);
  moveMeans(books, model.codes, x.dim);
  model.books = books;
  return squaredErrorBefore;
}

export function beamOf({ books, biases }: Pick<Model, 'books' | 'biases'>, dim: number): BiasedBeam {
  return new BiasedBeam(books.map((vectors, level) => ({ vectors, bias: biases[level]! })), dim);
}

/** [count]: |x - xhat|^2 of codes int32 [count, levels] for one row of `data` at `start`, by differences in float64, into `out` at `to`. */
export function errorsOfRow(data: Float32Array, start: number, dim: number, codes: Int32Array, from: number, count: number, books: readonly Float32Array[], out: Float64Array, to: number): void {
  const levels = books.length;
  for (let t = 0; t < count; t++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) {
      let left = data[start + d]!;
      for (let level = 0; level < levels; level++) left -= books[level]![codes[from + t * levels + level]! * dim + d]!;
      sum += left * left;
    }
    out[to + t] = sum;
  }
}

/** Sum of the biases of one code a level, at `from`. */
export function biasOf(codes: Int32Array, from: number, biases: readonly Float64Array[]): number {
  let sum = 0;
  for (let level = 0; level < biases.length; level++) sum += biases[level]![codes[from + level]!]!;
  return sum;
}


/**
 * A joint round: all codebooks for the present codes, then all rows choose among the best of a beam and their present code.
 *
 *     1 solve the codebooks            2 means of the levels above the first move into it        3 unused codes become badly served rows
 *     4 a beam for each row, its present code beside what it found                               5 lam = gamma * mean error of the present codes
 *     6 two sweeps under the counts    7 b = lam log((n + 1) K / N)
 *
 * At gamma 0 rows take the best of the beam in place of 5 to 7.
 */
import type { Random } from '../../math/random';
import type { Vectors } from '../vectors';
import { drawRow, unusedCodes } from './assign';
import { rowErrors } from './jointSolve';
import { beamOf, errorsOfRow, refit, type Model } from './model';
import { countsOf, pricesOf } from './price';
import { sweepUnderCounts, type Candidates } from './sweep';

/** Sweeps of step 6. */
export const SWEEPS = 2;

export interface RoundOptions {
  readonly gamma: number;
  readonly ridge: number;
  readonly beam: number;
  readonly batchSize: number;
  /** One permutation of the rows a sweep. */
  readonly orders: readonly Uint32Array[];
  /** Draws rows for unused codes. */
  readonly random: Random;
  readonly floor: number;
}

export interface RoundOutcome {
  /** Mean squared errors of the codes that the round began with, before and after the solve. */
  readonly errorBefore: number;
  readonly meanError: number;
  readonly lambda: number;
  /** Rows that changed a code. */
  readonly moved: number;
  readonly counts: readonly Int32Array[];
}

/** Steps 1 to 7 on the model, which is changed; `x` are the rows less their mean. */
export async function jointRound(model: Model, x: Vectors, { gamma, ridge, beam, batchSize, orders, random, floor }: RoundOptions, breathe: () => Promise<void>): Promise<RoundOutcome> {
  const errorBefore = (await refit(model, x, ridge, breathe)) / x.rows;
  const before = model.codes;
  const counts = before.map((codes, level) => countsOf(codes, model.biases[level]!.length));
  restartUnused(model, x, counts, random);
  const meanError = rowErrors(x, before, model.books).reduce((sum, error) => sum + error, 0) / x.rows + floor;
  const lambda = gamma * meanError;
  model.codes = before.map((codes) => codes.slice());
  if (gamma === 0) await takeBest(model, x, beam, breathe);
  else {
    const candidates = await candidatesOf(model, x, beam, breathe);
    for (const order of orders) await sweepUnderCounts(candidates, model.codes, counts, { lambdas: model.books.map(() => lambda), batchSize, order }, breathe);
    model.biases = counts.map((own) => pricesOf(own, lambda, x.rows));
  }
  const now = gamma === 0 ? model.codes.map((codes, level) => countsOf(codes, model.biases[level]!.length)) : counts;
  let moved = 0;
  for (let row = 0; row < x.rows; row++) if (model.codes.some((codes, level) => codes[row] !== before[level]![row])) moved++;
  return { errorBefore, meanError, lambda, moved, counts: now };
}

/** An unused code becomes what a badly served row leaves over, on top of that row's own vector of the level. */
function restartUnused({ books, codes }: Model, x: Vectors, counts: readonly Int32Array[], random: Random): void {
  const { dim } = x;
  if (counts.every((own) => unusedCodes(own).length === 0)) return;
  const errors = rowErrors(x, codes, books);
  for (const [level, own] of counts.entries()) {
    for (const code of unusedCodes(own)) {
      const row = drawRow(errors, random);
      const vector = new Float32Array(dim);
      for (let d = 0; d < dim; d++) {
        let value = x.data[row * dim + d]!;
        for (let other = 0; other < books.length; other++) if (other !== level) value -= books[other]![codes[other]![row]! * dim + d]!;
        vector[d] = value;
      }
      books[level]!.set(vector, code * dim);
    }
  }
}

/** The beam's best of each row, and its present code last. */
async function candidatesOf({ books, biases, codes }: Model, x: Vectors, beam: number, breathe: () => Promise<void>): Promise<Candidates> {
  const levels = books.length;
  let made: { width: number; codes: Int32Array; errors: Float64Array } | null = null;
  for await (const found of beamOf({ books, biases }, x.dim).search(x.chunks, beam, beam)) {
    const { width, codes: all, errors } = (made ??= { width: found.kept + 1, codes: new Int32Array(x.rows * (found.kept + 1) * levels), errors: new Float64Array(x.rows * (found.kept + 1)) });
    for (let i = 0; i < found.rows; i++) {
      const row = found.start + i;
      const at = row * width;
      all.set(found.codes.subarray(i * found.kept * levels, (i + 1) * found.kept * levels), at * levels);
      for (let level = 0; level < levels; level++) all[(at + found.kept) * levels + level] = codes[level]![row]!;
      errorsOfRow(x.data, row * x.dim, x.dim, all, at * levels, width, books, errors, at);
    }
    await breathe();
  }
  return made!;
}

async function takeBest({ books, biases, codes }: Model, x: Vectors, beam: number, breathe: () => Promise<void>): Promise<void> {
  for await (const found of beamOf({ books, biases }, x.dim).search(x.chunks, beam, 1)) {
    for (let i = 0; i < found.rows; i++) codes.forEach((own, level) => (own[found.start + i] = found.codes[i * codes.length + level]!));
    await breathe();
  }
}

/** The blocks of Even RQ against a reference in float64. Reference: fixtures/even-rq.json. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forceVariant } from '../../gpu/launch';
import { Random } from '../../math/random';
import { describeBackends } from '../../testing/backends';
import given from '../../testing/fixtures/even-rq.json';
import { expectClose, type Shaped } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import { Vectors } from '../vectors';
import { appendRows } from './append';
import { assignBiased } from './assign';
import { BiasedBeam } from './beam';
import { placeDistinct } from './distinct';
import { evenPass } from './evenPass';
import { jointRound } from './jointRound';
import { moveMeans, rowErrors, solveJoint } from './jointSolve';
import { errorsOfRow, refit, type Model } from './model';
import { pricesOf } from './price';
import { softPass } from './softPass';
import { sweepUnderCounts } from './sweep';

const reference = watched(given, ['data', 'unseen', 'soft_step', 'even_pass', 'joint_solve', 'beam', 'sweep', 'round', 'repair', 'append', 'ties']);
const tolerances = reference.meta.tolerance_float32;
const still = () => Promise.resolve();
const random = new Random(1);

describeBackends('blocks of Even RQ', (backend) => {
  // As on the software adapter, and as on a GPU.
  if (backend === 'webgpu') describe.each(['heldSubgroups', 'tiled'] as const)('%s', (variant) => {
    beforeAll(() => forceVariant(variant));
    afterAll(() => forceVariant(null));
    blocks();
  });
  else blocks();
});

function blocks(): void {
  it.each(['main', 'clipped'] as const)('soft pass, %s', async (name) => {
    const { centres, bias, gamma, e, inner, after } = reference.soft_step[name];
    const rows = rowsOf(reference.data);
    const pass = await softPass(rows, floats(centres), doubles(bias), { gamma, e, inner, floor: 1e-12 }, still);
    const close = (seen: number | ArrayLike<number>, wanted: number | Shaped, what: string) => expectClose(seen, wanted, tolerances.soft_step, what);
    close(pass.meanError, after.mean_error, 'mean error');
    close(pass.lambda, after.lambda, 'lambda');
    close(pass.epsilon, after.epsilon, 'epsilon');
    expect(pass.steps.length).toBe(after.steps.length);
    after.steps.forEach((step, i) => {
      close(pass.steps[i]!.q, step.q, `q of step ${i}`);
      close(pass.steps[i]!.bias, step.bias, `bias of step ${i}`);
    });
    close(pass.mass, after.mass, 'mass');
    close(pass.centres, after.centres, 'centres');
    rows.dispose();
  });

  it('even passes', async () => {
    const { centres, bias, codes, gamma, batch_size: batchSize, passes } = reference.even_pass;
    const rows = rowsOf(reference.data);
    const first = await assignBiased(rows, floats(centres), doubles(bias), still);
    expect(Array.from(first.codes)).toEqual(codes.data);
    let [books, z]: [Float32Array, Int32Array] = [floats(centres), first.codes];
    for (const wanted of passes) {
      const pass = await evenPass(rows, books, z, { gamma, batchSize, order: orderOf(wanted.order), random, floor: 1e-12 }, still);
      expectClose(pass.meanError, wanted.mean_error, tolerances.even_pass, 'mean error');
      expectClose(pass.lambda, wanted.lambda, tolerances.even_pass, 'lambda');
      expect(Array.from(pass.codes)).toEqual(wanted.codes.data);
      expect(Array.from(pass.counts)).toEqual(wanted.counts.data);
      expectClose(pass.centres, wanted.centres, tolerances.even_pass, 'centres');
      expectClose(pass.bias, wanted.bias, tolerances.even_pass, 'bias');
      [books, z] = [pass.centres, pass.codes];
    }
    rows.dispose();
  });

  it('joint solve, directly and close to it by sweeps over the levels', async () => {
    const { codes, codebooks, ridge, after } = reference.joint_solve;
    const rows = rowsOf(reference.data);
    const z = columnsOf(codes);
    const { books, squaredErrorBefore } = await solveJoint(rows, z, booksOf(codebooks), ridge, still);
    expectClose(squaredErrorBefore, after.squared_error_before, tolerances.joint_solve, 'squared error before');
    expectClose(joined(books), after.solved, tolerances.joint_solve, 'solved');
    const errors = rowErrors(rows, z, books);
    expectClose(sum(errors), after.squared_error_after, tolerances.joint_solve, 'squared error after');
    const sweeps = await solveJoint(rows, z, booksOf(codebooks), ridge, still, 0);
    expect(sum(rowErrors(rows, z, sweeps.books))).toBeLessThan(1.02 * after.squared_error_after);
    moveMeans(books, z, rows.dim);
    expectClose(joined(books), after.codebooks, tolerances.joint_solve, 'codebooks');
    expectClose(rowErrors(rows, z, books), errors, { rtol: 1e-4, atol: 1e-5 }, 'errors after the move');
    rows.dispose();
  });

  it.each(['data', 'unseen'] as const)('beam on %s', async (name) => {
    const { codebooks, bias } = reference.beam;
    const wanted = reference.beam[name];
    const rows = rowsOf(reference[name]);
    const books = booksOf(codebooks);
    const beam = new BiasedBeam(books.map((vectors, level) => ({ vectors, bias: levelOf(bias, level) })), rows.dim);
    for (const [width, keep, list] of [[1, 1, wanted.greedy], [4, 4, wanted.beam], [4, 12, wanted.beam_keep_12]] as const) {
      const found = await foundBy(beam, rows, width, keep);
      expect(found.codes).toEqual(list.codes.data);
      expectClose(found.costs, list.costs, tolerances.beam, 'costs');
      const errors = new Float64Array(rows.rows * keep);
      for (let row = 0; row < rows.rows; row++) errorsOfRow(rows.data, row * rows.dim, rows.dim, Int32Array.from(found.codes), row * keep * books.length, keep, books, errors, row * keep);
      expectClose(errors, list.squared_errors, tolerances.beam, 'squared errors');
    }
    rows.dispose();
  });

  it('sweeps under counts', async () => {
    const { candidates, squared_errors: errors, codes, lambda, batch_size: batchSize, orders, after } = reference.sweep;
    const z = columnsOf(codes);
    const [rows, width] = candidates.shape as [number, number];
    const counts = z.map((own) => countsOf6(own));
    for (const [i, order] of orders.entries()) {
      await sweepUnderCounts({ width, codes: Int32Array.from(candidates.data), errors: doubles(errors) }, z, counts, { lambdas: lambda.data, batchSize, order: orderOf(order) }, still);
      expect(rowMajorOf(z)).toEqual(after.sweeps[i]!.codes.data);
      expect(counts.flatMap((own) => Array.from(own))).toEqual(after.sweeps[i]!.counts.data);
    }
    expectClose(counts.flatMap((own, level) => Array.from(pricesOf(own, lambda.data[level]!, rows))), after.bias, tolerances.sweep, 'bias');
  });

  it('a whole joint round, and the solve after the last', async () => {
    const { codes, codebooks, bias, ridge, gamma, beam, batch_size: batchSize, orders, after } = reference.round;
    const rows = rowsOf(reference.data);
    const model: Model = { books: booksOf(codebooks), biases: [0, 1, 2].map((level) => levelOf(bias, level)), codes: columnsOf(codes) };
    const round = await jointRound(model, rows, { gamma, ridge, beam, batchSize, orders: orders.map(orderOf), random, floor: 1e-12 }, still);
    expectClose(joined(model.books), after.codebooks, tolerances.round, 'codebooks');
    expectClose(round.meanError, after.mean_error, tolerances.round, 'mean error');
    expectClose(round.lambda, after.lambda, tolerances.round, 'lambda');
    expect(rowMajorOf(model.codes)).toEqual(after.codes.data);
    expect(round.counts.flatMap((own) => Array.from(own))).toEqual(after.counts.data);
    expectClose(model.biases.flatMap((own) => Array.from(own)), after.bias, tolerances.round, 'bias');
    expectClose(sum(rowErrors(rows, model.codes, model.books)), after.squared_error, tolerances.round, 'squared error');
    await refit(model, rows, ridge, still);
    expectClose(joined(model.books), after.last_codebooks, tolerances.round, 'codebooks of the last solve');
    expectClose(sum(rowErrors(rows, model.codes, model.books)), after.last_squared_error, tolerances.round, 'its squared error');
    rows.dispose();
  });

  it.each([['candidates_12', 12], ['candidates_2', 2]] as const)('distinct IDs, %s', async (name, candidates) => {
    const { data, codebooks, bias, codes, beam, after } = reference.repair;
    const rows = rowsOf(data);
    const model: Model = { books: booksOf(codebooks), biases: [0, 1, 2].map((level) => levelOf(bias, level)), codes: columnsOf(codes) };
    const placed = await placeDistinct(model, rows, { beam, candidates }, still);
    const wanted = after[name];
    expect(rowMajorOf(placed.codes)).toEqual(wanted.codes.data);
    expect([placed.groups, placed.moved, placed.lost]).toEqual([Math.max(...wanted.group.data) + 1, wanted.moved_groups, wanted.lost_groups.data.length]);
    rows.dispose();
  });

  it('IDs of further rows around those in use', async () => {
    const { unseen, taken, beam, candidates, after } = reference.append;
    const [rows, fresh] = [rowsOf(reference.repair.data), rowsOf(unseen)];
    const model = { books: booksOf(reference.repair.codebooks), biases: [0, 1, 2].map((level) => levelOf(reference.repair.bias, level)) };
    const placed = await appendRows(model, fresh, rows, Int32Array.from(taken.data), { beam, candidates }, still);
    expect(Array.from(placed.codes)).toEqual(after.codes.data);
    expect(Array.from(placed.moved)).toEqual(after.moved.data);
    expect(placed.lost).toBe(after.lost.data.length);
    for (const vectors of [rows, fresh]) vectors.dispose();
  });

  it('ties go to the lowest state and code, and a clump of equal rows is dealt out', async () => {
    const { data, codebooks, bias, beam: width, keep, codes, costs, clump } = reference.ties;
    const rows = rowsOf(data);
    const beam = new BiasedBeam(booksOf(codebooks).map((vectors, level) => ({ vectors, bias: levelOf(bias, level) })), rows.dim);
    const found = await foundBy(beam, rows, width, keep);
    expect(found.codes).toEqual(codes.data);
    expect(found.costs).toEqual(costs.data);
    const clumped = rowsOf(clump.data);
    const pass = await evenPass(clumped, floats(clump.centres), Int32Array.from(clump.codes.data), { gamma: clump.gamma, batchSize: clump.batch_size, order: orderOf(clump.order), random, floor: 1e-12 }, still);
    expect(Array.from(pass.codes)).toEqual(clump.codes_after.data);
    expect(Array.from(pass.counts)).toEqual(clump.counts_after.data);
    rows.dispose();
    clumped.dispose();
  });
}

async function foundBy(beam: BiasedBeam, rows: Vectors, width: number, keep: number): Promise<{ codes: number[]; costs: number[] }> {
  const [codes, costs]: [number[], number[]] = [[], []];
  for await (const found of beam.search(rows.chunks, width, keep)) {
    codes.push(...found.codes);
    costs.push(...found.costs);
  }
  return { codes, costs };
}

/** In two chunks, so that blocks and borders are crossed. */
function rowsOf({ shape, data }: { readonly shape: readonly number[]; readonly data: readonly number[] }): Vectors {
  return new Vectors(Float32Array.from(data), shape[0]!, shape[1]!, null, Math.ceil(shape[0]! / 2) + 1);
}

const floats = ({ data }: { readonly data: readonly number[] }) => Float32Array.from(data);
const doubles = ({ data }: { readonly data: readonly number[] }) => Float64Array.from(data);
const orderOf = ({ data }: { readonly data: readonly number[] }) => Uint32Array.from(data);
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
const joined = (books: readonly Float32Array[]) => books.flatMap((book) => Array.from(book));
const countsOf6 = (codes: Int32Array) => codes.reduce((counts, code) => ((counts[code]! += 1), counts), new Int32Array(6));

/** One list a level of [levels, ..]. */
function booksOf({ shape, data }: { readonly shape: readonly number[]; readonly data: readonly number[] }): Float32Array[] {
  const size = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, level) => Float32Array.from(data.slice(level * size, (level + 1) * size)));
}

function levelOf({ shape, data }: { readonly shape: readonly number[]; readonly data: readonly number[] }, level: number): Float64Array {
  const size = data.length / shape[0]!;
  return Float64Array.from(data.slice(level * size, (level + 1) * size));
}

/** Codes [rows, levels] as one array a level. */
function columnsOf({ shape, data }: { readonly shape: readonly number[]; readonly data: readonly number[] }): Int32Array[] {
  const levels = shape[1]!;
  return Array.from({ length: levels }, (_, level) => Int32Array.from({ length: shape[0]! }, (_, row) => data[row * levels + level]!));
}

function rowMajorOf(codes: readonly Int32Array[]): number[] {
  return Array.from(codes[0]!).flatMap((_, row) => codes.map((own) => own[row]!));
}

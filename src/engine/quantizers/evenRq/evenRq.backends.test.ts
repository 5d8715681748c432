/** What must hold of Even RQ whatever the data: of its blocks, of whole fits, and of its two kinds of codes. */
import { expect, it } from 'vitest';
import { bucketRows } from '../../math/counting';
import { Random } from '../../math/random';
import { rowMajor } from '../../math/rows';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { normals } from '../../testing/arrays';
import { describeBackends } from '../../testing/backends';
import { smallRows, trainSmall } from '../../testing/training';
import { expectClose } from '../../testing/tolerance';
import type { Quantizer } from '../quantizer';
import { sweep } from '../training/sweep';
import { Vectors } from '../vectors';
import { assignBiased, meansOf } from './assign';
import { placeDistinct } from './distinct';
import { createEvenRq } from './evenRq';
import { evenPass } from './evenPass';
import { rowErrors, solveJoint } from './jointSolve';
import { refit, type Model } from './model';
import { evenRqParams } from './params';
import { countsOf } from './price';
import { sweepUnderCounts } from './sweep';

const still = () => Promise.resolve();
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
const SMALL: Params = { numLevels: 3, numCodes: [8], softPasses: 4, evenPasses: 4, rounds: 2, batches: 16 };

async function fit(rows: Vectors, params: Params, seed = 1): Promise<Quantizer> {
  const quantizer = await createEvenRq(rows, { ...defaultParams(evenRqParams), ...SMALL, ...params }, new Random(seed));
  while (!(await quantizer.trainStep()).done);
  return quantizer;
}

describeBackends('Even RQ', (backend) => {
  it('least squares never raise the error with its pull, and an unused code stays where it was', async () => {
    const [n, dim, numCodes] = [120, 5, 6];
    const rows = new Vectors(normals(n * dim, 1), n, dim);
    const random = new Random(2);
    // Code 5 is used by nobody.
    const codes = [0, 1, 2].map(() => Int32Array.from({ length: n }, () => random.integer(numCodes - 1)));
    const books = [3, 4, 5].map((seed) => normals(numCodes * dim, seed));
    for (const most of [0, 100]) {
      const solved = (await solveJoint(rows, codes, books, 1, still, most)).books;
      const pull = solved.reduce((total, book, level) => total + book.reduce((own, value, at) => own + (value - books[level]![at]!) ** 2, 0), 0);
      expect(sum(rowErrors(rows, codes, solved)) + pull).toBeLessThanOrEqual(sum(rowErrors(rows, codes, books)));
      solved.forEach((book, level) => expect(book.slice(5 * dim)).toEqual(books[level]!.slice(5 * dim)));
    }
    const model: Model = { books, biases: books.map(() => new Float64Array(numCodes)), codes };
    await refit(model, rows, 1, still);
    for (const level of [1, 2]) for (let d = 0; d < dim; d++) expect(codes[level]!.reduce((total, code) => total + model.books[level]![code * dim + d]!, 0) / n).toBeCloseTo(0, 5);
    rows.dispose();
  });

  it('sweeps of one row at a time never raise the error with the exact charge, and counts stay those of the codes', async () => {
    const [n, numCodes, width] = [90, 5, 4];
    const random = new Random(3);
    const candidates = { width, codes: Int32Array.from({ length: n * width * 2 }, () => random.integer(numCodes)), errors: Float64Array.from({ length: n * width }, () => random.uniform()) };
    // The present code stands first in every list.
    const codes = [0, 1].map((level) => Int32Array.from({ length: n }, (_, row) => candidates.codes[row * width * 2 + level]!));
    const counts = codes.map((own) => countsOf(own, numCodes));
    const lambdas = [0.3, 0.1];
    const logFactorial = (count: number) => Array.from({ length: count }, (_, i) => Math.log(i + 1)).reduce((total, log) => total + log, 0);
    const errorOf = (row: number) => Math.min(...Array.from({ length: width }, (_, t) => t).filter((t) => codes.every((own, level) => own[row] === candidates.codes[(row * width + t) * 2 + level])).map((t) => candidates.errors[row * width + t]!));
    const cost = () => Array.from({ length: n }, (_, row) => errorOf(row)).reduce((total, error) => total + error, 0) + counts.reduce((total, own, level) => total + lambdas[level]! * own.reduce((logs, count) => logs + logFactorial(count), 0), 0);
    let before = cost();
    for (let turn = 0; turn < 4; turn++) {
      await sweepUnderCounts(candidates, codes, counts, { lambdas, batchSize: 1, order: random.permutation(n) }, still);
      expect(cost()).toBeLessThanOrEqual(before + 1e-9);
      before = cost();
      codes.forEach((own, level) => expect(counts[level]).toEqual(countsOf(own, numCodes)));
    }
  });

  it('without charge, soft passes, rounds and repair it is residual k-means from the same random rows', async () => {
    const [n, dim, numCodes, passes] = [150, 4, 5, 6];
    const rows = new Vectors(normals(n * dim, 4), n, dim);
    const quantizer = await fit(rows, { numLevels: 1, numCodes: [numCodes], gamma: 0, softPasses: 0, evenPasses: passes, rounds: 0, repairRounds: 0 });
    const mean = (d: number) => Array.from({ length: n }, (_, row) => rows.data[row * dim + d]!).reduce((total, value) => total + value, 0) / n;
    const means = Array.from({ length: dim }, (_, d) => mean(d));
    const x = new Vectors(rows.data.map((value, at) => value - means[at % dim]!), n, dim);
    let centres = new Float32Array(numCodes * dim);
    new Random(1).split('level 0').split('seed').choose(n, numCodes).forEach((row, k) => centres.set(x.data.subarray(row * dim, (row + 1) * dim), k * dim));
    for (let pass = 0; pass < passes; pass++) {
      const { codes } = await assignBiased(x, centres, new Float64Array(numCodes), still);
      centres = Float32Array.from(meansOf(x, codes, countsOf(codes, numCodes), centres));
    }
    expectClose((await quantizer.codebooks())[0]!, centres.map((value, at) => value + means[at % dim]!), { rtol: 1e-5, atol: 1e-5 });
    expect((await sweep(quantizer, rows.chunks)).codes[0]).toEqual((await assignBiased(x, centres, new Float64Array(numCodes), still)).codes);
    expect(quantizer.storedCodes!()).toBeNull();
    expect(quantizer.notes()).toContain('No distinct IDs were asked for.');
    for (const made of [rows, x]) made.dispose();
    quantizer.dispose();
  });

  it('planted clusters of equal size get codes of nearly equal size', async () => {
    const [groups, each, dim] = [8, 40, 8];
    const noise = normals(groups * each * dim, 6).map((value) => 0.5 * value);
    for (const seed of backend === 'webgpu' ? [1] : [1, 2, 3]) {
      const rows = new Vectors(noise.map((value, at) => value + (at % dim === Math.floor(at / dim) % groups ? 2 : 0)), groups * each, dim);
      const quantizer = await fit(rows, { numLevels: 1, numCodes: [groups], softPasses: 15, evenPasses: 10, batches: 64, rounds: 0, repairRounds: 0 }, seed);
      const counts = countsOf((await sweep(quantizer, rows.chunks)).codes[0]!, groups);
      for (const count of counts) expect(Math.abs(count - each)).toBeLessThanOrEqual(6);
      rows.dispose();
      quantizer.dispose();
    }
  });

  it('from one row of each far cluster even passes give the clusters back', async () => {
    const [groups, each, dim] = [8, 40, 8];
    const data = normals(groups * each * dim, 7).map((value, at) => 0.5 * value + (at % dim === Math.floor(at / dim) % groups ? 10 : 0));
    const rows = new Vectors(data, groups * each, dim);
    let centres: Float32Array = rows.data.slice(0, groups * dim);
    let { codes } = await assignBiased(rows, centres, new Float64Array(groups), still);
    for (let pass = 0; pass < 5; pass++) {
      const random = new Random(pass);
      ({ codes, centres } = await evenPass(rows, centres, codes, { gamma: 0.5, batchSize: 5, order: random.permutation(rows.rows), random, floor: 1e-12 }, still));
    }
    expect(Array.from(codes)).toEqual(Array.from({ length: rows.rows }, (_, row) => row % groups));
    rows.dispose();
  });

  it('stored codes: equal rows share an ID, all others differ, and further rounds move nobody', async () => {
    const [distinct, dim] = [60, 4];
    const own = normals(distinct * dim, 8);
    const data = new Float32Array(90 * dim);
    for (let row = 0; row < 90; row++) data.set(own.subarray((row % distinct) * dim, ((row % distinct) + 1) * dim), row * dim);
    const rows = new Vectors(data, 90, dim);
    const quantizer = await fit(rows, {});
    const stored = quantizer.storedCodes!()!;
    expect(bucketRows(stored, 90).sizes.length).toBe(distinct);
    for (let row = distinct; row < 90; row++) for (const codes of stored) expect(codes[row]).toBe(codes[row - distinct]);
    expect(quantizer.notes()).toContain('Stored codes: all 60 rows that differ have an ID of their own; the other 30 rows equal one of them and share its ID.');
    const biases = stored.map(() => new Float64Array(8));
    const books = (await quantizer.codebooks()).map((book) => Float32Array.from(book));
    const again = await placeDistinct({ books, biases, codes: [...stored] }, rows, { beam: 4, candidates: 8 }, still);
    expect([again.moved, again.lost, again.codes]).toEqual([0, 0, stored]);

    // Further rows: a copy gets the ID of its like, equal ones share, and no ID in use is given away.
    const fresh = new Float32Array(5 * dim);
    fresh.set(data.subarray(7 * dim, 8 * dim));
    for (let row = 1; row < 5; row++) fresh.set(data.subarray(row * dim, (row + 1) * dim).map((value) => value + 1e-3), row * dim);
    fresh.copyWithin(4 * dim, 3 * dim, 4 * dim);
    const further = new Vectors(fresh, 5, dim);
    const taken = rowMajor(stored);
    const placed = await quantizer.placeRows!(further, taken);
    const id = (codes: Int32Array, row: number) => codes.subarray(row * 3, row * 3 + 3).join();
    const known = new Set(Array.from({ length: 90 }, (_, row) => id(taken, row)));
    expect(id(placed.codes, 0)).toBe(id(taken, 7));
    expect(id(placed.codes, 4)).toBe(id(placed.codes, 3));
    expect(new Set([1, 2, 3].map((row) => id(placed.codes, row))).size).toBe(3);
    for (const row of [1, 2, 3]) expect(known.has(id(placed.codes, row))).toBe(false);
    expect(placed.lost).toBe(0);
    for (const made of [rows, further]) made.dispose();
    quantizer.dispose();
  });

  it('twice the data: twice the codebooks and the same codes; elsewhere in space: the same but for the mean', async () => {
    const [n, dim] = [160, 4];
    const data = normals(n * dim, 9).map((value) => Math.round(value * 64) / 64);
    const run = async (values: Float32Array, chunkRows?: number) => {
      const rows = new Vectors(values, n, dim, null, chunkRows);
      const quantizer = await fit(rows, {});
      const made = { codes: (await sweep(quantizer, rows.chunks)).codes, stored: quantizer.storedCodes!()!, books: await quantizer.codebooks() };
      rows.dispose();
      quantizer.dispose();
      return made;
    };
    const plain = await run(data);
    const twice = await run(data.map((value) => 2 * value));
    expect([twice.codes, twice.stored]).toEqual([plain.codes, plain.stored]);
    twice.books.forEach((book, level) => expectClose(book, plain.books[level]!.map((value) => 2 * value), { rtol: 1e-6, atol: 1e-6 }));
    const chunked = await run(data, 37);
    expectClose(chunked.books.flatMap((book) => Array.from(book)), plain.books.flatMap((book) => Array.from(book)), { rtol: 1e-3, atol: 1e-3 });
    expect(chunked.stored).toEqual(plain.stored);
  });

  it('degenerate rows leave finite numbers', async () => {
    const cases: [number, number, (at: number) => number, Params][] = [
      [8, 3, (at) => Math.sin(7 * at), {}],
      [40, 3, () => 5, {}],
      [40, 1, (at) => at % 3, {}],
      [30, 4, (at) => (at < 60 ? 1 : Math.cos(at)), { numLevels: 1 }],
    ];
    for (const [n, dim, value, params] of cases) {
      for (const gamma of [0.5, 0]) {
        const rows = new Vectors(Float32Array.from({ length: n * dim }, (_, at) => value(at)), n, dim);
        const quantizer = await fit(rows, { ...params, gamma });
        for (const book of await quantizer.codebooks()) expect(book.every(Number.isFinite)).toBe(true);
        const { squaredErrors } = await sweep(quantizer, rows.chunks);
        expect(squaredErrors.every(Number.isFinite)).toBe(true);
        rows.dispose();
        quantizer.dispose();
      }
    }
  });

  it('leaves stored codes with every metric beside those by rule, and none where it ended early', async () => {
    const rows = smallRows();
    const { stored, metrics, traits, notes, codes, codebooks, levels } = (await trainSmall({ kind: 'even-rq' }, rows)).result!;
    expect(traits.storedCodes).toBe(true);
    const columns = Array.from({ length: levels }, (_, level) => Int32Array.from({ length: rows.rows }, (_, row) => stored!.codes[row * levels + level]!));
    expect(Object.keys(stored!.metrics)).toEqual(Object.keys(metrics));
    expect(stored!.metrics.collisionRate).toBeCloseTo(1 - bucketRows(columns, rows.rows).sizes.length / rows.rows, 12);
    // From the vectors of the codes, summed here.
    let squares = 0;
    for (let row = 0; row < rows.rows; row++) for (let d = 0; d < rows.dim; d++) squares += (rows.data[row * rows.dim + d]! - columns.reduce((sum, own, level) => sum + codebooks[level]!.data[own[row]! * rows.dim + d]!, 0)) ** 2;
    expect(stored!.metrics.rmse).toBeCloseTo(Math.sqrt(squares / (rows.rows * rows.dim)), 5);
    expect(stored!.snapshot.usage.map((own) => own.reduce((sum, uses) => sum + uses, 0))).toEqual(columns.map(() => rows.rows));
    const differing = Array.from({ length: rows.rows }, (_, row) => columns.some((own, level) => own[row] !== codes[row * levels + level])).filter(Boolean).length;
    expect(stored!.differing).toBe(differing / rows.rows);
    expect(notes.at(-1)).toMatch(/^Stored codes differ from the codes by rule in [\d.]+ % of the rows\./);
    const early = (await trainSmall({ kind: 'even-rq', budget: { unit: 'steps', value: 9 } }, rows)).result!;
    expect(early.stored).toBeUndefined();
    expect(early.notes.join(' ')).toContain('Training ended before distinct IDs were made: there are only codes by rule.');
    rows.dispose();
  });

  it('refuses tables of inner products that would not fit', async () => {
    const rows = new Vectors(new Float32Array(20_000), 20_000, 1);
    await expect(fit(rows, { numLevels: 3, numCodes: [5000] })).rejects.toThrow('600 MB');
    rows.dispose();
  });
});

/** Rows in many chunks on the device are the same rows: whatever the borders, nothing is lost, doubled or put elsewhere. */
import { expect, it } from 'vitest';
import { quantizerKind } from './catalog';
import { fullPass } from './quantizers/training/fullPass';
import { Random } from './math/random';
import { neighboursKept } from './quantizers/training/neighboursKept';
import { defaultParams } from './params';
import type { Quantizer } from './quantizers/quantizer';
import { totalSquares } from './quantizers/rowSums';
import { rowsPerChunk, Vectors } from './quantizers/vectors';
import type { Params } from './records/params';
import type { QuantizerKind } from './records/quantize';
import { itemsOf } from './repair/preview';
import { disposeLosses } from './runs/losses';
import { normals } from './testing/arrays';
import { describeBackends } from './testing/backends';
import { expectClose } from './testing/tolerance';

const [ROWS, DIM, GROUPS] = [211, 5, 4];
/** Borders in every place: a last chunk of one row, of all but one, even chunks and single rows. */
const BORDERS = [210, 70, 106, 37];

interface Case {
  readonly kind: QuantizerKind;
  readonly params: Params;
  /** Of centres and errors: sums over chunks are rounded in another order. */
  readonly near: number;
}

const gradient = { steps: 12, batchSize: 50, warmupSteps: 4, restartEvery: 0 };
const cases: readonly Case[] = [
  { kind: 'rq-kmeans', params: {}, near: 1e-4 },
  { kind: 'rq-kmeans', params: { init: 'progressive' }, near: 1e-4 },
  { kind: 'rq-kmeans', params: { balance: 'capacity' }, near: 1e-4 },
  { kind: 'rq-kmeans', params: { fitRows: 20 }, near: 1e-4 },
  { kind: 'rq-kmeans', params: { beam: 3, trainBeam: 3 }, near: 1e-4 },
  { kind: 'rq-gmm', params: { reseed: false, maxIterations: 6 }, near: 1e-3 },
  { kind: 'rq-gmm', params: { covariance: 'tied', maxIterations: 4 }, near: 1e-3 },
  { kind: 'even-rq', params: { softPasses: 4, evenPasses: 4, rounds: 2 }, near: 1e-3 },
  { kind: 'rq-vae', params: { ...gradient, hidden: [8], latentDim: 4 }, near: 1e-3 },
  { kind: 'rq-vae', params: { ...gradient, encoder: 'identity' }, near: 1e-3 },
  { kind: 'r3-vae', params: gradient, near: 1e-3 },
  { kind: 'r3-vae', params: { ...gradient, rating: 'soft' }, near: 1e-3 },
];

describeBackends('chunks', () => {
  it('hold every row once, in order, for every number of rows and every size', async () => {
    const data = normals(23 * 3, 1);
    for (let rows = 1; rows <= 23; rows++) {
      for (let size = 1; size <= rows + 1; size++) {
        const vectors = new Vectors(data.slice(0, rows * 3), rows, 3, null, size);
        const seen = await Promise.all(vectors.chunks.map((chunk) => chunk.data()));
        expect(seen.flatMap((chunk) => Array.from(chunk)), `${rows} rows by ${size}`).toEqual(Array.from(vectors.data));
        expect(vectors.chunks.slice(0, -1).every((chunk) => chunk.shape[0] === size)).toBe(true);
        vectors.dispose();
      }
    }
  });

  it('are as long as the width allows where nothing else is asked for', async () => {
    for (const [dim, wanted] of [[1, 16384], [256, 16384], [257, 16320], [4096, 1024], [100_000, 256]] as const) expect(rowsPerChunk(dim)).toBe(wanted);
    const rows = 2 * 16384 + 1;
    const vectors = new Vectors(Float32Array.from({ length: rows }, (_, row) => row), rows, 1);
    const sizes = vectors.chunks.map((chunk) => chunk.shape[0]);
    expect(sizes).toEqual([16384, 16384, 1]);
    let next = 0;
    for (const chunk of vectors.chunks) for (const value of await chunk.data()) if (value !== next++) expect(value).toBe(next - 1);
    vectors.dispose();
  });
});

describeBackends('every quantizer, its rows in many chunks', (backend) => {
  for (const { kind, params, near } of cases) {
    it(`${kind} ${JSON.stringify(params)}: the codes, errors and codebooks of one chunk`, async () => {
      const data = planted();
      const whole = await finished(kind, data, params, undefined);
      for (const size of backend === 'webgpu' ? BORDERS.slice(2) : BORDERS) {
        const cut = await finished(kind, data, params, size);
        expect(cut.codes.map((codes) => Array.from(codes)), `chunks of ${size}`).toEqual(whole.codes.map((codes) => Array.from(codes)));
        for (const what of ['books', 'errors', 'norms', 'reconstruction', 'residuals'] as const) expectClose(cut[what], whole[what], { rtol: near, atol: near }, `${what}, chunks of ${size}`);
        expect(cut.metrics.perplexity!.length).toBe(2);
        expectClose(cut.metrics.relativeError!, whole.metrics.relativeError!, { rtol: near, atol: near }, 'relative error');
      }
    });
  }

  it('errors are those of the reconstruction, row by row in float64', async () => {
    const data = planted();
    const { reconstruction, errors } = await finished('rq-kmeans', data, {}, 37);
    const wanted = data.reduce((sum, value, at) => sum + (value - reconstruction[at]!) ** 2, 0);
    expectClose(errors.at(-1)!, wanted, { rtol: 1e-4, atol: 1e-5 });
  });
});

describeBackends('neighbours kept', () => {
  it('are counted for the last row of the rows asked, and over any number of them', async () => {
    const data = normals(90 * 4, 2);
    const same = await neighboursKept(data, data, 90, 4, { k: 3, maxQueries: 90, maxRows: 90 });
    expect(same.expected).toBe(1);
    // Only the last rows are moved, onto each other's places: of these alone neighbours are lost.
    const moved = data.slice();
    moved.set(data.subarray(88 * 4, 89 * 4), 89 * 4);
    moved.set(data.subarray(89 * 4), 88 * 4);
    expect((await neighboursKept(data, moved, 90, 4, { k: 3, maxQueries: 90, maxRows: 90 })).expected).toBeLessThan(1);
  });
});

interface Finished {
  readonly codes: readonly Int32Array[];
  readonly books: number[];
  readonly errors: number[];
  readonly norms: number[];
  readonly reconstruction: Float32Array;
  /** Of the items as a repair sees them. */
  readonly residuals: Float32Array;
  readonly metrics: Awaited<ReturnType<typeof fullPass>>['metrics'];
}

/** Trained to its end, and all that is told of it. */
async function finished(kind: QuantizerKind, data: Float32Array, params: Params, chunkRows: number | undefined): Promise<Finished> {
  const rows = new Vectors(data, ROWS, DIM, null, chunkRows);
  const entry = quantizerKind(kind);
  const quantizer: Quantizer = await entry.create(rows, { ...defaultParams(entry.params), numLevels: 2, numCodes: [GROUPS], ...params }, new Random(5));
  for (let done = false; !done; ) {
    const step = await quantizer.trainStep();
    disposeLosses(step);
    done = step.done;
  }
  const { pass, metrics } = await fullPass(quantizer, rows, totalSquares(data, ROWS, DIM));
  const books = (await quantizer.codebooks()).flatMap((book) => Array.from(book));
  const { residuals } = await itemsOf(quantizer, [rows]);
  quantizer.dispose();
  rows.dispose();
  return { codes: pass.codes, books, errors: [...pass.squaredErrors], norms: pass.norms.flatMap((norms) => Array.from(norms)), reconstruction: pass.reconstruction!, residuals, metrics };
}

/** Groups of subgroups, so far apart that rounding moves no row. The last rows are a group of their own: a row lost at the end shows. */
function planted(): Float32Array {
  const random = new Random(3);
  const centres = Array.from({ length: GROUPS }, (_, group) => Array.from({ length: DIM }, (_, d) => (d === group ? 24 : 0) + random.normal()));
  const offsets = Array.from({ length: GROUPS * GROUPS }, () => Array.from({ length: DIM }, () => 3 * random.normal()));
  return Float32Array.from({ length: ROWS * DIM }, (_, at) => {
    const row = Math.floor(at / DIM);
    const group = row % GROUPS;
    return centres[group]![at % DIM]! + offsets[group * GROUPS + (Math.floor(row / GROUPS) % GROUPS)]![at % DIM]! + 0.05 * random.normal();
  });
}

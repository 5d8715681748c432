/** The pool in a browser: one, two and three threads give the same bits, and threads that come late or never hold nothing up. */
import { afterEach, expect, it } from 'vitest';
import { causalMask } from '../math/attentionData';
import { Random } from '../math/random';
import { meanBags } from '../math/segments';
import { normals } from '../testing/arrays';
import { matrix, onTape, vector } from '../testing/layers';
import { attention } from './blocks/attention';
import { activate, add, times } from './blocks/elementwise';
import { embedding, embeddingBag } from './blocks/embedding';
import { layerNorm } from './blocks/layerNorm';
import moduleUrl from './kernels.wasm?url&inline';
import { centredOnRoad } from './doubleProducts';
import { biasedBeam, softMasses, softShares, softSums } from './evenKernels';
import { doublesIn, nearestCodes, product, sumsByCode } from './kernels';
import { KeptMemory } from './memory';
import { mixtureChoices, mixtureSums } from './mixtures';
import { Pool, type Thread } from './pool';
import { kernelBytes, namedScratch, type CpuRoad } from './road';
import { columnTotals, lessRow, rowTotals } from './rowSums';

const [n, dim, numCodes] = [20_000, 37, 100];
const pools: Pool[] = [];
afterEach(() => pools.splice(0).forEach((pool) => pool.close()));

it('is tried where memory may be shared with workers', () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
});

it('gives the same bits with one, two and three threads, again and again', async () => {
  const alone = results(road(1));
  for (const threads of [2, 3]) {
    const shared = road(threads);
    for (let i = 0; i < 6; i++) {
      expect(results(shared)).toEqual(alone);
      // Threads come up meanwhile: the first kernels ran without them.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

it('finishes each of many short kernels, while threads fall asleep and wake', async () => {
  const shared = road(3);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { memory, pool } = shared;
  const codes = memory.ints(memory.allocate(400), 100).map((_, i) => i % 7);
  const [x, at, sums] = [memory.allocate(100 * 64 * 4), memory.allocate(400), memory.allocate(7 * 64 * 8)];
  memory.ints(at, 100).set(codes);
  for (let i = 0; i < 1000; i++) {
    memory.floats(x, 100 * 64).fill(i);
    sumsByCode(shared, x, 100, 64, at, 7, sums);
    const wrong = memory.doubles(sums, 7 * 64).findIndex((sum, j) => sum !== i * codes.filter((code) => code === Math.floor(j / 64)).length);
    expect(wrong).toBe(-1);
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(pool.size).toBe(3);
});

it('goes on without a thread that cannot be loaded', async () => {
  const { pool, memory } = road(1);
  pool.start(1, () => new Worker(URL.createObjectURL(new Blob(['throw new Error("no thread")'], { type: 'text/javascript' }))) as Thread);
  expect(pool.size).toBe(2);
  await expect.poll(() => pool.size).toBe(1);
  expect(memory.used).toBeGreaterThan(0);
});

function road(threads: number): CpuRoad {
  const memory = new KeptMemory();
  const pool = new Pool(new WebAssembly.Module(kernelBytes(moduleUrl)), memory);
  pool.start(threads - 1, () => new Worker(new URL('./poolWorker.ts', import.meta.url), { type: 'module' }) as Thread);
  pools.push(pool);
  return { memory, pool, scratch: namedScratch(memory) };
}

/** Codes, distances and sums of one set of rows, and the same of a mixture, copied. */
function results(road: CpuRoad) {
  const { memory } = road;
  const [x, book] = [road.scratch('x', n * dim * 4), road.scratch('book', numCodes * dim * 4)];
  memory.floats(x, n * dim).set(normals(n * dim, 1, 5));
  memory.floats(book, numCodes * dim).set(normals(numCodes * dim, 2, 5));
  const out = { codes: road.scratch('codes', n * 4), distances: road.scratch('distances', n * 4), residual: 0 };
  nearestCodes(road, x, n, dim, { address: book, bias: 0, numCodes }, 1, out);
  const sums = road.scratch('sums', numCodes * dim * 8);
  sumsByCode(road, x, n, dim, out.codes, numCodes, sums);
  const some = 3000;
  const axes = centredOnRoad(road, x, some, dim);
  const less = road.scratch('less', some * dim * 4);
  lessRow(road, x, some, dim, axes.means, less);
  const mixture = { numCodes, dim, means: Float64Array.from(normals(numCodes * dim, 2, 5)), variances: new Float64Array(numCodes * dim).fill(2), peaks: new Float64Array(numCodes) };
  return {
    codes: memory.ints(out.codes, n).slice(),
    distances: memory.floats(out.distances, n).slice(),
    sums: memory.doubles(sums, numCodes * dim).slice(),
    rows: [axes.means, axes.squares, columnTotals(road, x, some, dim, axes.means), rowTotals(road, x, some, dim), memory.floats(less, some * dim).slice()],
    products: [axes.scatter(), axes.apply(Float64Array.from(normals(4 * dim, 7)), 4)],
    mixture: mixtureSums(road, x, some, mixture),
    chosen: mixtureChoices(road, x, some, mixture).codes.slice(),
    layers: layers(road),
    soft: soft(road, x, book),
    beam: beam(road, x, book),
  };
}

/** Masses and sums of rows shared among codes. */
function soft(road: CpuRoad, x: number, book: number): number[][] {
  const some = 3000;
  const products = road.scratch('softProducts', some * numCodes * 4);
  product(road, 'nt', x, book, [some, dim, numCodes], products);
  const shares = softShares(road, products, normals(numCodes, 3), some, 20);
  const [masses, sums] = [doublesIn(road, 'masses', new Float64Array(numCodes)), doublesIn(road, 'softSums', new Float64Array(numCodes * dim))];
  softMasses(road, shares, some, numCodes, masses);
  softSums(road, x, some, dim, shares, numCodes, sums);
  return [Array.from(road.memory.doubles(masses, numCodes)), Array.from(road.memory.doubles(sums, numCodes * dim))];
}

/** A beam over two levels of half the codes each. */
function beam(road: CpuRoad, x: number, book: number): number[][] {
  const [some, half] = [1000, numCodes / 2];
  const products = road.scratch('beamProducts', some * numCodes * 4);
  product(road, 'nt', x, book, [some, dim, numCodes], products);
  const begins = road.scratch('begins', 4);
  road.memory.ints(begins, 1)[0] = 0;
  const tables = doublesIn(road, 'tables', Float64Array.from(normals(half * half, 4)));
  const levels = [0, 1].map((level) => ({ numCodes: half, column: level * half, constants: doublesIn(road, `constants ${level}`, Float64Array.from(normals(half, 5 + level))), tables, begins }));
  const { codes, costs } = biasedBeam(road, products, Float64Array.from(normals(some, 8)), levels, [1, 4, 6]);
  return [Array.from(codes), Array.from(costs)];
}

/** Layers of sequence models in turn, with all their gradients: [40 groups of 9 rows, 12] from a table and bags of it. */
function layers(road: CpuRoad) {
  const [groups, rows, d, heads] = [40, 9, 12, 3];
  const random = new Random(8);
  const draw = (length: number, most: number) => Int32Array.from({ length }, () => random.integer(most));
  const [ids, buckets] = [draw(groups * rows, 500), draw(groups * rows * rows, 6)];
  const bags = meanBags(draw(3 * groups * rows, 500), Array.from({ length: groups * rows + 1 }, (_, row) => 3 * row));
  const data = { groups, queries: rows, keys: rows, heads, mask: causalMask(draw(groups, rows + 1), rows) };
  return onTape([matrix(500, d, 1), vector(d, 2, 1), vector(d, 3), matrix(6, heads, 4)], (tape, [table, gain, shift, bias]) => {
    const [x, pooled] = [embedding(tape, table!, ids), embeddingBag(tape, table!, bags)];
    const { out } = attention(tape, { q: layerNorm(tape, x, { gain: gain!, shift: shift! }), k: pooled, v: activate(tape, add(tape, x, pooled), 'gelu') }, data, [{ table: bias!, buckets }]);
    return times(tape, out, x);
  }, normals(groups * rows * d, 9), road);
}

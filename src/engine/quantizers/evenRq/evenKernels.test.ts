/** The processor's kernels of Even RQ against their plain forms: beams bit for bit in their choices, sums of soft shares to float32's digits. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeCpuRoad, cpuRoad } from '../../cpu/road';
import { openBackend } from '../../gpu/device';
import { normals } from '../../testing/arrays';
import { expectClose } from '../../testing/tolerance';
import { squaredNorms } from '../rowSums';
import { Vectors } from '../vectors';
import { BiasedBeam } from './beam';
import { softAssignment } from './softAssignment';

const still = () => Promise.resolve();

beforeAll(async () => {
  await openBackend('wasm');
  expect(cpuRoad()).not.toBeNull();
});
afterAll(() => closeCpuRoad(false));

it.each([[1, 1, 1], [70, 5, 3], [200, 17, 9], [131, 32, 64], [90, 37, 101]])('soft sums of %i rows of width %i and %i codes', async (n, dim, numCodes) => {
  const centres = normals(numCodes * dim, 2);
  const bias = Float64Array.from(normals(numCodes, 3));
  const both: Float64Array[][] = [];
  for (const closed of [false, true]) {
    closeCpuRoad(closed);
    const rows = new Vectors(normals(n * dim, 1), n, dim);
    const soft = softAssignment(rows, centres, numCodes);
    const epsilon = 0.05 * dim;
    const sums = new Float64Array(numCodes * dim);
    // Twice: the second call finds the products of the first.
    const first = await soft.masses(bias, 4 * epsilon, null, still);
    both.push([first, await soft.masses(bias, epsilon, sums, still), sums]);
    soft.dispose();
    rows.dispose();
  }
  both[0]!.forEach((seen, i) => expectClose(seen, both[1]![i]!, { rtol: 2e-5, atol: 2e-5 }, `sums ${i}`));
  expectClose(both[0]![1]!.reduce((sum, mass) => sum + mass, 0), n, { rtol: 1e-6, atol: 0 });
});

it.each([[1, 1, [1]], [50, 6, [5, 3, 4]], [37, 8, [9, 9]], [64, 4, [2, 3, 2, 5]]] as const)('a beam over %i rows of width %i, codes %j', async (n, dim, codes) => {
  // Multiples of 1/4: no product is rounded, so that ties are ties on both.
  const quarters = (count: number, seed: number) => normals(count, seed).map((value) => Math.round(4 * value) / 4);
  const books = codes.map((k, level) => ({ vectors: quarters(k * dim, level), bias: Float64Array.from(quarters(k, 10 + level)) }));
  const both = [];
  for (const closed of [false, true]) {
    closeCpuRoad(closed);
    const rows = new Vectors(quarters(n * dim, 20), n, dim, null, 16);
    const beam = new BiasedBeam(books, dim);
    const found = [];
    for (const [width, keep] of [[1, 1], [4, 6], [3, 1]] as const) for await (const block of beam.search(rows.chunks, width, keep)) found.push(block);
    both.push(found.map(({ start, rows, kept, codes, costs }) => ({ start, rows, kept, codes: Array.from(codes), costs: Array.from(costs) })));
    rows.dispose();
  }
  expect(both[0]).toEqual(both[1]);
});

it('costs are squared errors and biases, and two beams in turn keep apart', async () => {
  closeCpuRoad(false);
  const [n, dim] = [20, 5];
  const made = [1, 2].map((seed) => [4, 5].map((k, level) => ({ vectors: normals(k * dim, seed + 10 * level), bias: Float64Array.from(normals(k, seed + 5)) })));
  const rows = new Vectors(normals(n * dim, 3), n, dim, null, 7);
  const beams = made.map((books) => new BiasedBeam(books, dim));
  const searches = beams.map((beam) => beam.search(rows.chunks, 4, 2));
  for (let turn = 0; turn < 3; turn++) {
    for (const [which, search] of searches.entries()) {
      const { value, done } = await search.next();
      if (done) throw new Error('three chunks were given');
      const { start, rows: count, kept, codes, costs } = value;
      for (let at = 0; at < count * kept; at++) {
        const row = start + Math.floor(at / kept);
        const left = rows.data.slice(row * dim, (row + 1) * dim);
        let wanted = 0;
        made[which]!.forEach(({ vectors, bias }, level) => {
          const code = codes[at * 2 + level]!;
          for (let d = 0; d < dim; d++) left[d]! -= vectors[code * dim + d]!;
          wanted += bias[code]!;
        });
        expectClose(costs[at]!, wanted + squaredNorms(left, 1, dim)[0]!, { rtol: 1e-5, atol: 1e-5 });
      }
    }
  }
  rows.dispose();
});

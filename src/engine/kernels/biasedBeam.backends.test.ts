/** Beams against all combinations of codes, tried here one by one, and against the twin. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { HeldTables } from './biasedBeam';
import { biasedBeamTwin, type BeamTables } from './biasedBeamTwin';

describeBackends('biasedBeam', () => {
  test.each<[number, number, readonly number[]]>([[1, 1, [1]], [65, 6, [5, 3, 4]], [130, 3, [9, 9]], [70, 5, [2, 3, 2, 5, 2]]])('wide enough, finds the best of all combinations of %i rows of width %i, codes %j', async (n, dim, numCodes) => {
    // Multiples of 1/4: no sum is rounded, so that ties are ties.
    const given = made(numCodes, dim, (count, seed) => normals(count, seed).map((value) => Math.round(4 * value) / 4));
    const { books, biases } = given;
    const rows = normals(n * dim, 20).map((value) => Math.round(4 * value) / 4);
    const combinations = numCodes.reduce<number[][]>((before, own) => before.flatMap((codes) => Array.from({ length: own }, (_, k) => [...codes, k])), [[]]);
    const kept = Math.min(7, combinations.length);
    const sizes = [1, ...numCodes.map((_, level) => (level === numCodes.length - 1 ? kept : numCodes.slice(0, level + 1).reduce<number>((product, own) => product * own, 1)))];
    const { found } = await searched(given, rows, n, dim, sizes);
    for (let row = 0; row < n; row++) {
      const costs = combinations.map((codes) => {
        let cost = codes.reduce((sum, code, level) => sum + biases[level]![code]!, 0);
        for (let d = 0; d < dim; d++) cost += (rows[row * dim + d]! - codes.reduce((sum, code, level) => sum + books[level]![code * dim + d]!, 0)) ** 2;
        return cost;
      });
      const best = costs.toSorted((a, b) => a - b).slice(0, kept);
      expect(Array.from(found.costs.subarray(row * kept, (row + 1) * kept))).toEqual(best);
      for (let place = 0; place < kept; place++) {
        const codes = Array.from(found.codes.subarray((row * kept + place) * numCodes.length, (row * kept + place + 1) * numCodes.length));
        expect(costs[combinations.findIndex((other) => other.every((code, level) => code === codes[level]))]).toBe(best[place]);
      }
    }
  });

  test.each([[1, 1], [4, 6], [3, 1], [16, 32]] as const)('%i states between levels and %i at the last: the choices of the twin', async (width, keep) => {
    const [n, dim, numCodes] = [200, 8, [17, 16, 20]];
    const sizes = [1, Math.min(width, 17), width, keep];
    const { found, twin } = await searched(made(numCodes, dim, normals), normals(n * dim, 21), n, dim, sizes);
    expect(found.codes).toEqual(twin.codes);
    expectClose(found.costs, twin.costs, { rtol: 1e-5, atol: 2e-5 }, 'costs');
  });

  test('of equal scores the lower state and code come first', async () => {
    const { found } = await searched(made([3, 3], 2, (count) => new Float32Array(count)), new Float32Array(2), 1, 2, [1, 2, 5]);
    expect(Array.from(found.codes)).toEqual([0, 0, 0, 1, 0, 2, 1, 0, 1, 1]);
  });
});

interface Made {
  readonly tables: BeamTables;
  readonly books: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

/** Tables of drawn books and biases. */
function made(numCodes: readonly number[], dim: number, draw: (count: number, seed: number) => Float32Array): Made {
  const books = numCodes.map((own, level) => draw(own * dim, level + 1));
  const biases = numCodes.map((own, level) => draw(own, level + 11));
  const dot = (a: Float32Array, i: number, b: Float32Array, k: number) => Array.from({ length: dim }, (_, d) => a[i * dim + d]! * b[k * dim + d]!).reduce((sum, value) => sum + value, 0);
  return {
    books, biases,
    tables: {
      numCodes,
      constants: Float64Array.from(books.flatMap((book, level) => Array.from(biases[level]!, (bias, k) => bias + dot(book, k, book, k)))),
      tables: books.map((book, level) => Float64Array.from(books.slice(0, level).flatMap((lower, j) => Array.from({ length: numCodes[j]! * numCodes[level]! }, (_, at) => 2 * dot(lower, Math.floor(at / numCodes[level]!), book, at % numCodes[level]!))))),
    },
  };
}

async function searched({ tables, books }: Made, rows: Float32Array, n: number, dim: number, sizes: readonly number[]) {
  const stacked = Float32Array.from(books.flatMap((book) => Array.from(book)));
  const x = tf.tensor2d(rows, [n, dim]);
  const squares = Float64Array.from({ length: n }, (_, row) => rows.subarray(row * dim, (row + 1) * dim).reduce((sum, value) => sum + value * value, 0));
  const book = tf.tensor2d(stacked, [stacked.length / dim, dim]);
  const held = new HeldTables(tables);
  const products = tf.tidy(() => (held.codesFirst ? tf.matMul(book, x, false, true) : tf.matMul(x, book, false, true)) as tf.Tensor2D);
  const found = await held.search(products, squares, sizes);
  held.dispose();
  tf.dispose([x, book, products]);
  const all = tables.constants.length;
  const dots = Float32Array.from({ length: n * all }, (_, at) => Array.from({ length: dim }, (_, d) => rows[Math.floor(at / all) * dim + d]! * stacked[(at % all) * dim + d]!).reduce((sum, value) => sum + value, 0));
  return { found, twin: biasedBeamTwin(tables, squares, dots, sizes) };
}

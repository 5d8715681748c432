/** Sums over rows and products in float64 on the processor, bit for bit as plain loops give them; and what kept memory knows of views. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { centredRows, squaresAbout as plainSquares } from '../math/centredRows';
import { axesOf, principalAxes } from '../math/pca';
import { normals } from '../testing/arrays';
import { centredOnRoad, coordinates } from './doubleProducts';
import { KeptMemory } from './memory';
import { Pool } from './pool';
import { namedScratch, type CpuRoad } from './road';
import { columnTotals, lessCodes, lessRow, rowTotals, squaresAbout } from './rowSums';

const memory = new KeptMemory();
const road: CpuRoad = { memory, pool: new Pool(new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url))), memory), scratch: namedScratch(memory) };

/** Rows and dimensions: below, at and above fours, lines of 16 columns, blocks of 64 rows, tiles of 32 and depths of 64. */
const shapes = [[1, 1], [3, 2], [5, 16], [64, 17], [65, 33], [200, 70], [70, 200]] as const;

describe.each(shapes)('%i rows, %i dimensions', (n, d) => {
  const x = normals(n * d, 1, 3, 2);
  const at = put(x);
  const means = Float64Array.from(normals(d, 2, 3));
  it('sums by column and by row, and in all', () => {
    const [sums, squares, norms] = [new Float64Array(d), new Float64Array(d), new Float64Array(n)];
    x.forEach((value, i) => {
      sums[i % d]! += value;
      squares[i % d]! += (value - means[i % d]!) ** 2;
      norms[Math.floor(i / d)]! += value ** 2;
    });
    expect(columnTotals(road, at, n, d, null)).toEqual(sums);
    expect(columnTotals(road, at, n, d, means)).toEqual(squares);
    expect(rowTotals(road, at, n, d)).toEqual(norms);
    const seen = squaresAbout(road, at, n, d, means);
    expect(seen).toBe(plainSquares(x, n, d, means));
    expect(Math.abs(seen - squares.reduce((sum, value) => sum + value, 0))).toBeLessThanOrEqual(1e-12 * seen);
  });

  it('takes a row, or code vectors, from every row', () => {
    const out = memory.allocate(n * d * 4);
    lessRow(road, at, n, d, means, out);
    expect(memory.floats(out, n * d)).toEqual(x.map((value, i) => value - means[i % d]!));
    const [codes, book] = [Int32Array.from({ length: n }, (_, i) => (7 * i) % 5), normals(5 * d, 3)];
    lessCodes(road, at, n, d, codes, book, out);
    expect(memory.floats(out, n * d)).toEqual(x.map((value, i) => value - book[codes[Math.floor(i / d)]! * d + (i % d)]!));
    memory.free(out);
  });

  it('gives principal axes what they ask for', () => {
    const [seen, wanted] = [centredOnRoad(road, at, n, d), centredRows(x, n, d)];
    expect(seen.means).toEqual(wanted.means);
    expect(seen.squares).toBe(wanted.squares);
    expect(seen.scatter()).toEqual(wanted.scatter());
    expect(seen.gram()).toEqual(wanted.gram());
    const [weights, vectors] = [Float64Array.from(normals(3 * n, 4)), Float64Array.from(normals(3 * d, 5))];
    expect(seen.combine(weights, 3)).toEqual(wanted.combine(weights, 3));
    expect(seen.apply(vectors, 3)).toEqual(wanted.apply(vectors, 3));
    const places = memory.doubles(coordinates(road, at, n, d, means, vectors, 3), n * 3);
    const plain = Float64Array.from({ length: n * 3 }, (_, place) => {
      const [row, axis] = [Math.floor(place / 3), place % 3];
      let sum = 0;
      for (let j = 0; j < d; j++) sum += (x[row * d + j]! - means[j]!) * vectors[axis * d + j]!;
      return sum;
    });
    expect(places).toEqual(plain);
  });
});

it('finds the same axes by iteration, over more rows than are taken at a time', () => {
  const [n, d] = [4500, 170];
  const x = normals(n * d, 6).map((value, i) => value / (1 + (i % d)));
  expect(axesOf(centredOnRoad(road, put(x), n, d), 3)).toEqual(principalAxes(x, n, d, 3));
});

it('knows its own views, also after it grew, and no others', () => {
  const own = new KeptMemory();
  const address = own.allocate(4000);
  const view = own.floats(address, 1000);
  own.allocate(40e6);
  expect(own.addressOf(view)).toBe(address);
  expect(own.addressOf(view.subarray(10))).toBe(address + 40);
  expect(own.addressOf(own.floats(address, 5))).toBe(address);
  expect([own.addressOf(new Float32Array(3)), own.addressOf(memory.floats(1024, 3))]).toEqual([null, null]);
});

function put(values: Float32Array): number {
  const address = memory.allocate(values.length * 4);
  memory.floats(address, values.length).set(values);
  return address;
}

/** The search for nearest codes on the processor, with a bias on each code and without, against a plain search in float64: every choice and every tie. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { normals } from '../testing/arrays';
import { nearestCodes } from './kernels';
import { KeptMemory } from './memory';
import { Pool } from './pool';
import { namedScratch, type CpuRoad } from './road';

const memory = new KeptMemory();
const road: CpuRoad = { memory, pool: new Pool(new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url))), memory), scratch: namedScratch(memory) };

/** Rows, dimensions, codes: below, at and above strips of 4, panels of 8, blocks of 64. */
const shapes = [[1, 1, 2], [3, 2, 7], [64, 4, 8], [65, 5, 9], [130, 37, 100], [67, 300, 4000]] as const;

describe.each(shapes)('%i rows, %i dimensions, %i codes', (n, dim, K) => {
  const codes = normals(K * dim, 2);
  // The last code is a copy of the first, and some rows are codes.
  codes.copyWithin((K - 1) * dim, 0, dim);
  const x = normals(n * dim, 1);
  for (let row = 0; row < n; row += 5) x.set(codes.subarray((row % K) * dim, (row % K) * dim + dim), row * dim);
  const random = new Random(3);
  const bias = Float32Array.from({ length: K }, () => 3 * random.normal() ** 2);
  it.each([['plain', null], ['biased', bias], ['a bias that decides alone', bias.map((value) => 1e6 * value)]] as const)('%s: one and two', (_, given) => {
    for (const each of [1, 2] as const) {
      const [found, wanted] = [search(x, codes, given, n, dim, K, each), plainSearch(x, codes, given, n, dim, K, each)];
      expect(found.codes).toEqual(wanted.codes);
      found.distances.forEach((distance, at) => expect(Math.abs(distance - wanted.distances[at]!)).toBeLessThanOrEqual(1e-6 * wanted.distances[at]!));
    }
  });
});

it('decides between tight clusters far apart, where products cancel', () => {
  const [n, dim, K] = [200, 24, 40];
  const random = new Random(5);
  const centres = normals(4 * dim, 6, 0, 1000);
  const near = (count: number, seed: number) => normals(count * dim, seed, 0, 0.01).map((value, at) => Math.fround(value + centres[(Math.floor(at / dim) % 4) * dim + (at % dim)]!));
  const [x, codes] = [near(n, 7), near(K, 8)];
  expect(search(x, codes, null, n, dim, K, 1).codes).toEqual(plainSearch(x, codes, null, n, dim, K, 1).codes);
  const bias = Float32Array.from({ length: K }, () => 1e-4 * random.uniform());
  expect(search(x, codes, bias, n, dim, K, 1).codes).toEqual(plainSearch(x, codes, bias, n, dim, K, 1).codes);
});

it('takes numbers of any size, and gives rows that are no numbers the first code', () => {
  for (const scale of [1e-30, 1e-20, 1e15, 1e18]) {
    const [x, codes] = [normals(50 * 6, 1, 0, scale), normals(12 * 6, 2, 0, scale)];
    expect(search(x, codes, null, 50, 6, 12, 1).codes).toEqual(plainSearch(x, codes, null, 50, 6, 12, 1).codes);
  }
  const x = normals(8 * 6, 1);
  x[13] = NaN;
  expect(search(x, normals(12 * 6, 2), null, 8, 6, 12, 1).codes[2]).toBe(0);
});

function search(x: Float32Array, codes: Float32Array, bias: Float32Array | null, n: number, dim: number, K: number, each: 1 | 2) {
  const put = (name: string, values: Float32Array) => {
    const address = road.scratch(name, values.length * 4);
    memory.floats(address, values.length).set(values);
    return address;
  };
  const out = { codes: road.scratch('codes', n * each * 4), distances: road.scratch('distances', n * each * 4), residual: 0 };
  nearestCodes(road, put('x', x), n, dim, { address: put('book', codes), bias: bias ? put('bias', bias) : 0, numCodes: K }, each, out);
  return { codes: [...memory.ints(out.codes, n * each)], distances: memory.floats(out.distances, n * each).slice() };
}

/** Squared distances by differences in float64, in the order of the kernel's sums; ties to the lower code. */
function plainSearch(x: Float32Array, codes: Float32Array, bias: Float32Array | null, n: number, dim: number, K: number, each: 1 | 2) {
  const [chosen, distances]: [number[], number[]] = [[], []];
  for (let row = 0; row < n; row++) {
    const values = Array.from({ length: K }, (_, k) => {
      const sums = [0, 0, 0, 0];
      for (let j = 0; j < dim; j++) sums[j < dim - (dim % 4) ? j % 4 : 0]! += (x[row * dim + j]! - codes[k * dim + j]!) ** 2;
      return sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
    });
    const order = [...values.keys()].sort((a, b) => values[a]! + (bias?.[a] ?? 0) - values[b]! - (bias?.[b] ?? 0) || a - b).slice(0, each);
    chosen.push(...order);
    distances.push(...order.map((k) => values[k]!));
  }
  return { codes: chosen, distances };
}

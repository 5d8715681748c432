/** Nearest codes, the second nearest and coded levels against a plain loop in float64 and against scikit-learn's labels, by every variant of the kernel. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forceVariant, type KernelVariant } from '../gpu/launch';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import kmeans from '../testing/fixtures/kmeans.json';
import { expectClose } from '../testing/tolerance';
import { codeLevel, nearestCode, nearestTwo } from './nearestCode';

const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [
  [1, 1, 3],
  [1, 300, 3],
  [65, 17, 1],
  [130, 300, 6],
  [100, 16, 64],
  [70, 33, 301],
  [300, 70, 129],
];

/** The variants a backend has: one where no kernel of ours runs. */
const variantsOf = (backend: string): readonly (KernelVariant | null)[] => (backend === 'webgpu' ? ['tiled', 'held', 'heldSubgroups'] : [null]);

describeBackends('nearestCode', (backend) => {
  describe.each(variantsOf(backend))('variant %s', (variant) => {
    beforeAll(() => forceVariant(variant));
    afterAll(() => forceVariant(null));
    searches();
    biasedSearches();
  });

  test('gives the same codes and the same distances, bit for bit, by every variant, with a bias and without', async () => {
    const x = tf.tensor2d(normals(400 * 24, 21), [400, 24]);
    const codebook = tf.tensor2d(normals(100 * 24, 22), [100, 24]);
    const bias = tf.tensor1d(normals(100, 23, 0, 5));
    for (const given of [null, bias]) {
      const seen: [ArrayLike<number>, ArrayLike<number>][] = [];
      for (const variant of variantsOf(backend)) {
        forceVariant(variant);
        const { codes, distances } = nearestTwo(x, codebook, given);
        seen.push([await codes.data(), await distances.data()]);
        tf.dispose([codes, distances]);
      }
      forceVariant(null);
      for (const [codes, distances] of seen) {
        expect(codes).toEqual(seen[0]![0]);
        expect(distances).toEqual(seen[0]![1]);
      }
    }
    tf.dispose([x, codebook, bias]);
  });
});

function searches(): void {
  test.each(SIZES)('finds the nearest of codes, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    await expectNearest(normals(n * d, 1), normals(K * d, 2), n, K, d);
  });

  test('does not cancel far from the origin', async () => {
    await expectNearest(normals(50 * 8, 3, 1000), normals(20 * 8, 4, 1000), 50, 20, 8);
  });

  test('gives ties to the lowest index', async () => {
    const codebook = normals(4, 5);
    const x = tf.tensor2d(normals(12, 6), [3, 4]);
    const doubled = tf.tensor2d([...codebook, ...codebook, ...codebook], [3, 4]);
    const { codes, distances } = nearestCode(x, doubled);
    expect([...(await codes.data())]).toEqual([0, 0, 0]);
    tf.dispose([x, doubled, codes, distances]);
  });

  test('agrees with the labels and the inertia of scikit-learn', async () => {
    const x = tf.tensor2d(kmeans.data.data, kmeans.data.shape as [number, number]);
    for (const { centres, labels, inertia } of kmeans.after) {
      const codebook = tf.tensor2d(centres.data, centres.shape as [number, number]);
      const { codes, distances } = nearestCode(x, codebook);
      expect([...(await codes.data())]).toEqual(labels.data);
      const total = [...(await distances.data())].reduce((sum, distance) => sum + distance, 0);
      expectClose(total, inertia, { rtol: 2e-5, atol: 5e-6 }, 'inertia');
      tf.dispose([codebook, codes, distances]);
    }
    x.dispose();
  });

  test('gives the same bits twice', async () => {
    const x = tf.tensor2d(normals(150 * 10, 9), [150, 10]);
    const codebook = tf.tensor2d(normals(40 * 10, 10), [40, 10]);
    const first = nearestCode(x, codebook);
    const second = nearestCode(x, codebook);
    expect(await first.distances.data()).toEqual(await second.distances.data());
    expect(await first.codes.data()).toEqual(await second.codes.data());
    tf.dispose([x, codebook, { ...first }, { ...second }]);
  });

  test('reads integers cast to floats', async () => {
    const whole = tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7], [2, 4], 'int32');
    // Twice the sum keeps the integer buffer on the device; the cast changes only the name of the type.
    const cast = tf.tidy(() => tf.cast(tf.add(whole, whole), 'float32')) as tf.Tensor2D;
    const codebook = tf.tensor2d([0, 0, 0, 0, 8, 10, 12, 13], [2, 4]);
    const { codes, distances } = nearestCode(cast, codebook);
    expect([...(await codes.data())]).toEqual([0, 1]);
    expect([...(await distances.data())]).toEqual([56, 1]);
    tf.dispose([whole, cast, codebook, codes, distances]);
  });

  test('is a constant to a gradient', async () => {
    const x = tf.tensor2d(normals(8, 11), [2, 4]);
    const codebook = tf.tensor2d(normals(12, 12), [3, 4]);
    const gradient = tf.grad((value: tf.Tensor) => tf.add(tf.sum(nearestCode(value as tf.Tensor2D, codebook).distances), tf.sum(value)))(x);
    expect([...(await gradient.data())]).toEqual(new Array(8).fill(1));
    tf.dispose([x, codebook, gradient]);
  });

  test('gives nothing for no rows', () => {
    const x = tf.tensor2d([], [0, 4]);
    const codebook = tf.tensor2d([1, 2, 3, 4], [1, 4]);
    const { codes, distances } = nearestCode(x, codebook);
    expect([codes.shape, distances.shape]).toEqual([[0], [0]]);
    tf.dispose([x, codebook, codes, distances]);
  });

  test.each([
    [1, 2, 3],
    [130, 70, 6],
    [40, 9, 130],
  ])('finds the two nearest of codes, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    const [rows, vectors] = [normals(n * d, 13), normals(K * d, 14)];
    const x = tf.tensor2d(rows, [n, d]);
    const codebook = tf.tensor2d(vectors, [K, d]);
    const { codes, distances } = nearestTwo(x, codebook);
    expect([codes.shape, codes.dtype, distances.shape]).toEqual([[n, 2], 'int32', [n, 2]]);
    const seenCodes = await codes.data();
    const seen = await distances.data();
    for (let i = 0; i < n; i++) {
      const all = Array.from({ length: K }, (_, k) => squaredDistance(rows, i * d, vectors, k * d, d));
      const sorted = [...all].sort((a, b) => a - b);
      expect(seenCodes[2 * i]).not.toBe(seenCodes[2 * i + 1]);
      for (const rank of [0, 1]) {
        expectClose(all[seenCodes[2 * i + rank]!]!, sorted[rank]!, { rtol: 1e-5, atol: 1e-6 }, `distance of row ${i} to its code ${rank}`);
        expectClose(seen[2 * i + rank]!, sorted[rank]!, { rtol: 1e-5, atol: 1e-6 }, `distance ${rank} reported for row ${i}`);
      }
    }
    tf.dispose([x, codebook, codes, distances]);
  });

  test('puts the lower of two equally near codes first', async () => {
    const x = tf.tensor2d(normals(8, 15), [2, 4]);
    const vector = [...normals(4, 16)];
    const codebook = tf.tensor2d([...vector.map((value) => value + 50), ...vector, ...vector, ...vector], [4, 4]);
    const { codes, distances } = nearestTwo(x, codebook);
    expect([...(await codes.data())]).toEqual([1, 2, 1, 2]);
    const seen = await distances.data();
    expect(seen[1]).toBe(seen[0]);
    tf.dispose([x, codebook, codes, distances]);
  });

  test('refuses to name two of one code', () => {
    const x = tf.tensor2d([1, 2], [1, 2]);
    expect(() => nearestTwo(x, x)).toThrow('two codes at least are needed');
    x.dispose();
  });

  test.each([
    [200, 17, 5],
    [33, 40, 131],
  ])('codes a level: codes, residuals and counts, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    const [rows, vectors] = [normals(n * d, 17), normals(K * d, 18)];
    const x = tf.tensor2d(rows, [n, d]);
    const codebook = tf.tensor2d(vectors, [K, d]);
    const level = codeLevel(x, codebook);
    const plain = nearestCode(x, codebook);
    const codes = await level.codes.data();
    expect(codes).toEqual(await plain.codes.data());
    expectClose(await level.distances.data(), await plain.distances.data(), { rtol: 1e-6, atol: 0 }, 'distances');
    const wanted = Float32Array.from(rows, (value, at) => value - vectors[codes[Math.floor(at / d)]! * d + (at % d)]!);
    expect(await level.residual.data()).toEqual(wanted);
    const counts = new Int32Array(K);
    for (const code of codes) counts[code]! += 1;
    expect(await level.counts.data()).toEqual(counts);
    tf.dispose([x, codebook, { ...level }, { ...plain }]);
  });
}

function biasedSearches(): void {
  test.each(SIZES.filter(([, K]) => K > 1))('finds the codes of the least distance and bias, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    const [rows, vectors, biases] = [normals(n * d, 1), normals(K * d, 2), normals(K, 3, 0, d / 4)];
    const [x, codebook, bias] = [tf.tensor2d(rows, [n, d]), tf.tensor2d(vectors, [K, d]), tf.tensor1d(biases)];
    const [one, two, level] = [nearestCode(x, codebook, bias), nearestTwo(x, codebook, bias), codeLevel(x, codebook, bias)];
    const [codes, distances, pairs, pairDistances] = await Promise.all([one.codes.data(), one.distances.data(), two.codes.data(), two.distances.data()]);
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const all = Array.from({ length: K }, (_, k) => squaredDistance(rows, i * d, vectors, k * d, d));
      const values = all.map((distance, k) => distance + biases[k]!);
      const sorted = [...values].sort((a, b) => a - b);
      const near = { rtol: 1e-5, atol: 1e-5 * d };
      expectClose(values[codes[i]!]!, sorted[0]!, near, `value of row ${i}`);
      expectClose(distances[i]!, all[codes[i]!]!, { rtol: 1e-5, atol: 1e-6 }, `distance reported for row ${i}, without the bias`);
      expect(pairs[2 * i]).not.toBe(pairs[2 * i + 1]);
      for (const rank of [0, 1]) {
        expectClose(values[pairs[2 * i + rank]!]!, sorted[rank]!, near, `value ${rank} of row ${i}`);
        expectClose(pairDistances[2 * i + rank]!, all[pairs[2 * i + rank]!]!, { rtol: 1e-5, atol: 1e-6 }, `distance ${rank} of row ${i}`);
      }
      if (all[codes[i]!]! > Math.min(...all) + 1e-3) moved++;
    }
    if (n * K > 1000) expect(moved).toBeGreaterThan(0);
    expect(await level.codes.data()).toEqual(codes);
    expect(await level.residual.data()).toEqual(Float32Array.from(rows, (value, at) => value - vectors[codes[Math.floor(at / d)]! * d + (at % d)]!));
    expect([...(await level.counts.data())].reduce((sum, count) => sum + count, 0)).toBe(n);
    tf.dispose([x, codebook, bias, { ...one }, { ...two }, { ...level }]);
  });

  test('gives with a bias of zeros the bits of a search without one', async () => {
    const [x, codebook, bias] = [tf.tensor2d(normals(150 * 10, 9), [150, 10]), tf.tensor2d(normals(40 * 10, 10), [40, 10]), tf.zeros([40]) as tf.Tensor1D];
    const [plain, biased] = [nearestTwo(x, codebook), nearestTwo(x, codebook, bias)];
    expect(await biased.codes.data()).toEqual(await plain.codes.data());
    expect(await biased.distances.data()).toEqual(await plain.distances.data());
    tf.dispose([x, codebook, bias, { ...plain }, { ...biased }]);
  });

  test('gives ties of distance and bias to the lowest index', async () => {
    // Rows at 0, the codes' centre; codes at distances 4, 1, 4, 1, 9, 9 with biases 1, 4, 1, 4, 0, 0: four codes of value 5.
    const [x, codebook, bias] = [tf.tensor2d([0, 0, 0, 0], [2, 2]), tf.tensor2d([2, 0, -1, 0, -2, 0, 1, 0, 0, 3, 0, -3], [6, 2]), tf.tensor1d([1, 4, 1, 4, 0, 0])];
    const [one, two] = [nearestCode(x, codebook, bias), nearestTwo(x, codebook, bias)];
    expect([...(await one.codes.data()), ...(await one.distances.data())]).toEqual([0, 0, 4, 4]);
    expect([...(await two.codes.data()), ...(await two.distances.data())]).toEqual([0, 1, 0, 1, 4, 1, 4, 1]);
    tf.dispose([x, codebook, bias, { ...one }, { ...two }]);
  });

  test('refuses a bias for another number of codes', () => {
    const [x, bias] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([0, 0, 0])];
    expect(() => nearestCode(x, x, bias)).toThrow('one number for each is needed');
    tf.dispose([x, bias]);
  });
}

async function expectNearest(rows: Float32Array, codebook: Float32Array, n: number, K: number, d: number): Promise<void> {
  const x = tf.tensor2d(rows, [n, d]);
  const c = tf.tensor2d(codebook, [K, d]);
  const { codes, distances } = nearestCode(x, c);
  expect([codes.dtype, codes.shape, distances.dtype, distances.shape]).toEqual(['int32', [n], 'float32', [n]]);
  const seenCodes = await codes.data();
  const seenDistances = await distances.data();
  for (let i = 0; i < n; i++) {
    const all = Array.from({ length: K }, (_, k) => squaredDistance(rows, i * d, codebook, k * d, d));
    const code = seenCodes[i]!;
    expect(code).toBeGreaterThanOrEqual(0);
    expect(code).toBeLessThan(K);
    // The choice may differ from the naive one only where float32 cannot tell the two distances apart.
    expectClose(all[code]!, Math.min(...all), { rtol: 1e-5, atol: 1e-6 }, `distance of row ${i} to its code`);
    expectClose(seenDistances[i]!, all[code]!, { rtol: 1e-5, atol: 1e-6 }, `distance reported for row ${i}`);
  }
  tf.dispose([x, c, codes, distances]);
}

function squaredDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (a[aStart + j]! - b[bStart + j]!) ** 2;
  return sum;
}

import { describe, expect, it } from 'vitest';
import { normals } from '../testing/arrays';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { knnOverlap, nearestNeighbours, type Measure, type Points } from './neighbours';
import { Random } from './random';
import { rowNumbers } from './ranks';

const fixture = watched(given, ['neighbours']);
const tolerance = fixture.meta.tolerance_float64;
const measures: readonly Measure[] = ['euclidean', 'cosine'];
const { data, reconstruction, k, overlap_euclidean, overlap_cosine } = fixture.neighbours;

function points(values: ArrayLike<number>, dim: number): Points {
  return { data: Float64Array.from(values), rows: values.length / dim, dim };
}

/** Points on a small grid: many equal rows and equal distances, none of them the zero vector. */
function grid(rows: number, dim: number, seed: number): Points {
  const random = new Random(seed);
  return points(Array.from({ length: rows * dim }, () => 1 + random.integer(3)), dim);
}

describe('nearest neighbours', () => {
  it.each(measures)('agrees with sorting all distances, on ties and over several blocks (%s)', (measure) => {
    const cloud = grid(700, 3, 1);
    const queries = Uint32Array.from({ length: 150 }, (_, i) => (i * 37) % 700);
    const found = nearestNeighbours(cloud, queries, 20, measure);
    queries.forEach((query, q) => {
      const sorted = sortedByDistance(cloud, query, measure);
      expect([...found.rows.subarray(q * 20, q * 20 + 20)], `query ${query}`).toEqual(sorted.slice(0, 20).map(([row]) => row));
      expect([...found.distances.subarray(q * 20, q * 20 + 20)]).toEqual(sorted.slice(0, 20).map(([, distance]) => distance));
      expect(found.tied[q]).toBe(sorted.filter(([, distance]) => distance === sorted[19]![1]).length);
    });
  });

  it('does not depend on where a query stands among the queries', () => {
    const cloud: Points = { data: normals(300 * 8, 2), rows: 300, dim: 8 };
    const all = nearestNeighbours(cloud, rowNumbers(300), 5, 'euclidean');
    const some = nearestNeighbours(cloud, [299, 3], 5, 'euclidean');
    expect([...some.rows]).toEqual([...all.rows.subarray(299 * 5), ...all.rows.subarray(15, 20)]);
  });

  it('has at most rows - 1 neighbours, and none for one row', () => {
    expect([...nearestNeighbours(points([0, 1, 3], 1), [0], 9, 'euclidean').rows]).toEqual([1, 2]);
    expect(nearestNeighbours(points([5], 1), [0], 3, 'euclidean')).toMatchObject({ k: 0, rows: new Uint32Array(0) });
  });

  it('takes cosines of any length, and a zero vector as at right angles to everything', () => {
    const found = nearestNeighbours(points([1, 0, 0, 0, 1e-30, 0, -5, 0, 0, 1e20], 2), [0, 1], 4, 'cosine');
    expect([...found.rows]).toEqual([2, 1, 4, 3, 0, 2, 3, 4]);
    expect([...found.distances]).toEqual([0, 1, 1, 2, 1, 1, 1, 1]);
  });

  it('names the row that is not finite, and refuses a k below 1', () => {
    expect(() => nearestNeighbours(points([0, 0, 1, NaN], 2), [0], 1, 'euclidean')).toThrow('Row 1 holds NaN');
    expect(() => nearestNeighbours(points([0, 1], 1), [0], 0, 'euclidean')).toThrow('k is 0');
  });
});

describe('kNN overlap', () => {
  const [before, after] = [points(data.data, 6), points(reconstruction.data, 6)];

  it('agrees with the reference values; without ties both rules are one', () => {
    const euclidean = knnOverlap(before, after, 'euclidean', { k });
    const cosine = knnOverlap(before, after, 'cosine', { k });
    expectClose([euclidean.byIndex, euclidean.expected], [overlap_euclidean, overlap_euclidean], tolerance);
    expectClose([cosine.byIndex, cosine.expected], [overlap_cosine, overlap_cosine], tolerance);
    expect([euclidean.queries, euclidean.chance]).toEqual([80, 10 / 79]);
  });

  it('gives the worked example: x = 0, 1, 3, 7 and 0, 0, 3, 3', () => {
    const overlap = (neighbours: number): number => knnOverlap(points([0, 1, 3, 7], 1), points([0, 0, 3, 3], 1), 'euclidean', { k: neighbours }).expected;
    expect([overlap(1), overlap(2), overlap(3), overlap(10)]).toEqual([0.75, 0.6875, 1, 1]);
  });

  it('is the average of the plain rule over random orders of tied items', () => {
    const [cloud, coarse] = [{ data: normals(40 * 3, 3), rows: 40, dim: 3 }, grid(40, 3, 4)];
    const { expected, byIndex } = knnOverlap(cloud, coarse, 'euclidean', { k: 5 });
    const random = new Random(5);
    const shuffles = 2000;
    let total = 0;
    for (let i = 0; i < shuffles; i++) {
      const order = random.permutation(40);
      total += knnOverlap(reordered(cloud, order), reordered(coarse, order), 'euclidean', { k: 5 }).byIndex;
    }
    expect(Math.abs(total / shuffles - expected)).toBeLessThan(0.003);
    expect(Math.abs(byIndex - expected)).toBeGreaterThan(0.003); // so the rules are told apart here
  });

  it.each(measures)('is 1 for the data themselves and chance for one point, in any row order (%s)', (measure) => {
    const cloud: Points = { data: normals(200 * 4, 6), rows: 200, dim: 4 };
    expect(knnOverlap(cloud, cloud, measure).expected).toBe(1);
    const collapsed = points(new Float64Array(200).fill(1), 1); // another dim than the original
    const { expected, chance } = knnOverlap(cloud, collapsed, measure);
    expect(expected).toBeCloseTo(chance, 14);
    const order = new Random(7).permutation(200);
    const coarse = grid(200, 4, 8);
    expect(knnOverlap(reordered(cloud, order), reordered(coarse, order), measure).expected).toBeCloseTo(knnOverlap(cloud, coarse, measure).expected, 12);
  });

  it('samples queries by seed, against all rows', () => {
    const cloud: Points = { data: normals(900 * 4, 9), rows: 900, dim: 4 };
    const noisy: Points = { ...cloud, data: cloud.data.map((value, i) => value + 0.5 * normals(1, i)[0]!) };
    const sample = (seed: number): number => knnOverlap(cloud, noisy, 'euclidean', { maxQueries: 300, seed }).expected;
    const all = knnOverlap(cloud, noisy, 'euclidean');
    expect([all.queries, knnOverlap(cloud, noisy, 'euclidean', { maxQueries: 300 }).queries]).toEqual([900, 300]);
    expect(sample(1)).toBe(sample(1));
    expect(sample(1)).not.toBe(sample(2));
    expect(Math.abs(sample(1) - all.expected)).toBeLessThan(0.03);
  });

  it('is undefined for fewer than two rows or numbers that are not finite', () => {
    expect(knnOverlap(points([1], 1), points([1], 1), 'euclidean').expected).toBeNaN();
    expect(knnOverlap(points([], 1), points([], 1), 'euclidean').expected).toBeNaN();
    expect(knnOverlap(points([1, 2, 3], 1), points([1, NaN, 3], 1), 'cosine')).toEqual({ expected: NaN, byIndex: NaN, chance: NaN, queries: 0 });
    expect(() => knnOverlap(points([1, 2], 1), points([1], 1), 'euclidean')).toThrow('2 rows and 1 reconstructions');
  });

  it('takes 2,000 queries of 5,000 rows in seconds', () => {
    const cloud: Points = { data: normals(5000 * 64, 10), rows: 5000, dim: 64 };
    const start = performance.now();
    expect(knnOverlap(cloud, cloud, 'euclidean').queries).toBe(2000);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

function reordered({ data: values, rows, dim }: Points, order: Uint32Array): Points {
  return points(Array.from({ length: rows * dim }, (_, i) => values[order[Math.floor(i / dim)]! * dim + (i % dim)]!), dim);
}

/** All other rows with their distances, nearest first, ties by row. */
function sortedByDistance({ data: values, rows, dim }: Points, query: number, measure: Measure): [number, number][] {
  const vector = (row: number): number[] => {
    const x = [...values.subarray(row * dim, (row + 1) * dim)];
    const length = measure === 'cosine' ? Math.sqrt(x.reduce((total, entry) => total + entry ** 2, 0)) : 1;
    return x.map((entry) => entry / length);
  };
  const from = vector(query);
  const distance = (to: number[]): number =>
    measure === 'cosine'
      ? 1 - from.reduce((total, entry, j) => total + entry * to[j]!, 0)
      : from.reduce((total, entry, j) => total + (entry - to[j]!) ** 2, 0);
  return [...rowNumbers(rows)]
    .filter((row) => row !== query)
    .map((row): [number, number] => [row, distance(vector(row))])
    .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

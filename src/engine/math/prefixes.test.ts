import { describe, expect, it } from 'vitest';
import { normals } from '../testing/arrays';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import type { Points } from './neighbours';
import { preferenceDiscrimination, prefixClusters, prefixPurity, prefixPurityByChance, semanticCohesion } from './prefixes';
import { Random } from './random';

const fixture = watched(given, ['prefix']);
const tolerance = fixture.meta.tolerance_float64;
const { codes } = fixture.identifiers;
const [rows, levels] = codes.shape as [number, number];
const columns = Array.from({ length: levels }, (_, level) => codes.data.filter((_code, i) => i % levels === level));
const cloud: Points = points(fixture.neighbours.data.data, 6);

function points(values: ArrayLike<number>, dim: number): Points {
  return { data: Float64Array.from(values), rows: values.length / dim, dim };
}

/** Clusters as given, one number a row. */
const clustersOf = (...numbers: number[]): ReturnType<typeof prefixClusters> => prefixClusters([numbers], numbers.length, 1);

it('takes the same weight of a distance as the reference: exp(-t (1 - cosine)) over pairs', () => {
  // Two clusters at right angles: their one pair has cosine 0, so the logarithm of the mean is -t.
  const right = points([1, 0, 0, 1], 2);
  expectClose(preferenceDiscrimination(right, clustersOf(0, 1)).value, -fixture.prefix.t, tolerance);
});

describe.each(fixture.prefix.by_depth)('reference values at depth $depth', (wanted) => {
  const { depth } = wanted;
  const clusters = prefixClusters(columns, rows, depth);

  it('agrees on the clusters', () => {
    const ones = clusters.sizes.filter((size) => size === 1).length;
    expect([clusters.sizes.length, ones]).toEqual([wanted.clusters, wanted.clusters_of_one]);
    expectClose(prefixPurity(new Array<number>(rows).fill(0), clusters).singletonShare, wanted.items_in_clusters_of_one_share, tolerance);
  });

  it('agrees on cohesion and discrimination', () => {
    expectClose(semanticCohesion(cloud, clusters).mean, wanted.semantic_cohesion, tolerance);
    expectClose(preferenceDiscrimination(cloud, clusters).value, wanted.preference_discrimination, tolerance);
  });
});

describe('clusters by prefix', () => {
  it('is one cluster at depth 0 and refuses a depth there is not', () => {
    expect([...prefixClusters(columns, rows, 0).sizes]).toEqual([rows]);
    expect(() => prefixClusters(columns, rows, 4)).toThrow('Prefix depth 4; a whole number from 0 to 3');
    expect(() => prefixClusters(columns, rows, -1)).toThrow('Prefix depth -1');
  });
});

describe('rows that do not go together', () => {
  it('refuses points or labels of other rows than the clusters', () => {
    expect(() => semanticCohesion(points([1, 2], 1), clustersOf(0))).toThrow('2 rows and clusters of 1');
    expect(() => preferenceDiscrimination(points([1, 2], 1), clustersOf(0))).toThrow('2 rows and clusters of 1');
    expect(() => prefixPurity([0, 1], clustersOf(0))).toThrow('2 and 1 entries');
    expect(() => prefixPurityByChance([0, 1], clustersOf(0))).toThrow('2 and 1 entries');
  });
});

describe('semantic cohesion', () => {
  it('is the mean cosine pair by pair, by cluster and by items', () => {
    const clusters = prefixClusters(columns, rows, 2);
    const byCluster = [...clusters.sizes].map((_, cluster) => {
      const members = Array.from({ length: rows }, (_row, row) => row).filter((row) => clusters.bucketOf[row] === cluster);
      const pairs = members.flatMap((a) => members.filter((b) => b < a).map((b) => cosine(cloud, a, b)));
      return { size: members.length, value: pairs.reduce((x, y) => x + y, 0) / pairs.length };
    }).filter(({ size }) => size > 1);
    const seen = semanticCohesion(cloud, clusters);
    expect(seen.clusters).toBe(byCluster.length);
    expect(seen.mean).toBeCloseTo(byCluster.reduce((total, { value }) => total + value, 0) / byCluster.length, 13);
    expect(seen.byItems).toBeCloseTo(byCluster.reduce((total, { size, value }) => total + size * value, 0) / rows, 13);
  });

  it('is 1 for equal directions, -1 for an opposite pair, -1 / (m - 1) for m vectors that cancel', () => {
    expect(semanticCohesion(points([1, 2, 2, 4, 5, 10], 2), clustersOf(0, 0, 0)).mean).toBeCloseTo(1, 14);
    expect(semanticCohesion(points([1, 2, -1, -2], 2), clustersOf(0, 0)).mean).toBeCloseTo(-1, 14);
    expect(semanticCohesion(points([1, 0, -0.5, Math.sqrt(0.75), -0.5, -Math.sqrt(0.75)], 2), clustersOf(0, 0, 0)).mean).toBeCloseTo(-0.5, 14);
  });

  it('leaves out zero vectors and clusters of one', () => {
    const seen = semanticCohesion(points([1, 0, 0, 0, 1, 1, 3, 0, 0, 5], 2), clustersOf(0, 0, 0, 1, 2));
    expect(seen.clusters).toBe(1);
    expect(seen.mean).toBeCloseTo(Math.SQRT1_2, 15);
  });

  it('is undefined without a cluster of two', () => {
    expect(semanticCohesion(points([1, 0, 0, 1], 2), clustersOf(0, 1))).toEqual({ mean: NaN, byItems: NaN, clusters: 0 });
    expect(semanticCohesion(points([1, 0, 0, 0], 2), clustersOf(0, 0)).mean).toBeNaN();
    expect(semanticCohesion(points([1, 0, NaN, 0], 2), clustersOf(0, 0)).mean).toBeNaN();
  });
});

describe('preference discrimination', () => {
  const value = (values: number[], numbers: number[]): number => preferenceDiscrimination(points(values, 2), clustersOf(...numbers)).value;

  it('gives the worked examples: orthogonal -2, identical 0, antipodal -4, three at 120 degrees -3', () => {
    expect(value([1, 0, 0, 3], [0, 1])).toBeCloseTo(-2, 15);
    expect(value([1, 1, 2, 2], [0, 1])).toBeCloseTo(0, 15);
    expect(value([1, 1, -2, -2], [0, 1])).toBeCloseTo(-4, 14);
    expect(value([1, 0, -0.5, Math.sqrt(0.75), -0.5, -Math.sqrt(0.75)], [0, 1, 2])).toBeCloseTo(-3, 14);
  });

  it('compares the means of the rows, long rows weighing more', () => {
    expect(value([4, 0, 0, 4, 2, 0], [0, 0, 1])).toBeCloseTo(-2 * (1 - Math.SQRT1_2), 14);
    expect(value([4, 0, 0, 1, 2, 0], [0, 0, 1])).toBeCloseTo(-2 * (1 - 4 / Math.sqrt(17)), 14);
  });

  it('leaves out zero centres and is undefined for fewer than two others', () => {
    expect(preferenceDiscrimination(points([1, 0, -1, 0, 1, 0, 0, 1], 2), clustersOf(0, 0, 1, 2))).toMatchObject({ clusters: 2 });
    expect(value([1, 0, -1, 0, 1, 0, 0, 1], [0, 0, 1, 2])).toBeCloseTo(-2, 15);
    expect(value([1, 0, -1, 0, 1, 0], [0, 0, 1])).toBeNaN();
    expect(value([1, 0], [0])).toBeNaN();
    expect(value([1, 0, NaN, 0], [0, 1])).toBeNaN();
  });

  it('samples clusters by seed, close to all of them', () => {
    const many: Points = { data: normals(800 * 4, 3), rows: 800, dim: 4 };
    const clusters = clustersOf(...Array.from({ length: 800 }, (_, row) => row));
    const all = preferenceDiscrimination(many, clusters);
    const sample = preferenceDiscrimination(many, clusters, { maxClusters: 300, seed: 1 });
    expect([all.clusters, sample.clusters]).toEqual([800, 300]);
    expect(sample).toEqual(preferenceDiscrimination(many, clusters, { maxClusters: 300, seed: 1 }));
    expect(sample.value).not.toBe(preferenceDiscrimination(many, clusters, { maxClusters: 300, seed: 2 }).value);
    expect(Math.abs(sample.value - all.value)).toBeLessThan(0.05);
  });
});

describe('prefix purity', () => {
  const labels = [0, 0, 1, 1, 1, 2]; // aab, bb, c
  const clusters = clustersOf(0, 0, 0, 1, 1, 2);

  it('gives the worked example: aab, bb, c', () => {
    const purity = prefixPurity(labels, clusters);
    expect([purity.all, purity.withoutSingletons, purity.singletonShare]).toEqual([5 / 6, 0.8, 1 / 6]);
    expect(prefixPurity(labels, prefixClusters([], 6, 0)).all).toBe(0.5);
  });

  it('leaves out items without a label, before clusters of one are told', () => {
    expect(prefixPurity([0, -1, NaN, 1, 2, -1], clusters)).toEqual({ all: 2 / 3, withoutSingletons: 0.5, singletonShare: 1 / 3 });
  });

  it('rises with depth to 1 for items alone, whose share tells why', () => {
    const byDepth = [0, 1, 2, 3].map((depth) => prefixPurity(codes.data.filter((_, i) => i % levels === 2), prefixClusters(columns, rows, depth)));
    for (let depth = 1; depth <= 3; depth++) expect(byDepth[depth]!.all).toBeGreaterThanOrEqual(byDepth[depth - 1]!.all);
    expect(byDepth[3]).toMatchObject({ all: 1, withoutSingletons: 1 }); // the label is the third code
    const alone = prefixPurity([0, 1, 2], clustersOf(0, 1, 2));
    expect(alone).toEqual({ all: 1, withoutSingletons: NaN, singletonShare: 1 });
  });

  it('is undefined without a labelled item', () => {
    expect(prefixPurity([-1, -1], clustersOf(0, 1))).toEqual({ all: NaN, withoutSingletons: NaN, singletonShare: NaN });
    expect(prefixPurity([], clustersOf())).toEqual({ all: NaN, withoutSingletons: NaN, singletonShare: NaN });
  });

  it('has a chance level: the singletons stay, the rest falls towards the largest label', () => {
    const random = new Random(4);
    const items = 4000;
    const truth = Array.from({ length: items }, () => random.integer(4));
    const pure = clustersOf(...truth);
    expect(prefixPurity(truth, pure).all).toBe(1);
    const chance = prefixPurityByChance(truth, pure, 1);
    expect(chance.all).toBeGreaterThan(0.25);
    expect(chance.all).toBeLessThan(0.3);
    expect(chance).toEqual(prefixPurityByChance(truth, pure, 1));
    expect(chance.all).not.toBe(prefixPurityByChance(truth, pure, 2).all);
    const { all, singletonShare } = prefixPurityByChance([0, -1, 1, 1], clustersOf(0, 0, 1, 2), 1);
    expect([all, singletonShare]).toEqual([1, 1]);
  });
});

function cosine({ data, dim }: Points, a: number, b: number): number {
  const product = (x: number, y: number): number => Array.from({ length: dim }, (_, j) => data[x * dim + j]! * data[y * dim + j]!).reduce((p, q) => p + q, 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

/**
 * Lloyd passes against sklearn.cluster.KMeans(n_clusters=8, init=init, n_init=1, max_iter=n, tol=0, algorithm="lloyd"), and the
 * properties of seeding and repair. Reference: fixtures/kmeans.json.
 */
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import given from '../testing/fixtures/kmeans.json';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { fitKMeans, KMeans } from './kMeans';
import { greedySeeds } from './kMeansPlusPlus';
import { Vectors } from './vectors';

const reference = watched(given, ['data', 'init', 'after']);
const [rows, dim] = reference.data.shape as [number, number];
const numCodes = reference.init.shape[0]!;
const tolerance = reference.meta.tolerance_float32.after;

describeBackends('k-means', () => {
  for (const after of reference.after) {
    it(`agrees with scikit-learn after ${after.iterations} passes`, async () => {
      const vectors = new Vectors(Float32Array.from(reference.data.data), rows, dim);
      const kMeans = new KMeans(vectors, numCodes, { init: 'k-means++', repair: true });
      kMeans.centres = Float32Array.from(reference.init.data);
      let settled = after.iterations;
      for (let i = 1; i <= after.iterations; i++) if ((await kMeans.pass()).changed === 0) settled = Math.min(settled, i);
      expect(settled).toBe(after.iterations_done);
      const { codes, distances } = await kMeans.assign();
      expectClose(kMeans.centres, after.centres, tolerance, 'centres');
      expect(Array.from(codes)).toEqual(after.labels.data);
      expectClose(
        distances.reduce((sum, value) => sum + value, 0),
        after.inertia,
        tolerance,
        'inertia',
      );
      vectors.dispose();
    });
  }

  it('never raises inertia, and the same seed gives the same centres bit for bit', async () => {
    const vectors = new Vectors(Float32Array.from(reference.data.data), rows, dim);
    const inertias: number[] = [];
    const centres = [];
    for (let run = 0; run < 2; run++) {
      const kMeans = new KMeans(vectors, numCodes, { init: 'k-means++', repair: false });
      await kMeans.seed(new Random(3));
      inertias.length = 0;
      for (let i = 0; i < 8; i++) inertias.push((await kMeans.pass()).inertia);
      centres.push(Array.from(kMeans.centres));
    }
    for (let i = 1; i < inertias.length; i++) expect(inertias[i]!).toBeLessThanOrEqual(inertias[i - 1]! * (1 + 1e-6));
    expect(centres[1]).toEqual(centres[0]);
    vectors.dispose();
  });

  it('finds no more centres than there are distinct rows, and leaves the others unused', async () => {
    const distinct = [
      [1, 2, 3],
      [1000.25, 1000.5, 1000.75],
      [-4, 0, 0.1],
    ];
    const data = Float32Array.from({ length: 60 * 3 }, (_, i) => distinct[Math.floor(i / 3) % 3]![i % 3]!);
    const vectors = new Vectors(data, 60, 3);
    expect((await greedySeeds(vectors, 5, new Random(1))).length).toBe(3);
    const kMeans = await fitKMeans(vectors, 5, new Random(1), 5, { init: 'k-means++', repair: true });
    const { codes, distances } = await kMeans.assign();
    expect(new Set(codes).size).toBe(3);
    expect(Math.max(...distances)).toBeLessThan(1e-12);
    vectors.dispose();
  });

  it('repairs an empty cluster with the worst served row', async () => {
    const data = Float32Array.of(0, 0.1, 0.2, 10);
    const vectors = new Vectors(data, 4, 1);
    const kMeans = new KMeans(vectors, 2, { init: 'k-means++', repair: true });
    kMeans.centres = Float32Array.of(0.1, -500);
    expect((await kMeans.pass()).repaired).toBe(1);
    expectClose(kMeans.centres, [0.1, 10], { rtol: 1e-6, atol: 1e-6 });
    vectors.dispose();
  });
});

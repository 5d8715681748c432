/**
 * RQ-KMeans on real files against scikit-learn's residual k-means: share of the energy left after each level, mean of three seeds, within
 * 1 % or better. Peers: sklearn.cluster.KMeans(K, n_init=1, init="k-means++") level by level on what is left, nothing scaled.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKind } from '../catalog';
import { loadDataset } from '../data/dataset';
import { openBackend } from '../gpu/device';
import type { RunResult } from '../records';
import { Run } from '../run';
import { Vectors } from './vectors';

const shared = process.env.RESIDUA_SHARED;

const files = [
  { file: 'data/amazon-industrial/item_lsa_256.npy', numCodes: 64, peer: [0.657, 0.52, 0.42] },
  { file: 'data/sift-5k/sift_5000x128_u8.npy', numCodes: 256, peer: [0.519, 0.388, 0.315] },
];

describe.skipIf(!shared)('RQ-KMeans on real files (skipped: RESIDUA_SHARED names no folder)', () => {
  beforeAll(async () => {
    await openBackend('wasm');
  });

  for (const { file, numCodes, peer } of files) {
    it(
      `${file}, K = ${numCodes}`,
      async () => {
        const bytes = readFileSync(`${shared}/${file}`);
        const { data, summary } = await loadDataset(new File([bytes], file.split('/').at(-1)!), {});
        const rows = new Vectors(data, summary.rows, summary.dim);
        const energies: (readonly number[])[] = [];
        for (const seed of [1, 2, 3]) energies.push((await train(rows, numCodes, seed)).metrics.residualEnergy);
        rows.dispose();
        const mean = peer.map((_, level) => energies.reduce((sum, energy) => sum + energy[level]! / energies.length, 0));
        mean.forEach((energy, level) => expect(energy, `level ${level + 1} of ${mean.map((e) => e.toFixed(4)).join(', ')}`).toBeLessThanOrEqual(peer[level]! * 1.01));
      },
      300_000,
    );
  }
});

function train(rows: Vectors, numCodes: number, seed: number): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const run = new Run({ runId: 'run', datasetId: 'data', kind: 'rq-kmeans', params: { numCodes: [numCodes] }, seed }, (event) => {
      if (event.type === 'result') resolve(event.result);
      if (event.type === 'failed') reject(new Error(event.problem.message));
    });
    void run.train(runKind('rq-kmeans'), rows);
  });
}

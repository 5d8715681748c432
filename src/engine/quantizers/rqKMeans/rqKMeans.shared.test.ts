/**
 * RQ-KMeans on real files beside its peers, 3 levels, mean of three seeds: the error within 1 % of scikit-learn's residual k-means or better, and
 * with a beam no worse than faiss's ResidualQuantizer with the same beam. Figures of the peers: bench/peers.json. The other sizes: `npm run bench -- --only proof`.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../gpu/device';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { sweep } from '../training/sweep';
import { meanOf, peerMeans, peerRows, shared } from '../../testing/peers';
import type { Quantizer } from '../quantizer';
import { createRqKMeans } from './rqKMeans';
import { rqKMeansParams } from './params';
import { totalSquares } from '../rowSums';
import { type Vectors } from '../vectors';

const SEEDS = [1, 2, 3];
const cases = [
  { file: 'text', numCodes: 64 },
] as const;

describe.skipIf(!shared)('RQ-KMeans on real files (skipped: RESIDUA_SHARED names no folder)', () => {
  beforeAll(async () => {
    await openBackend('wasm');
  });

  for (const { file, numCodes } of cases) {
    it(
      `${file}, K = ${numCodes}`,
      async () => {
        const rows = await peerRows(file);
        const greedy: number[][] = [];
        const beam: number[][] = [];
        for (const seed of SEEDS) {
          const trained = await make(rows, { numCodes: [numCodes] }, seed);
          while (!(await trained.trainStep()).done);
          greedy.push(await energyOf(trained, rows));
          const wide = await make(rows, { numCodes: [numCodes], beam: 5 }, seed);
          await wide.restore(await trained.state());
          beam.push(await energyOf(wide, rows));
          trained.dispose();
          wide.dispose();
        }
        rows.dispose();
        const ours = meanOf(greedy);
        peerMeans(file, numCodes, 'kmeans').energy.forEach((peer, level) => {
          expect(Math.sqrt(ours[level]!), `relative error after level ${level + 1} of ${show(ours)}`).toBeLessThanOrEqual(1.01 * Math.sqrt(peer));
        });
        expect(ours[2]!).toBeLessThanOrEqual(1.01 * peerMeans(file, numCodes, 'kmeans').energy[2]!);
        const wide = meanOf(beam);
        expect(wide[2]!, `beam: ${show(wide)}`).toBeLessThanOrEqual(peerMeans(file, numCodes, 'faiss-5-5').energy[2]!);
        expect(wide[2]!).toBeLessThan(ours[2]!);
      },
      600_000,
    );
  }

  it(
    'sift, K = 64: a progressive start coded by a beam is as good as faiss fitted greedily and coded by the same beam',
    async () => {
      const rows = await peerRows('sift');
      const energies: number[][] = [];
      for (const seed of SEEDS) {
        const quantizer = await make(rows, { numCodes: [64], init: 'progressive', beam: 5 }, seed);
        while (!(await quantizer.trainStep()).done);
        energies.push(await energyOf(quantizer, rows));
        quantizer.dispose();
      }
      rows.dispose();
      const ours = meanOf(energies);
      expect(ours[2]!, show(ours)).toBeLessThanOrEqual(peerMeans('sift', 64, 'faiss-1-5').energy[2]!);
    },
    600_000,
  );
});

function make(rows: Vectors, params: Params, seed: number): Promise<Quantizer> {
  return createRqKMeans(rows, { ...defaultParams(rqKMeansParams), ...params }, new Random(seed));
}

/** Residual energy after each level, from the codes alone. */
async function energyOf(quantizer: Quantizer, rows: Vectors): Promise<number[]> {
  const total = totalSquares(rows.data, rows.rows, rows.dim);
  return (await sweep(quantizer, rows.chunks)).squaredErrors.slice(1).map((error) => error / total);
}

function show(values: readonly number[]): string {
  return values.map((value) => value.toFixed(4)).join(' / ');
}

import { it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from '../gpu/device';
import { normals } from '../testing/arrays';
import { Vectors } from '../quantizers/vectors';
import { BiasedBeam } from '../quantizers/evenRq/beam';
import { softAssignment } from '../quantizers/evenRq/softAssignment';
import { RowShares } from './softSharesTwin';
import { CodeDistances } from '../quantizers/codeDistances';
import { HeldTables } from './biasedBeam';
import { biasedBeamTwin } from './biasedBeamTwin';
import { squaredNorms } from '../quantizers/rowSums';
import { matMulTransposed } from '../ops/matMul';

it('measures', async () => {
  await openBackend('webgpu');
  const out: string[] = [];
  for (const [n, dim, K] of [[2000, 32, 64], [5000, 128, 256]] as const) {
    const rows = new Vectors(normals(n * dim, 1), n, dim);
    const centres = normals(K * dim, 2);
    const bias = Float64Array.from(normals(K, 3));
    const still = () => Promise.resolve();
    const time = async (name: string, times: number, work: () => Promise<unknown>) => {
      await work();
      const all: number[] = [];
      for (let i = 0; i < times; i++) { const t = performance.now(); await work(); all.push(performance.now() - t); }
      all.sort((a, b) => a - b);
      out.push(`${n}x${dim} K${K} ${name}: ${all[times >> 1]!.toFixed(1)} ms (${all[0]!.toFixed(1)}-${all.at(-1)!.toFixed(1)})`);
    };
    for (const sums of [null, new Float64Array(K * dim)]) {
      const soft = softAssignment(rows, centres, K);
      await time(`shares kernel ${sums ? 'sums' : 'masses'}`, 5, () => soft.masses(bias, 0.05 * dim, sums, still));
      soft.dispose();
      const distances = new CodeDistances(rows, centres, K);
      const plain = async () => {
        const mass = new Float64Array(K); const costs = new Float64Array(K); const row = new RowShares(K);
        for await (const block of distances.blocks()) for (let i = 0, at = 0; i < block.rows; i++) {
          for (let k = 0; k < K; k++) costs[k] = block.costs[at++]! + bias[k]!;
          row.add(row.of(costs, 0.05 * dim), mass, sums, rows.data, (block.start + i) * dim, dim);
        }
      };
      await time(`shares before ${sums ? 'sums' : 'masses'}`, 5, plain);
      distances.dispose();
    }
    const books = [1, 2, 3].map((seed) => ({ vectors: normals(K * dim, seed), bias }));
    const beam = new BiasedBeam(books, dim);
    for (const [width, keep] of [[8, 8], [16, 32]] as const) {
      await time(`beam kernel ${width} ${keep}`, 3, async () => { for await (const _ of beam.search(rows.chunks, width, keep)) void _; });
      await time(`beam before ${width} ${keep}`, 3, async () => {
        const book = tf.tensor2d(Float32Array.from(books.flatMap((b) => Array.from(b.vectors))), [3 * K, dim]);
        const products = matMulTransposed(rows.chunks[0]!, book);
        biasedBeamTwin(beam, squaredNorms(rows.data, n, dim), await products.data<'float32'>(), [1, width, width, keep]);
        tf.dispose([book, products]);
      });
      const held = new HeldTables(beam); held.dispose();
    }
    rows.dispose();
  }
  console.log('\n' + out.join('\n'));
}, 600_000);

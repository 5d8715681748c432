/** R3-VAE behind a perceptron: it learns in every rating mode, its parts belong together, and it goes on bit for bit from any step. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { sweep } from '../training/sweep';
import { disposeLosses, readLosses } from '../../runs/losses';
import { describeBackends } from '../../testing/backends';
import type { Quantizer } from '../quantizer';
import { createR3Vae } from './r3Vae';
import { r3VaeParams } from './params';
import { totalSquares } from '../rowSums';
import { Vectors } from '../vectors';

const SMALL: Params = { encoder: 'mlp', hidden: [16], latentDim: 5, numCodes: [8], numLevels: 2, batchSize: 64, steps: 160, warmupSteps: 40, learningRate: 1e-2, restartEvery: 10 };

const OPTIONS: readonly Params[] = [{}, { rating: 'soft', tau: 0.05 }, { rating: 'top1', reference: false }, { referenceInit: 'random', hidden: [], kMeansInit: false }];

describeBackends('R3-VAE behind an encoder', (backend) => {
  // The software adapter takes too long to learn: on it, the tests below train with an encoder and others every rating without one.
  for (const option of backend === 'webgpu' ? [] : OPTIONS) {
    it(`learns, with codes that rebuild the rows: ${JSON.stringify(option)}`, async () => {
      const rows = clusters();
      const quantizer = await make(rows, option);
      expect(quantizer.traits.encoder).toBe(option.hidden ? '5' : '16-5');
      const [first, last] = await train(quantizer);
      expect(last!).toBeLessThan(0.5 * first!);
      await quantizer.gatherConstants!(rows.chunks);
      const { squaredErrors, otherSquaredErrors, codes } = await sweep(quantizer, rows.chunks, true);
      const total = totalSquares(rows.data, rows.rows, rows.dim);
      // Small random codebooks learn slowly: there the codes alone need only beat the mean.
      expect(squaredErrors[2]! / total).toBeLessThan(option.kMeansInit === false ? 1 : 0.75);
      expect(otherSquaredErrors.soft! / total).toBeLessThan(0.5);
      expect(codes.length).toBe(2);
      const books = await quantizer.codebooks();
      expect(books.map((book) => book.length)).toEqual([8 * 5, 8 * 5]);
      quantizer.dispose();
      rows.dispose();
    });
  }

  it('the reference starts at the mean of the latents, after the warm-up', async () => {
    const rows = clusters();
    const quantizer = await make(rows, { regularisation: 0 });
    for (let i = 0; i < 40; i++) await step(quantizer);
    // The first step with codes starts them and trains on; settling starts them alone.
    expect(quantizer.levelsReady).toBe(0);
    await quantizer.settle();
    // With the reference along their mean, what is left of the latents has a mean of zero along it: here of 0 in every direction but rounding.
    const encoding = await quantizer.encode(rows.chunks[0]!);
    const spread = tf.tidy(() => tf.stack([tf.norm(tf.mean(encoding.latents, 0)), tf.mean(tf.norm(encoding.latents, 2, 1))]));
    const [ofMean, mean] = await spread.data();
    expect(ofMean!).toBeLessThan(1e-4 * mean!);
    expect(quantizer.levelsReady).toBe(2);
    tf.dispose([spread, encoding.latents, ...encoding.codes, ...encoding.residuals]);
    quantizer.dispose();
    rows.dispose();
  });

  it('goes on from the warm-up and from after it with the same bits', async () => {
    const rows = clusters();
    const short = { steps: 50, warmupSteps: 20 };
    for (const at of backend === 'webgpu' ? [35] : [10, 35]) {
      const [whole, before, after] = [await make(rows, short), await make(rows, short), await make(rows, short)];
      await train(whole);
      for (let i = 0; i < at; i++) await step(before);
      await after.restore(await before.state());
      await train(after);
      const seen = [];
      for (const quantizer of [whole, after]) {
        await quantizer.gatherConstants!(rows.chunks);
        const { codes, reconstruction } = await sweep(quantizer, rows.chunks, true);
        seen.push({ codes, reconstruction, books: await quantizer.codebooks() });
      }
      expect(seen[1]).toEqual(seen[0]);
      for (const quantizer of [whole, before, after]) quantizer.dispose();
    }
    rows.dispose();
  });
});

function clusters(): Vectors {
  const { data, dim } = nestedClusters(3, 240, 8);
  return new Vectors(data, 240, dim);
}

function make(rows: Vectors, params: Params): Promise<Quantizer> {
  return createR3Vae(rows, { ...defaultParams(r3VaeParams), ...SMALL, ...params }, new Random(7));
}

/** To the end; the first and the last reconstruction loss. */
async function train(quantizer: Quantizer): Promise<[number | undefined, number | undefined]> {
  let first: number | undefined;
  for (;;) {
    const { reconstruction, done } = await step(quantizer);
    first ??= reconstruction;
    if (done) return [first, reconstruction];
  }
}

async function step(quantizer: Quantizer): Promise<{ reconstruction: number | undefined; done: boolean }> {
  const result = await quantizer.trainStep();
  const { reconstruction } = await readLosses(result);
  disposeLosses(result);
  return { reconstruction, done: result.done };
}

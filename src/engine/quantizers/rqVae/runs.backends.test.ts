/** Whole runs of RQ-VAE under every option: bit for bit restored and repeated, losses that fall, and the promises each option makes. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { Random } from '../../math/random';
import { checkParams, defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import type { Quantizer } from '../quantizer';
import { createRqVae } from './rqVae';
import { rqVaeParams } from './params';
import { rqVaePresets } from './presets';
import { Vectors } from '../vectors';

const ROWS = 160;
const DIM = 6;
const small: Params = { numCodes: [6], numLevels: 2, hidden: [8], latentDim: 4, steps: 16, warmupSteps: 3, batchSize: 32, restartEvery: 5, restartThreshold: 0.5, schedule: 'constant', learningRate: 0.01 };
/** Networks 6-8-4-8-6 are eight arrays in a checkpoint; tables and matrices come after them. */
const NETWORKS = 8;

const options: Record<string, Params> = {
  'straight-through': {},
  rotation: { estimator: 'rotation' },
  'Gumbel-softmax': { estimator: 'gumbel' },
  SimVQ: { estimator: 'simvq' },
  'SimVQ, random start': { estimator: 'simvq', kMeansInit: false },
  'running means': { codebookUpdate: 'ema' },
  cosine: { distance: 'cosine', normaliseLatent: true },
  Sinkhorn: { sinkhornLevels: [2], sinkhornIterations: 10 },
  'unit code vectors': { unitLevels: [1] },
  'commitment by level': { beta: [0.1, 0.5] },
  clipping: { clipNorm: 0.1 },
  'identity encoder': { encoder: 'identity' },
  'identity encoder, running means': { encoder: 'identity', codebookUpdate: 'ema' },
};

describeBackends('RQ-VAE runs', (backend) => {
  // On the software adapter options.backends.test.ts restores every choice already.
  for (const [name, params] of Object.entries(options).slice(0, backend === 'webgpu' ? 3 : undefined)) {
    it(`${name}: restored midway it ends as the uninterrupted run, bit for bit; both leave what belongs together`, async () => {
      const rows = sample();
      const [whole, before, after] = [await make(rows, params), await make(rows, params), await make(rows, params)];
      const losses = await train(whole, Infinity);
      await train(before, 9);
      await after.restore(await before.state());
      await train(after, Infinity);
      expect(await after.state()).toEqual(await whole.state());
      expect(await after.codebooks()).toEqual(await whole.codebooks());
      expect(after.notes()).toEqual(whole.notes());
      expect(losses.every((step) => Object.values(step).every(Number.isFinite))).toBe(true);
      const encoding = await whole.encode(rows.chunks[0]!);
      const decoded = whole.decode(encoding.codes, ROWS);
      let squares = 0;
      (await decoded.data()).forEach((value, i) => (squares += (value - rows.data[i]!) ** 2));
      // Better than the mean of the rows, which is all that no code at all gives.
      expect(squares).toBeLessThan(spread(rows));
      tf.dispose([decoded, encoding.latents, ...encoding.codes, ...encoding.residuals]);
      for (const quantizer of [whole, before, after]) quantizer.dispose();
      rows.dispose();
    });
  }

  it('SimVQ leaves its tables as they were started while its codebooks move', async () => {
    const rows = sample();
    const quantizer = await make(rows, { estimator: 'simvq', restartEvery: 0 });
    await train(quantizer, 5);
    const [early, codebooks] = [await quantizer.state(), await quantizer.codebooks()];
    await train(quantizer, Infinity);
    const late = await quantizer.state();
    for (const level of [0, 1]) {
      expect(late[`weight.${NETWORKS + level}`]).toEqual(early[`weight.${NETWORKS + level}`]);
      expect(late[`weight.${NETWORKS + 2 + level}`]).not.toEqual(early[`weight.${NETWORKS + 2 + level}`]);
      expect((await quantizer.codebooks())[level]).not.toEqual(codebooks[level]);
    }
    quantizer.dispose();
    rows.dispose();
  });

  it('running means need no optimizer state, and have no codebook loss', async () => {
    const rows = sample();
    const quantizer = await make(rows, { codebookUpdate: 'ema' });
    const losses = await train(quantizer, 8);
    expect(Object.keys(losses.at(-1)!).sort()).toEqual(['commitment', 'reconstruction', 'total']);
    const state = await quantizer.state();
    expect(Object.keys(state).filter((key) => key.startsWith('adam.first'))).toHaveLength(NETWORKS);
    quantizer.dispose();
    rows.dispose();
  });

  it('the identity encoder codes the data itself: no warm-up, no networks, and code vectors that add up to the reconstruction', async () => {
    const rows = sample();
    const quantizer = await make(rows, { encoder: 'identity' });
    expect([quantizer.latentDim, quantizer.parameters, quantizer.traits.encoder]).toEqual([DIM, 2 * 6 * DIM, 'none']);
    const [first] = await train(quantizer, 1);
    expect(first).toHaveProperty('codebook');
    await train(quantizer, Infinity);
    const encoding = await quantizer.encode(rows.chunks[0]!);
    const decoded = quantizer.decode(encoding.codes, ROWS);
    const codes = await Promise.all(encoding.codes.map((code) => code.data()));
    const books = await quantizer.codebooks();
    const sums = Float64Array.from({ length: ROWS * DIM }, (_, i) => books.reduce((sum, book, l) => sum + book[codes[l]![Math.floor(i / DIM)]! * DIM + (i % DIM)]!, 0));
    expectClose(await decoded.data(), sums, { rtol: 1e-4, atol: 1e-4 });
    // Residuals are in the units of the data too: each level takes its code vector away.
    const [before, left] = await Promise.all(encoding.residuals.slice(1).map((residual) => residual.data()));
    const taken = Float64Array.from({ length: ROWS * DIM }, (_, i) => books[1]![codes[1]![Math.floor(i / DIM)]! * DIM + (i % DIM)]!);
    expectClose(Float64Array.from(before!, (value, i) => value - left![i]!), taken, { rtol: 1e-4, atol: 1e-4 }, 'residuals');
    expect(quantizer.notes().join(' ')).toContain('Latent size and hidden layers are not used');
    tf.dispose([decoded, encoding.latents, ...encoding.codes, ...encoding.residuals]);
    quantizer.dispose();
    rows.dispose();
  });

  it('soft is what Gumbel-softmax says of itself, and it alone', async () => {
    const rows = sample();
    for (const [name, params] of Object.entries(options)) {
      const quantizer = await make(rows, params);
      expect(quantizer.traits.soft).toBe(name === 'Gumbel-softmax');
      quantizer.dispose();
    }
    rows.dispose();
  });

  it('unit latents have length one', async () => {
    const rows = sample();
    const quantizer = await make(rows, { normaliseLatent: true });
    const { latents, codes, residuals } = await quantizer.encode(rows.chunks[0]!);
    const lengths = tf.tidy(() => tf.sqrt(tf.sum(tf.square(latents), 1)));
    expectClose(await lengths.data(), new Float32Array(ROWS).fill(1), { rtol: 1e-4, atol: 0 });
    tf.dispose([lengths, latents, ...codes, ...residuals]);
    quantizer.dispose();
    rows.dispose();
  });

  it('a plain number for the commitment weight does what a list of one does', async () => {
    const rows = sample();
    const books = [];
    for (const beta of [0.4, [0.4], [0.4, 0.4]]) {
      const quantizer = await make(rows, { beta });
      await train(quantizer, Infinity);
      books.push(await quantizer.codebooks());
      quantizer.dispose();
    }
    expect(books[1]).toEqual(books[0]);
    expect(books[2]).toEqual(books[0]);
    rows.dispose();
  });

  // A comparison of recipes, not of backends: once, on the fastest one here.
  it.skipIf(backend !== 'wasm')('the collapse recipe is noticed and noted; its remedies, each by itself, leave more of the codes of level 1 in use', async () => {
    const { data, dim } = nestedClusters(5, 400, 32);
    const rows = new Vectors(data, 400, dim);
    const recipe = rqVaePresets.find(({ name }) => name === 'collapse')!.params;
    const lab = { ...recipe, numCodes: [96], numLevels: 2, hidden: [16], latentDim: 4, steps: 60, batchSize: 64 };
    const evenness = async (params: Params): Promise<{ share: number; notes: string }> => {
      const quantizer = await createRqVae(rows, { ...defaultParams(rqVaeParams), ...lab, ...params }, new Random(3));
      await train(quantizer, Infinity);
      const { latents, codes, residuals } = await quantizer.encode(rows.chunks[0]!);
      const counts = new Float64Array(96);
      for (const code of await codes[0]!.data()) counts[code]! += 1 / 400;
      tf.dispose([latents, ...codes, ...residuals]);
      const notes = quantizer.notes().join(' ');
      quantizer.dispose();
      return { share: Math.exp(-counts.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)) / 96, notes };
    };
    const collapsed = await evenness({});
    expect(collapsed.share).toBeLessThan(0.1);
    expect(collapsed.notes).toMatch(/Collapse: at step \d+ the perplexity of level 1 was \d\.\d of 96 codes, below a tenth/);
    const remedies: Params[] = [{ warmupSteps: 30, kMeansInit: true, reconstructionReduction: 'sum' }, { kMeansInit: true }, { restartEvery: 5, restartThreshold: 0.9 }, { sinkhornLevels: [1], sinkhornIterations: 10 }, { estimator: 'simvq' }];
    for (const remedy of remedies) {
      const { share } = await evenness(remedy);
      expect(share, JSON.stringify(remedy)).toBeGreaterThan(collapsed.share);
    }
    rows.dispose();
  });

  it('refuses options that exclude each other and levels there are not, in words', async () => {
    const rows = sample();
    const refused: [Params, RegExp][] = [
      [{ estimator: 'gumbel', codebookUpdate: 'ema' }, /Running means/],
      [{ estimator: 'simvq', codebookUpdate: 'ema' }, /SimVQ keeps its table frozen/],
      [{ estimator: 'gumbel', sinkhornLevels: [1] }, /Sinkhorn assigns one code/],
      [{ encoder: 'identity', normaliseLatent: true }, /identity encoder/],
      [{ sinkhornLevels: [3] }, /Sinkhorn at levels names level 3; there are levels 1 to 2/],
      [{ unitLevels: [0] }, /Unit code vectors at levels names level 0/],
    ];
    for (const [params, message] of refused) await expect(make(rows, params)).rejects.toThrow(message);
    rows.dispose();
  });

  it('every preset passes the checks of the parameters', () => {
    for (const { name, params } of rqVaePresets) expect(checkParams(rqVaeParams, { ...defaultParams(rqVaeParams), ...params }), name).toEqual([]);
  });
});

function sample(): Vectors {
  const { data, dim } = nestedClusters(3, ROWS, DIM);
  return new Vectors(data, ROWS, dim);
}

function make(rows: Vectors, params: Params): Promise<Quantizer> {
  return createRqVae(rows, { ...defaultParams(rqVaeParams), ...small, ...params }, new Random(7));
}

async function train(quantizer: Quantizer, most: number): Promise<Record<string, number>[]> {
  const seen: Record<string, number>[] = [];
  for (let i = 0; i < most; i++) {
    const { losses, done } = await quantizer.trainStep();
    const step: Record<string, number> = {};
    for (const [name, loss] of Object.entries(losses)) {
      step[name] = typeof loss === 'number' ? loss : (await loss.data())[0]!;
      if (typeof loss !== 'number') loss.dispose();
    }
    seen.push(step);
    if (done) break;
  }
  return seen;
}

function spread(rows: Vectors): number {
  const means = new Float64Array(DIM);
  rows.data.forEach((value, i) => (means[i % DIM]! += value / ROWS));
  return rows.data.reduce((sum, value, i) => sum + (value - means[i % DIM]!) ** 2, 0);
}

/** RQ-VAE's step in kept memory against its plain form: losses, weights and moments after some steps, for every option the step takes; and which options it leaves to the plain form. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { closeCpuRoad, cpuRoad } from '../../cpu/road';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { disposeLosses, readLosses } from '../../runs/losses';
import { normals } from '../../testing/arrays';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import { Vectors } from '../vectors';
import { rqVaeParams } from './params';
import { createRqVae, type RqVae } from './rqVae';

const small: Params = { numLevels: 3, numCodes: [10], latentDim: 5, hidden: [13, 7], batchSize: 37, steps: 40, warmupSteps: 3, restartEvery: 4, restartThreshold: 0.4 };
const kept: Readonly<Record<string, Params>> = {
  'the defaults': {},
  'no hidden layer, one level, clipped': { hidden: [], numLevels: 1, clipNorm: 0.5 },
  'means, weights of levels and of quantization': { reconstructionReduction: 'mean', quantizationReduction: 'mean', levelReduction: 'mean', beta: [0.1, 0.5, 2], quantizationWeight: 3 },
  'per level, detached': { routing: 'perLevelDetached', beta: [0.1, 0.5, 2] },
  'per level, through': { routing: 'perLevelThrough', levelReduction: 'mean', weightDecay: 0.1 },
  'no start by k-means, not centred': { kMeansInit: false, standardise: false, warmupSteps: 0 },
};
const plain: Readonly<Record<string, Params>> = {
  'rotation trick': { estimator: 'rotation' },
  Gumbel: { estimator: 'gumbel' },
  SimVQ: { estimator: 'simvq' },
  'running means': { codebookUpdate: 'ema' },
  cosine: { distance: 'cosine' },
  Sinkhorn: { sinkhornLevels: [2] },
  'unit latents': { normaliseLatent: true },
  'unit levels': { unitLevels: [1] },
  identity: { encoder: 'identity' },
};

describeBackends('RQ-VAE, its step in kept memory', (backend) => {
  if (backend !== 'wasm') return it('is for the processor', () => expect(cpuRoad()).toBeNull());
  it('keeps nothing after it is given up', async () => {
    const used = cpuRoad()!.memory.used;
    await train({}, 2);
    await train({}, 2);
    const after = cpuRoad()!.memory.used;
    await train({}, 2);
    expect(cpuRoad()!.memory.used).toBe(after);
    expect(after).toBeGreaterThanOrEqual(used);
  });
  it('stays flat over 20,000 steps', async () => {
    const rows = new Vectors(normals(64 * 4, 4), 64, 4);
    const tiny = { ...defaultParams(rqVaeParams), numLevels: 2, numCodes: [4], latentDim: 4, hidden: [8], batchSize: 8, steps: 30_000, warmupSteps: 10, restartEvery: 50 };
    const quantizer = (await createRqVae(rows, tiny, new Random(5))) as RqVae;
    const steps = async (count: number) => {
      for (let i = 0; i < count; i++) await quantizer.trainStep();
    };
    // The codebooks have started, dead codes were moved and a look was taken at collapse.
    await steps(4000);
    const [{ used }, tensors, bytes] = [cpuRoad()!.memory, tf.memory().numTensors, cpuRoad()!.memory.memory.buffer.byteLength];
    await steps(20_000);
    expect([cpuRoad()!.memory.used, tf.memory().numTensors, cpuRoad()!.memory.memory.buffer.byteLength]).toEqual([used, tensors, bytes]);
    quantizer.dispose();
    rows.dispose();
  });
  describe.each(Object.entries(kept))('%s', (_, params) => {
    it('leaves what the plain form leaves', async () => {
      const [here, there] = [await train(params, 14), await train(params, 14, true)];
      expect(here.losses.map(Object.keys)).toEqual(there.losses.map(Object.keys));
      here.losses.forEach((losses, step) => expectClose(Object.values(losses), Float64Array.from(Object.values(there.losses[step]!)), { rtol: 2e-5, atol: 1e-6 }, `step ${step}`));
      expect(Object.keys(here.state)).toEqual(Object.keys(there.state));
      for (const [name, values] of Object.entries(here.state)) expectClose(values, Float64Array.from(there.state[name]!), { rtol: 1e-3, atol: name.startsWith('weight') ? 2e-4 : 1e-5 }, name);
    });
  });
  it.each(Object.entries(plain))('%s takes the plain form', async (_, params) => {
    const { losses, state } = await train(params, 4);
    const other = await train(params, 4, true);
    expect(losses).toEqual(other.losses);
    expect(state).toEqual(other.state);
  });
});

async function train(params: Params, steps: number, closed = false) {
  const rows = new Vectors(normals(200 * 9, 4, 1.5, 2), 200, 9);
  closeCpuRoad(closed);
  try {
    const quantizer = (await createRqVae(rows, { ...defaultParams(rqVaeParams), ...small, ...params }, new Random(5))) as RqVae;
    const losses: Record<string, number>[] = [];
    for (let step = 0; step < steps; step++) {
      const result = await quantizer.trainStep();
      losses.push(await readLosses(result));
      disposeLosses(result);
    }
    const state = await quantizer.state();
    quantizer.dispose();
    return { losses, state };
  } finally {
    closeCpuRoad(false);
    rows.dispose();
  }
}

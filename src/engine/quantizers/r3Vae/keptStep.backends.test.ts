/** R3-VAE's step in kept memory against its plain form: losses, weights and moments after some steps, for every option the step takes; and which options it leaves to the plain form. */
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
import { r3VaeParams } from './params';
import { createR3Vae, type R3Vae } from './r3Vae';

const small: Params = { numLevels: 3, numCodes: [10], latentDim: 5, hidden: [13, 7], batchSize: 37, steps: 40, warmupSteps: 3, restartEvery: 4, restartThreshold: 0.4 };
const mlp: Params = { encoder: 'mlp' };
const kept: Readonly<Record<string, Params>> = {
  'the defaults': {},
  cosine: { rating: 'top1' },
  'no reference': { reference: false },
  'cosine, no reference, one level': { rating: 'top1', reference: false, numLevels: 1 },
  'behind a perceptron': mlp,
  'cosine behind a perceptron, a random reference': { ...mlp, rating: 'top1', referenceInit: 'random' },
  'no reference behind a linear layer, no warm-up': { ...mlp, reference: false, hidden: [], warmupSteps: 0 },
  'strong regularisers': { regularisation: 0.5, cohesionWeight: 2, discriminationWeight: 3 },
  'strong regularisers behind a perceptron': { ...mlp, rating: 'top1', regularisation: 0.5, cohesionWeight: 2, discriminationWeight: 3 },
  'no regularisers': { regularisation: 0 },
  'weight decay, linear schedule': { weightDecay: 0.1, schedule: 'linear' },
  'levels of their own size, one of a single code': { numCodes: [10, 1, 7] },
  'a batch of whole blocks': { batchSize: 128 },
  'no start by k-means': { kMeansInit: false },
};
/** Rows that other rows are, rows of zeros, and rows far from zero. */
const rowsOf: Readonly<Record<string, () => Float32Array>> = {
  'rows of zeros and rows twice': () => {
    const data = normals(200 * 9, 4, 1.5, 0.5);
    for (let i = 0; i < 200; i += 10) data.fill(0, i * 9, (i + 1) * 9);
    for (let i = 5; i < 200; i += 10) data.copyWithin(i * 9, 9, 18);
    return data;
  },
  'rows far from zero': () => normals(200 * 9, 4, 1.5, 1000),
};

describeBackends('R3-VAE, its step in kept memory', (backend) => {
  if (backend !== 'wasm') return it('is for the processor', () => expect(cpuRoad()).toBeNull());
  it('keeps nothing after it is given up', async () => {
    await train(mlp, 5);
    await train(mlp, 5);
    const after = cpuRoad()!.memory.used;
    await train(mlp, 5);
    expect(cpuRoad()!.memory.used).toBe(after);
  });
  it.each(Object.entries(kept))('%s: leaves what the plain form leaves', async (_, params) => {
    expectSame(await train(params, 14), await train(params, 14, { closed: true }));
  });
  describe.each(Object.entries(rowsOf))('%s', (_, data) => {
    it.each<Params>([{}, { rating: 'top1' }, { reference: false }])('%o: leaves what the plain form leaves', async (params) => {
      expectSame(await train(params, 14, { data: data() }), await train(params, 14, { data: data(), closed: true }));
    });
  });
  it('more codes than a strip of pairs: leaves what the plain form leaves', async () => {
    // By k-means some rows would be code vectors, and what is left of them rounding alone.
    const params = { numLevels: 2, numCodes: [300, 257], regularisation: 0.5, kMeansInit: false };
    expectSame(await train(params, 3, { data: normals(600 * 9, 4, 1.5, 2) }), await train(params, 3, { data: normals(600 * 9, 4, 1.5, 2), closed: true }));
  });
  it.each<Params>([{}, mlp])('a soft mix takes the plain form: %o', async (params) => {
    const { losses, state } = await train({ ...params, rating: 'soft' }, 4);
    const other = await train({ ...params, rating: 'soft' }, 4, { closed: true });
    expect(losses).toEqual(other.losses);
    expect(state).toEqual(other.state);
  });
});

type Trained = Awaited<ReturnType<typeof train>>;

function expectSame(here: Trained, there: Trained): void {
  expect([here.kept, there.kept]).toEqual([true, false]);
  expect(here.losses.map(Object.keys)).toEqual(there.losses.map(Object.keys));
  here.losses.forEach((losses, step) => expectClose(Object.values(losses), Float64Array.from(Object.values(there.losses[step]!)), { rtol: 2e-5, atol: 1e-6 }, `step ${step}`));
  expect(Object.keys(here.state)).toEqual(Object.keys(there.state));
  for (const [name, values] of Object.entries(here.state)) expectClose(values, Float64Array.from(there.state[name]!), { rtol: 1e-3, atol: name.startsWith('weight') ? 2e-4 : 1e-5 }, name);
}

async function train(params: Params, steps: number, { closed = false, data = normals(200 * 9, 4, 1.5, 2) }: { readonly closed?: boolean; readonly data?: Float32Array } = {}) {
  const rows = new Vectors(data, data.length / 9, 9);
  closeCpuRoad(closed);
  try {
    const quantizer = (await createR3Vae(rows, { ...defaultParams(r3VaeParams), ...small, ...params }, new Random(5))) as R3Vae;
    const losses: Record<string, number>[] = [];
    let kept = true;
    for (let step = 0; step < steps; step++) {
      const result = await quantizer.trainStep();
      kept &&= Object.values(result.losses).every((loss) => typeof loss === 'number');
      losses.push(await readLosses(result));
      disposeLosses(result);
    }
    const state = await quantizer.state();
    quantizer.dispose();
    return { losses, state, kept };
  } finally {
    closeCpuRoad(false);
    rows.dispose();
  }
}

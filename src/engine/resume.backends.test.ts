/** A run that goes on from a checkpoint ends with the codes of one that was never interrupted, bit for bit. */
import { expect, it } from 'vitest';
import { quantizerKind } from './catalog';
import { memoryFolders, type Folders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import type { Quantizer, QuantizerDeclaration } from './quantizers/quantizer';
import type { CheckpointPlan } from './records/run';
import { describeBackends } from './testing/backends';
import { KINDS, smallOf, smallRows, trainSmall } from './testing/training';

const plan = (every: number): CheckpointPlan => ({ key: 'key', every, best: 'relativeError' });
const lastOnly = plan(0);

describeBackends('going on from a checkpoint', (backend) => {
  // On the software adapter one method of each sort; lostDevice.browser.test.ts interrupts all four there.
  for (const kind of backend === 'webgpu' ? (['rq-kmeans', 'rq-vae'] as const) : KINDS) {
    it(`${kind}: gives the same codes bit for bit, wherever it was interrupted`, async () => {
      const rows = smallRows();
      const checkpoints = new CheckpointStore(memoryFolders());
      const whole = await trainSmall({ kind, checkpoints: plan(3) }, rows, { checkpoints });
      expect(whole.problem).toBeNull();
      const numbered = whole.checkpoints.filter(({ name }) => name.startsWith('step-'));
      const { steps } = whole.result!;
      expect(numbered.length).toBe(Math.min(10, Math.floor(steps / 3)));
      // Some steps lie in the middle of a level, and the end is one of the places.
      const middle = numbered[numbered.length >> 1]!;
      // The software adapter takes long for each.
      const places = backend === 'webgpu' ? [middle] : [numbered[0]!, middle, ...whole.checkpoints.filter((info) => info.name === 'last')];
      for (const { name } of places) {
        const before = (await checkpoints.list('key')).find((info) => info.name === name)!;
        const again = await trainSmall({ kind, checkpoints: lastOnly, resume: name }, rows, { checkpoints });
        expect(again.problem).toBeNull();
        expect(again.result!.codes).toEqual(whole.result!.codes);
        expect(again.result!.reconstruction).toEqual(whole.result!.reconstruction);
        expect([again.result!.steps, again.result!.stopped]).toEqual([steps, false]);
        expect(again.result!.seconds).toBeGreaterThanOrEqual(before.seconds);
        // The curves are whole again, from the first step on.
        expect(again.points[0]).toEqual(whole.points[0]);
        expect(again.points.at(-1)!.step).toBe(steps);
        expect(again.result!.notes).toContainEqual(expect.stringMatching(/^Went on from the checkpoint of step \d+\.$/));
      }
      rows.dispose();
    });

    it(`${kind}: what was stopped by hand can be gone on with`, async () => {
      const rows = smallRows();
      const checkpoints = new CheckpointStore(memoryFolders());
      const whole = await trainSmall({ kind }, rows);
      const stopped = await trainSmall({ kind, checkpoints: lastOnly, reportEvery: 1 }, rows, { checkpoints }, { stopAfter: 5 });
      expect(stopped.result!).toMatchObject({ stopped: true, steps: 5 });
      expect(stopped.checkpoints.map(({ name, step }) => [name, step])).toEqual([['last', 5], ['best', 5]]);
      const again = await trainSmall({ kind, checkpoints: lastOnly, resume: 'last' }, rows, { checkpoints });
      expect(again.result!.codes).toEqual(whole.result!.codes);
      rows.dispose();
    });
  }

  it('keeps the best by the live metric, and starts anew without what was kept', async () => {
    const rows = smallRows();
    const checkpoints = new CheckpointStore(memoryFolders());
    const first = await trainSmall({ kind: 'rq-kmeans', checkpoints: plan(4) }, rows, { checkpoints });
    const values = first.checkpoints.filter(({ name }) => name.startsWith('step-')).map(({ value }) => value);
    expect(first.checkpoints.find(({ name }) => name === 'best')!.value).toBe(Math.min(...values, first.checkpoints[0]!.value));
    const up = await trainSmall({ kind: 'rq-kmeans', checkpoints: { ...plan(4), best: 'perplexity' } }, rows, { checkpoints });
    const best = up.checkpoints.find(({ name }) => name === 'best')!;
    expect(best.value).toBe(Math.max(...up.checkpoints.map(({ value }) => value)));
    const anew = await trainSmall({ kind: 'rq-kmeans', checkpoints: lastOnly }, rows, { checkpoints });
    expect(anew.checkpoints.map(({ name }) => name)).toEqual(['last', 'best']);
    rows.dispose();
  });

  it('leaves the last good checkpoint where training diverges, says what to try, and goes on from it at another rate', async () => {
    const rows = smallRows();
    const checkpoints = new CheckpointStore(memoryFolders());
    const bad = await trainSmall({ kind: 'rq-vae', checkpoints: plan(1) }, rows, { checkpoints }, { kind: divergingAt(15) });
    expect(bad.problem).toMatchObject({ message: 'Training diverged: at step 15 the reconstruction loss is NaN.', hint: expect.stringContaining('learning rate of 0.0003 in place of 0.001') as unknown, retry: { learningRate: 0.0003 } });
    expect(bad.checkpoints[0]).toMatchObject({ name: 'last', step: 14 });
    const params = { ...smallOf('rq-vae'), learningRate: 0.0003 };
    const mended = await trainSmall({ kind: 'rq-vae', params, checkpoints: { ...lastOnly, key: 'other' }, resume: 'key/last' }, rows, { checkpoints });
    expect(mended.problem).toBeNull();
    expect(mended.result!.steps).toBe(40);
    expect(mended.result!.notes).toContain('Went on from the checkpoint of step 14, with learningRate 0.0003 instead of 0.001.');
    // What a later part of the run goes on from remembers it.
    const later = await trainSmall({ kind: 'rq-vae', params, checkpoints: { ...lastOnly, key: 'other' }, resume: 'last' }, rows, { checkpoints });
    expect(later.result!.notes.filter((note) => note.startsWith('Went on'))).toHaveLength(2);
    rows.dispose();
  });

  it('refuses in words what is not there or of another run', async () => {
    const rows = smallRows();
    const others = smallRows(200);
    const checkpoints = new CheckpointStore(memoryFolders());
    await trainSmall({ kind: 'rq-kmeans', checkpoints: lastOnly }, rows, { checkpoints });
    const again = { kind: 'rq-kmeans', checkpoints: lastOnly, resume: 'last' } as const;
    const message = async (spec: Parameters<typeof trainSmall>[0], on = rows, store: CheckpointStore | undefined = checkpoints) =>
      (await trainSmall(spec, on, store && { checkpoints: store })).problem!.message;
    expect(await message({ ...again, resume: 'step-7' })).toContain('no checkpoint "step-7"');
    expect((await trainSmall({ ...again, resume: 'step-7' }, rows, { checkpoints })).checkpoints.map(({ name }) => name)).toEqual(['last', 'best']);
    expect(await message({ ...again, params: { numCodes: [4], numLevels: 3 } })).toBe('Checkpoint "last" is of another run: numCodes differs.');
    expect(await message({ ...again, seed: 8 }, others)).toBe('Checkpoint "last" is of another run: the data, the seed differ.');
    expect(await message({ ...again, kind: 'rq-gmm' })).toContain('the method');
    expect((await trainSmall(again, rows)).problem!.message).toContain('keeps no checkpoints');
    rows.dispose();
    others.dispose();
  });

  it('trains on where nothing can be kept, and says so', async () => {
    const rows = smallRows();
    const full = { ...memoryFolders(), write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) } satisfies Folders;
    const { result, checkpoints } = await trainSmall({ kind: 'rq-kmeans', checkpoints: plan(2) }, rows, { checkpoints: new CheckpointStore(full) });
    expect(result!.levels).toBe(3);
    expect(result!.notes).toContain('Checkpoints could not be kept from step 0 on (the browser has no room left for the page).');
    expect(checkpoints).toEqual([]);

    const makesRoom = memoryFolders();
    const store = new CheckpointStore({ ...makesRoom, write: async (folder, name, bytes) => {
      if ((await makesRoom.files('old')).length > 0) throw new DOMException('full', 'QuotaExceededError');
      await makesRoom.write(folder, name, bytes);
    } });
    await makesRoom.write('old', 'last~1', new Uint8Array(10));
    const second = await trainSmall({ kind: 'rq-kmeans', checkpoints: lastOnly }, rows, { checkpoints: store });
    expect(second.checkpoints.map(({ name }) => name)).toEqual(['last', 'best']);
    expect(await makesRoom.folders()).toEqual(['key']);

    const erring = await trainSmall({ kind: 'rq-kmeans', checkpoints: plan(1) }, rows, { checkpoints: new CheckpointStore(memoryFolders()), healthy: () => false });
    expect([erring.result!.levels, erring.checkpoints.length]).toEqual([3, 0]);
    rows.dispose();
  });
});

/** RQ-VAE whose reconstruction loss is NaN from a step on. */
function divergingAt(step: number): QuantizerDeclaration {
  const real = quantizerKind('rq-vae');
  return {
    ...real,
    async create(...given) {
      const quantizer: Quantizer = await real.create(...given);
      const train = quantizer.trainStep.bind(quantizer);
      let done = 0;
      quantizer.trainStep = async () => {
        const result = await train();
        if (++done < step) return result;
        const { reconstruction } = result.losses;
        if (typeof reconstruction === 'object') reconstruction.dispose();
        return { ...result, losses: { ...result.losses, reconstruction: NaN } };
      };
      return quantizer;
    },
  };
}

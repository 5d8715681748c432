/** Finished runs stay usable until they are forgotten, and leave nothing behind then. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { taskKind } from '../../catalog';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { memoryFolders } from '../../checkpoints/folders';
import { CheckpointStore } from '../../checkpoints/store';
import type { QuantizerTask } from './task';
import { KeptRuns } from '../../runs/kept';
import { takeUp } from '../../runs/takeUp';
import { Vectors } from '../vectors';
import type { RunEvent } from '../../records/event';
import type { QuantizerResult } from '../../records/quantize';
import type { RunSpec } from '../../records/run';
import { Run } from '../../runs/run';
import { sweep } from './sweep';
import { describeBackends } from '../../testing/backends';
import { KINDS, smallOf, smallRows, trainSmall } from '../../testing/training';

const ROWS = 120;
const params = { numCodes: [4], numLevels: 2 };

describeBackends('a finished run', (backend) => {
  it('gives the codes of its result again, and leaves no tensor once it is forgotten', async () => {
    const rows = sample();
    await rows.chunks[0]!.data();
    const before = tf.memory().numTensors;
    const finished = new KeptRuns<QuantizerTask>();
    const told = await train(finished, 'kmeans.1', rows);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    const again = await finished.use(specOf('kmeans.1'), async ({ quantizer }) => (await sweep(quantizer, rows.chunks)).codes);
    again.forEach((codes, level) => codes.forEach((code, row) => expect(code).toBe(told[row * again.length + level])));
    expect(finished.get('kmeans.1')!.codes).toEqual(told);
    finished.forget('kmeans.1');
    expect(tf.memory().numTensors).toBe(before);
    await expect(finished.use(specOf('kmeans.1'), () => Promise.resolve())).rejects.toThrow(/no longer in memory/);
    rows.dispose();
  });

  // Settled codes and constants of the data are what differs between methods.
  for (const kind of backend === 'webgpu' ? (['r3-vae'] as const) : KINDS) {
    it(`${kind}: is taken up from its checkpoint, stopped by hand or not, with the codes of its result`, async () => {
      const rows = smallRows();
      for (const stop of [undefined, { stopAfter: 5 }]) {
        const checkpoints = new CheckpointStore(memoryFolders());
        const spec = { kind, checkpoints: { key: 'key', every: 0, best: '' }, reportEvery: 1 };
        const { result } = await trainSmall(spec, rows, { checkpoints }, stop);
        const taken = (await takeUp(taskKind(kind), { rows }, { runId: 'a.1', inputs: { rows: 'd' }, params: smallOf(kind), seed: 7, ...spec }, checkpoints)) as QuantizerTask;
        expect(taken.codes).toEqual(result!.codes);
        const rebuilt = await taken.quantizer.codebooks();
        expect(rebuilt.slice(0, result!.levels)).toEqual(result!.codebooks.map(({ data }) => data));
        taken.dispose();
      }
      rows.dispose();
    });
  }

  it('is not disposed under the hands of who uses it', async () => {
    const rows = sample();
    const finished = new KeptRuns<QuantizerTask>();
    await train(finished, 'kmeans.1', rows);
    await finished.use(specOf('kmeans.1'), async ({ quantizer }) => {
      finished.clear();
      expect((await sweep(quantizer, rows.chunks)).levels).toBe(2);
    });
    rows.dispose();
  });

  it('gives way to a new run of its cell, to newer runs beyond the bounds, and with its dataset', async () => {
    const rows = sample();
    const finished = new KeptRuns<QuantizerTask>(2);
    const held = () => ['a.1', 'a.2', 'b.c.3', 'd.4'].filter((id) => has(finished, id));
    await train(finished, 'a.1', rows);
    await train(finished, 'b.c.3', rows);
    finished.forgetBefore('a.2');
    expect(held()).toEqual(['b.c.3']);
    await train(finished, 'a.2', rows);
    await train(finished, 'd.4', rows, 'other');
    expect(held()).toEqual(['a.2', 'd.4']);
    finished.forgetReaders('data');
    expect(held()).toEqual(['d.4']);
    finished.clear();

    const tight = new KeptRuns<QuantizerTask>(8, rows.rows * rows.dim - 1);
    await train(tight, 'a.1', rows);
    expect(has(tight, 'a.1')).toBe(true);
    await train(tight, 'd.4', rows);
    expect([has(tight, 'a.1'), has(tight, 'd.4')]).toEqual([false, true]);
    tight.clear();
    rows.dispose();
  });
});

function sample(): Vectors {
  const { data, dim } = nestedClusters(3, ROWS, 8);
  return new Vectors(data, ROWS, dim);
}

/** Trains and keeps; resolves to the codes of the result. */
async function train(finished: KeptRuns<QuantizerTask>, runId: string, rows: Vectors, dataId = 'data'): Promise<Int32Array> {
  let codes: Int32Array | null = null;
  const spec = specOf(runId, dataId);
  const run = new Run(spec, (event: RunEvent) => {
    if (event.type === 'result') codes = (event.result as QuantizerResult).codes;
  });
  await run.train(taskKind('rq-kmeans'), { rows }, { keep: (kept) => finished.keep(spec, kept as QuantizerTask) });
  return codes!;
}

function specOf(runId: string, dataId = 'data'): RunSpec {
  return { runId, inputs: { rows: dataId }, kind: 'rq-kmeans', params, seed: 7 };
}

function has(finished: KeptRuns<QuantizerTask>, runId: string): boolean {
  return finished.get(runId) !== undefined;
}

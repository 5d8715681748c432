/** Finished runs stay usable until they are forgotten, and leave nothing behind then. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { runKind } from '../../catalog';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { memoryFolders } from '../../checkpoints/folders';
import { CheckpointStore } from '../../checkpoints/store';
import { finishedRuns, takeUpRun, type FinishedRun } from './finished';
import type { KeptRuns } from '../../runs/kept';
import { Vectors } from '../vectors';
import type { RunEvent } from '../../records/event';
import { Run } from '../../runs/run';
import { sweep } from './sweep';
import { describeBackends } from '../../testing/backends';
import { KINDS, SMALL, smallRows, trainSmall } from '../../testing/training';

const ROWS = 120;
const params = { numCodes: [4], numLevels: 2 };

describeBackends('a finished run', (backend) => {
  it('gives the codes of its result again, and leaves no tensor once it is forgotten', async () => {
    const rows = sample();
    await rows.chunks[0]!.data();
    const before = tf.memory().numTensors;
    const finished = finishedRuns();
    const told = await train(finished, 'kmeans.1', rows);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    const again = await finished.use('kmeans.1', async ({ quantizer }) => (await sweep(quantizer, rows.chunks)).codes);
    again.forEach((codes, level) => codes.forEach((code, row) => expect(code).toBe(told[row * again.length + level])));
    expect(finished.get('kmeans.1')!.codes).toEqual(told);
    finished.forget('kmeans.1');
    expect(tf.memory().numTensors).toBe(before);
    await expect(finished.use('kmeans.1', () => Promise.resolve())).rejects.toThrow(/no longer in memory/);
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
        const taken = await takeUpRun(runKind(kind), rows, { runId: 'a.1', datasetId: 'd', params: SMALL[kind], seed: 7, ...spec }, checkpoints);
        expect(taken.codes).toEqual(result!.codes);
        const rebuilt = await taken.quantizer.codebooks();
        expect(rebuilt.slice(0, result!.levels)).toEqual(result!.codebooks.map(({ data }) => data));
        taken.quantizer.dispose();
      }
      rows.dispose();
    });
  }

  it('is not disposed under the hands of who uses it', async () => {
    const rows = sample();
    const finished = finishedRuns();
    await train(finished, 'kmeans.1', rows);
    await finished.use('kmeans.1', async ({ quantizer }) => {
      finished.clear();
      expect((await sweep(quantizer, rows.chunks)).levels).toBe(2);
    });
    rows.dispose();
  });

  it('gives way to a new run of its cell, to newer runs beyond the bounds, and with its dataset', async () => {
    const rows = sample();
    const finished = finishedRuns(2);
    const held = () => ['a.1', 'a.2', 'b.c.3', 'd.4'].filter((id) => has(finished, id));
    await train(finished, 'a.1', rows);
    await train(finished, 'b.c.3', rows);
    finished.forgetBefore('a.2');
    expect(held()).toEqual(['b.c.3']);
    await train(finished, 'a.2', rows);
    await train(finished, 'd.4', rows, 'other');
    expect(held()).toEqual(['a.2', 'd.4']);
    finished.forgetWhere(({ spec }) => spec.datasetId === 'data');
    expect(held()).toEqual(['d.4']);
    finished.clear();

    const tight = finishedRuns(8, rows.rows * rows.dim - 1);
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
async function train(finished: KeptRuns<FinishedRun>, runId: string, rows: Vectors, datasetId = 'data'): Promise<Int32Array> {
  let codes: Int32Array | null = null;
  const run = new Run({ runId, datasetId, kind: 'rq-kmeans', params, seed: 7 }, (event: RunEvent) => {
    if (event.type === 'result') codes = event.result.codes;
  });
  await run.train(runKind('rq-kmeans'), rows, { keep: (kept) => finished.keep(runId, kept) });
  return codes!;
}

function has(finished: KeptRuns<FinishedRun>, runId: string): boolean {
  return finished.get(runId) !== undefined;
}

/** How many bytes the rows of a dataset cost, where they lie in the processor's kept memory and where they do not. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cpuRoad } from './cpu/road';
import { inTurn } from './cpu/tensors';
import { Held } from './held';
import { defaultParams } from './params';
import { quantizerKind } from './catalog';
import { QuantizerTask } from './quantizers/training/task';
import type { Vectors } from './quantizers/vectors';
import { normals } from './testing/arrays';
import { describeBackends } from './testing/backends';

const [rows, dim] = [5000, 24];
const BYTES = rows * dim * 4;
/** What the places of kept memory are rounded up by. */
const ROUNDING = 128;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describeBackends('rows that are held', (backend) => {
  it('cost their bytes once: the array they came in is let go', async () => {
    const held = new Held();
    const before = cpuRoad()?.memory.used ?? 0;
    const { id, array } = hold(held);
    const vectors = held.inputs({ rows: id }).rows as Vectors;
    await new Promise((resolve) => setTimeout(resolve, 0));
    collect();
    const road = cpuRoad();
    if (backend === 'wasm') {
      expect(array.deref()).toBeUndefined();
      expect(road!.memory.used - before).toBeGreaterThanOrEqual(BYTES);
      expect(road!.memory.used - before).toBeLessThan(BYTES + ROUNDING);
      expect(road!.memory.addressOf(vectors.data)).not.toBeNull();
    } else expect(array.deref()).toBe(vectors.data.buffer);
    expect(vectors.data).toEqual(normals(rows * dim, 1));
    // Chunks, and a device that is left and used again, cost no second copy.
    expect(vectors.chunks.length).toBe(1);
    held.leaveDevice();
    expect(await vectors.chunks[0]!.data()).toEqual(normals(rows * dim, 1));
    if (road) expect(road.memory.used - before).toBeLessThan(BYTES + ROUNDING);
    held.release(id);
    expect(road?.memory.used ?? 0).toBe(before);
  });

  it('cost TensorFlow.js a copy of one chunk at most, while its own kernels read it', async () => {
    const held = new Held();
    const vectors = held.inputs({ rows: hold(held).id }).rows as Vectors;
    const heap = tf.backend();
    const inHeap = heap.numDataIds();
    const sums: tf.Tensor[] = [];
    for (const chunk of inTurn(vectors.chunks)) sums.push(tf.sum(chunk), tf.sum(chunk));
    // On wasm only the two sums are left there; on cpu the chunk lies there from the start.
    expect(heap.numDataIds() - inHeap).toBe(backend === 'wasm' ? 2 : 3);
    expect(await sums[0]!.data()).toEqual(await sums[1]!.data());
    for (const chunk of vectors.chunks) expect(await chunk.data()).toEqual(vectors.data);
    tf.dispose(sums);
    vectors.dispose();
  });

  // The plain processor keeps nothing beside them.
  it.runIf(backend === 'wasm').each(['rq-kmeans', 'rq-gmm', 'even-rq'] as const)('are freed with all that a run of %s kept beside them', async (kind) => {
    const held = new Held();
    const { id } = hold(held);
    const declared = quantizerKind(kind);
    const order = { kind, params: { ...defaultParams(declared.params), numCodes: [8], maxIterations: 2 }, seed: 1 };
    const run = async () => {
      const task = await QuantizerTask.create(declared, held.inputs({ rows: id }).rows as Vectors, order);
      while (!(await task.step()).done);
      await task.end({ steps: 1, seconds: 1, stopped: false, notes: [], past: [] });
      task.dispose();
      return cpuRoad()!.memory.used;
    };
    // The first run makes the scratch memory that later ones use again.
    const first = await run();
    expect(await run()).toBe(first);
    held.release(id);
    expect(cpuRoad()!.memory.used).toBeLessThanOrEqual(first - BYTES);
  });
});

/** In a function of its own, so that nothing else refers to the array. */
function hold(held: Held): { id: string; array: WeakRef<ArrayBufferLike> } {
  const data = normals(rows * dim, 1);
  return { id: held.vectors({ data, rows, dim, labels: null }), array: new WeakRef(data.buffer) };
}
